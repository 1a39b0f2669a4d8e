//! Long work on the command line: a bar, and Ctrl-C that stops it cleanly.

use std::process;

use indicatif::{ProgressBar, ProgressStyle};

use crate::domain::system::case_of;
use crate::print::ipp::CancelFlag;

/// What a shell expects of a program that Ctrl-C ended.
const ENDED_BY_CTRL_C: i32 = 130;

/// From here on the first Ctrl-C sets the flag, and what is under way stops where it can be left; a second one ends the
/// program at once, which a store survives. Not before a password is asked for: there Ctrl-C simply ends the program.
pub(super) fn stop_on_ctrl_c() -> CancelFlag {
    let stop = CancelFlag::default();
    let asked = stop.clone();
    let set = ctrlc::set_handler(move || {
        if asked.is_cancelled() {
            process::exit(ENDED_BY_CTRL_C);
        }
        asked.cancel();
    });
    if let Err(error) = set {
        tracing::warn!(error = case_of(&error), "Ctrl-C will end the program at once");
    }
    stop
}

/// A bar with a way to stop what it shows.
pub(super) struct Work {
    bar: ProgressBar,
    stopped: CancelFlag,
}

impl Work {
    /// Begins `what`, of which there is `total`; `stopped` asks it to stop.
    pub(super) fn begin(what: &str, total: u64, stopped: CancelFlag) -> Self {
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

    /// So much is done of what is known by now to be `total`.
    pub(super) fn show_of(&self, done: u64, total: Option<u64>) {
        self.bar.set_length(total.unwrap_or(done));
        self.show(done);
    }

    /// So much is done; answers whether to go on.
    pub(super) fn at(&self, done: u64) -> bool {
        self.show(done);
        !self.stopped.is_cancelled()
    }

    /// The flag that asks it to stop.
    pub(super) fn stop_flag(&self) -> &CancelFlag {
        &self.stopped
    }

    /// The bar goes.
    pub(super) fn end(self) {
        self.bar.finish_and_clear();
    }
}
