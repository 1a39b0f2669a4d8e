//! A file, by a path that is typed or by the system's own chooser. The chooser runs on a thread of its own: it stands as
//! long as somebody looks for a file, and the window goes on.

use std::path::PathBuf;

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
        Self { kinds: Kinds { name, extensions }, typed: String::new(), fault: None, choosing: None }
    }

    /// One frame; answers whether a file was chosen in the system's chooser.
    pub fn ui(&mut self, form: &mut Form<'_>) -> bool {
        let has_chosen = self.poll();
        form.row(|form| {
            let field = Field::new(Self::FIELD)
                .width(430.0)
                .hint("/ruta/al/archivo")
                .note("Escriba la ruta, o búsquelo.")
                .error(self.fault);
            if form.text(field, &mut self.typed).changed {
                self.fault = None;
            }
            let ui = form.ui();
            ui.vertical(|ui| {
                // Beside the field, below its label.
                ui.add_space(ui.text_style_height(&eframe::egui::TextStyle::Body) + 4.0);
                ui.set_min_height(CONTROL_HEIGHT);
                let button = Button::secondary("Buscar…").icon(Icon::Folder).busy(self.choosing.is_some());
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
        Some(PathBuf::from(text))
    }

    fn choose(&mut self, ctx: &Context) {
        let (send, receive) = bounded(1);
        let (kinds, ctx) = (self.kinds, ctx.clone());
        let started = std::thread::Builder::new().name("chooser".into()).spawn(move || {
            let dialog = rfd::FileDialog::new().set_title("Elija un archivo").add_filter(kinds.name, kinds.extensions);
            // Whoever closed the dialog does not wait for it any more.
            let _ = send.send(dialog.pick_file());
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
        pick.typed = " '' ".into();
        assert_eq!(pick.path(), None);
        assert!(pick.fault.is_some());
    }
}
