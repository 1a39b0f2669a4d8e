//! The system's own chooser of files and folders. It stands as long as somebody looks for something, so it runs on a
//! thread of its own, and the window goes on.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, TryRecvError, bounded};
use eframe::egui::Context;

use crate::domain::system::ForLog as _;

const NO_CHOOSER: &str = "El sistema no abre su buscador de archivos: escriba la ruta completa.";

/// The chooser: closed, or open on a thread of its own.
#[derive(Debug, Default)]
pub(in crate::ui::screens) struct Chooser {
    open: Option<Receiver<Option<PathBuf>>>,
    opened_at: Option<Instant>,
    /// It was to open, and the system has none.
    is_lacking: bool,
}

/// Sooner than this nobody looks at a chooser and closes it: the system has not opened one.
const SOONEST: Duration = Duration::from_millis(400);

impl Chooser {
    /// Does it stand open?
    pub(in crate::ui::screens) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Opens it for a folder, from this one on. Says what to do where the system does not let it.
    pub(in crate::ui::screens) fn open_for_folder(
        &mut self,
        ctx: &Context,
        title: &'static str,
        from: PathBuf,
    ) -> Result<(), &'static str> {
        self.open(ctx, move || rfd::FileDialog::new().set_title(title).set_directory(from).pick_folder())
            .then_some(())
            .ok_or("No se pudo abrir el selector. Escriba la carpeta.")
    }

    /// Opens it for a file of a kind.
    pub(in crate::ui::screens) fn open_for_file(
        &mut self,
        ctx: &Context,
        kind: &'static str,
        extensions: &'static [&'static str],
    ) -> Result<(), &'static str> {
        let choose =
            move || rfd::FileDialog::new().set_title("Elija un archivo").add_filter(kind, extensions).pick_file();
        self.open(ctx, choose).then_some(()).ok_or(NO_CHOOSER)
    }

    /// Opens it for a file of a kind that is to be written, beginning with this one.
    pub(in crate::ui::screens) fn open_to_write(
        &mut self,
        ctx: &Context,
        kind: &'static str,
        extensions: &'static [&'static str],
        begun: PathBuf,
    ) -> Result<(), &'static str> {
        let choose = move || {
            let name = begun.file_name().unwrap_or_default().to_string_lossy();
            let folder = begun.parent().unwrap_or(Path::new(""));
            let dialog = rfd::FileDialog::new().set_title("Elija dónde guardar").add_filter(kind, extensions);
            dialog.set_directory(folder).set_file_name(name).save_file()
        };
        self.open(ctx, choose).then_some(()).ok_or(NO_CHOOSER)
    }

    fn open(&mut self, ctx: &Context, choose: impl FnOnce() -> Option<PathBuf> + Send + 'static) -> bool {
        let (send, receive) = bounded(1);
        let wakes = ctx.clone();
        let started = std::thread::Builder::new().name("chooser".into()).spawn(move || {
            // Whoever asked may be gone.
            let _ = send.send(choose());
            wakes.request_repaint();
        });
        match started {
            Ok(_) => (self.open, self.opened_at, self.is_lacking) = (Some(receive), Some(Instant::now()), false),
            Err(error) => tracing::warn!(error = error.for_log(), "the system's chooser was not started"),
        }
        self.open.is_some()
    }

    /// What was chosen, once.
    pub(in crate::ui::screens) fn poll(&mut self) -> Option<PathBuf> {
        let answer = match self.open.as_ref()?.try_recv() {
            Ok(answer) => answer,
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) => None,
        };
        self.open = None;
        let lasted = self.opened_at.take().map_or(Duration::MAX, |at| at.elapsed());
        self.is_lacking = answer.is_none() && lasted < SOONEST;
        answer
    }

    /// What to do where the system has no chooser, once: what is typed is what counts.
    pub(in crate::ui::screens) fn take_lacking(&mut self) -> Option<&'static str> {
        std::mem::take(&mut self.is_lacking).then_some(NO_CHOOSER)
    }
}

/// A path as it is typed, or as it comes along when it is copied out of a file manager or a terminal; none while nothing
/// is typed.
pub(in crate::ui::screens) fn typed_path(text: &str) -> Option<PathBuf> {
    let text = text.trim().trim_matches(['"', '\'']);
    let text = text.strip_prefix("file://").unwrap_or(text);
    (!text.is_empty()).then(|| PathBuf::from(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_path_loses_what_came_along_with_it() {
        for typed in ["/tmp/a b.csv", " \"/tmp/a b.csv\" ", "'/tmp/a b.csv'", "file:///tmp/a b.csv"] {
            assert_eq!(typed_path(typed), Some(PathBuf::from("/tmp/a b.csv")), "{typed}");
        }
        assert_eq!(typed_path(" '' "), None);
    }

    #[test]
    fn a_chooser_that_the_system_does_not_open_says_so_once() {
        let mut chooser = Chooser::default();
        assert!(chooser.open(&Context::default(), || None));
        while chooser.is_open() {
            assert_eq!(chooser.poll(), None);
        }
        assert_eq!(chooser.take_lacking(), Some(NO_CHOOSER));
        assert_eq!(chooser.take_lacking(), None);
        assert!(chooser.open(&Context::default(), || Some(PathBuf::from("/tmp"))));
        while chooser.is_open() {
            if let Some(chosen) = chooser.poll() {
                assert_eq!(chosen, PathBuf::from("/tmp"));
            }
        }
        assert_eq!(chooser.take_lacking(), None, "somebody chose");
    }
}
