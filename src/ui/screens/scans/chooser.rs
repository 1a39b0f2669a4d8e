//! A file to read or to write, by a path that is typed or by the system's own chooser. The chooser runs on a thread of its own: it stands as
//! long as somebody looks for a file, and the window goes on.

use std::path::{Path, PathBuf};

use crossbeam_channel::{Receiver, TryRecvError, bounded};
use eframe::egui::Context;

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
    choosing: Option<Receiver<Option<PathBuf>>>,
}

impl FilePick {
    /// The label of the field.
    pub const FIELD: &str = "Archivo";

    /// Of files of a kind.
    #[must_use]
    pub fn of(name: &'static str, extensions: &'static [&'static str]) -> Self {
        Self { kinds: Kinds { name, extensions }, is_new: false, typed: String::new(), fault: None, choosing: None }
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
        let has_chosen = self.poll();
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
                let button = Button::secondary(words).icon(Icon::Folder).busy(self.choosing.is_some());
                if button.show(ui).clicked() {
                    self.choose(&ui.ctx().clone());
                }
            });
        });
        has_chosen
    }

    /// What is typed, as a path; says what is lacking where there is none.
    pub fn path(&mut self) -> Option<PathBuf> {
        // Quotes come along when a path is copied out of a file manager or a terminal.
        let text = self.typed.trim().trim_matches(['"', '\'']);
        let text = text.strip_prefix("file://").unwrap_or(text);
        if text.is_empty() {
            self.fault = Some("Escriba la ruta del archivo, o búsquelo.");
            return None;
        }
        if self.is_new && !Path::new(text).is_absolute() {
            self.fault = Some("Escriba la ruta completa, con sus carpetas desde el principio.");
            return None;
        }
        Some(PathBuf::from(text))
    }

    fn choose(&mut self, ctx: &Context) {
        let (send, receive) = bounded(1);
        let (kinds, ctx) = (self.kinds, ctx.clone());
        let (is_new, begun) = (self.is_new, PathBuf::from(self.typed.trim()));
        let started = std::thread::Builder::new().name("chooser".into()).spawn(move || {
            let dialog = rfd::FileDialog::new().add_filter(kinds.name, kinds.extensions);
            let picked = if is_new {
                let name = begun.file_name().unwrap_or_default().to_string_lossy();
                let folder = begun.parent().unwrap_or(Path::new(""));
                dialog.set_title("Elija dónde guardar").set_directory(folder).set_file_name(name).save_file()
            } else {
                dialog.set_title("Elija un archivo").pick_file()
            };
            // Whoever closed the dialog does not wait for it any more.
            let _ = send.send(picked);
            ctx.request_repaint();
        });
        match started {
            Ok(_) => self.choosing = Some(receive),
            Err(error) => {
                tracing::warn!(%error, "the system's file chooser was not started");
                self.fault = Some("El sistema no abre su buscador de archivos: escriba la ruta.");
            }
        }
    }

    fn poll(&mut self) -> bool {
        let Some(choosing) = &self.choosing else { return false };
        let answer = match choosing.try_recv() {
            Ok(answer) => answer,
            Err(TryRecvError::Empty) => return false,
            Err(TryRecvError::Disconnected) => None,
        };
        self.choosing = None;
        let Some(path) = answer else { return false };
        self.typed = path.to_string_lossy().into_owned();
        self.fault = None;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_path_loses_what_came_along_with_it() {
        let mut pick = FilePick::of("CSV", &["csv"]);
        for typed in ["/tmp/a b.csv", " \"/tmp/a b.csv\" ", "'/tmp/a b.csv'", "file:///tmp/a b.csv"] {
            pick.typed = typed.into();
            assert_eq!(pick.path(), Some(PathBuf::from("/tmp/a b.csv")), "{typed}");
        }
        let mut new = FilePick::to_write("Excel", &["xlsx"], "tabla.xlsx");
        new.typed = "/tmp/mi tabla.xlsx".into();
        new.change_kind("CSV", &["csv"]);
        assert_eq!(new.path(), Some(PathBuf::from("/tmp/mi tabla.csv")));
        new.typed = "tabla.csv".into();
        assert_eq!(new.path(), None, "where it would be written is nobody's guess");
        pick.typed = " '' ".into();
        assert_eq!(pick.path(), None);
        assert!(pick.fault.is_some());
    }
}
