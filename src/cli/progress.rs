//! Long work on the command line: a bar, and Ctrl-C that stops it cleanly.

use indicatif::{ProgressBar, ProgressStyle};

use crate::print::ipp::CancelFlag;

/// A bar with a way to stop what it shows.
pub(super) struct Work {
    bar: ProgressBar,
    stopped: CancelFlag,
}

impl Work {
    /// Begins `what`, of which there is `total`; the first Ctrl-C asks it to stop.
    pub(super) fn begin(what: &str, total: u64) -> Self {
        let stopped = CancelFlag::default();
        let asked = stopped.clone();
        // A second handler in the same process is refused: the first one still stops its own work.
        let _ = ctrlc::set_handler(move || asked.cancel());
        let bar = ProgressBar::new(total);
        let style = ProgressStyle::with_template("{msg} [{bar:30}] {percent} % {elapsed} (quedan {eta})");
        bar.set_style(style.map(|style| style.progress_chars("=> ")).unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(what.to_owned());
        Self { bar, stopped }
    }

    /// So much is done.
    pub(super) fn show(&self, done: u64) {
        self.bar.set_position(done);
    }

    /// So much is done; answers whether to go on.
    pub(super) fn at(&self, done: u64) -> bool {
        self.show(done);
        !self.stopped.is_cancelled()
    }

    /// The flag that Ctrl-C sets.
    pub(super) fn stop_flag(&self) -> &CancelFlag {
        &self.stopped
    }

    /// The bar goes.
    pub(super) fn end(self) {
        self.bar.finish_and_clear();
    }
}
