//! A file to read or to write, by a path that is typed or by the system's own chooser.

use std::path::PathBuf;

use eframe::egui::Context;

use super::super::common::{Chooser, typed_path};
use crate::ui::theme::{CONTROL_HEIGHT, Icon};
use crate::ui::widgets::{Button, Field, Form};

/// What may be chosen.
#[derive(Debug, Clone, Copy)]
struct Kinds {
    name: &'static str,
    extensions: &'static [&'static str],
}

/// The field of a file.
#[derive(Debug)]
pub struct FilePick {
    kinds: Kinds,
    /// It is to be written; one to read is there already.
    is_new: bool,
    typed: String,
    fault: Option<&'static str>,
    chooser: Chooser,
}

impl FilePick {
    /// The label of the field.
    pub const FIELD: &str = "Archivo";

    /// Of files of a kind.
    #[must_use]
    pub fn of(name: &'static str, extensions: &'static [&'static str]) -> Self {
        let kinds = Kinds { name, extensions };
        Self { kinds, is_new: false, typed: String::new(), fault: None, chooser: Chooser::default() }
    }

    /// Of a file to be written: under this name, in the folder of whoever works here, unless told otherwise.
    #[must_use]
    pub fn to_write(name: &'static str, extensions: &'static [&'static str], suggested: &str) -> Self {
        let folder = std::env::home_dir().unwrap_or_default();
        let typed = folder.join(suggested).display().to_string();
        Self { is_new: true, typed, ..Self::of(name, extensions) }
    }

    /// Of another kind from now on: what is typed gets its ending.
    pub fn change_kind(&mut self, name: &'static str, extension: &'static [&'static str]) {
        let before = self.kinds.extensions;
        self.kinds = Kinds { name, extensions: extension };
        let ends = before.iter().find_map(|ending| self.typed.strip_suffix(ending).filter(|rest| rest.ends_with('.')));
        if let (Some(rest), Some(ending)) = (ends, extension.first()) {
            self.typed = format!("{rest}{ending}");
        }
    }

    /// One frame; answers whether a file was chosen in the system's chooser.
    pub fn ui(&mut self, form: &mut Form<'_>) -> bool {
        let chosen = self.chooser.poll();
        if let Some(path) = &chosen {
            self.typed = path.to_string_lossy().into_owned();
            self.fault = None;
        }
        if let Some(lacking) = self.chooser.take_lacking() {
            self.fault = Some(lacking);
        }
        form.row(|form| {
            let field = Field::new(Self::FIELD)
                .width(430.0)
                .hint("/ruta/al/archivo")
                .note(if self.is_new {
                    "Escriba la ruta completa, o elija dónde."
                } else {
                    "Escriba la ruta, o búsquelo."
                })
                .error(self.fault);
            if form.text(field, &mut self.typed).changed {
                self.fault = None;
            }
            let ui = form.ui();
            ui.vertical(|ui| {
                // Beside the field, below its label.
                ui.add_space(ui.text_style_height(&eframe::egui::TextStyle::Body) + 4.0);
                ui.set_min_height(CONTROL_HEIGHT);
                let words = if self.is_new { "Elegir dónde…" } else { "Buscar…" };
                let button = Button::secondary(words).icon(Icon::Folder).busy(self.chooser.is_open());
                if button.show(ui).clicked() {
                    self.choose(ui.ctx());
                }
            });
        });
        chosen.is_some()
    }

    /// What is typed, as a path; says what is lacking where there is none.
    pub fn path(&mut self) -> Option<PathBuf> {
        let Some(path) = typed_path(&self.typed) else {
            self.fault = Some("Escriba la ruta del archivo, o búsquelo.");
            return None;
        };
        if self.is_new && !path.is_absolute() {
            self.fault = Some("Escriba la ruta completa, con sus carpetas desde el principio.");
            return None;
        }
        Some(path)
    }

    fn choose(&mut self, ctx: &Context) {
        let Kinds { name, extensions } = self.kinds;
        let opened = match self.is_new {
            true => self.chooser.open_to_write(ctx, name, extensions, PathBuf::from(self.typed.trim())),
            false => self.chooser.open_for_file(ctx, name, extensions),
        };
        self.fault = opened.err();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_to_be_written_gets_its_ending_and_is_no_guess() {
        let mut new = FilePick::to_write("Excel", &["xlsx"], "tabla.xlsx");
        new.typed = "/tmp/mi tabla.xlsx".into();
        new.change_kind("CSV", &["csv"]);
        assert_eq!(new.path(), Some(PathBuf::from("/tmp/mi tabla.csv")));
        new.typed = "tabla.csv".into();
        assert_eq!(new.path(), None, "where it would be written is nobody's guess");
        let mut pick = FilePick::of("CSV", &["csv"]);
        pick.typed = " '' ".into();
        assert_eq!(pick.path(), None);
        assert!(pick.fault.is_some());
    }
}
