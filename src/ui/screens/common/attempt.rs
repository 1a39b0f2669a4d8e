//! An attempt to come in: at most one at a time, what came of it, and the wait after a wrong one.

use std::time::Duration;

use eframe::egui::Ui;
use zeroize::Zeroizing;

use super::Fault;
use crate::desk::{LoggedIn, Pending, Ticket};
use crate::ui::cx::Cx;
use crate::ui::widgets::{self, Sign};

/// An attempt to come in.
pub(in crate::ui::screens) struct Attempt<T = LoggedIn> {
    /// Who it is stands already: only the password can be wrong.
    asks_password_alone: bool,
    pending: Pending<T>,
    fault: Option<Fault>,
    /// Until when nobody is let in, in the window's seconds.
    waits_until: Option<f64>,
}

/// What came of an attempt.
pub(in crate::ui::screens) enum Outcome<T = LoggedIn> {
    /// Whoever it was is in.
    In(T),
    /// Not this time; the password is to be typed again.
    Again,
    /// Too soon: what is typed stays, and may be sent again when the wait is over.
    TooSoon,
    /// Nobody comes in, whatever is typed.
    Shut(Fault),
}

impl<T> Default for Attempt<T> {
    fn default() -> Self {
        Self { asks_password_alone: false, pending: Pending::default(), fault: None, waits_until: None }
    }
}

impl Attempt {
    /// Of somebody who is named already.
    pub(in crate::ui::screens) fn by_password_alone() -> Self {
        Self { asks_password_alone: true, ..Self::default() }
    }

    /// Logs in with what is typed.
    pub(in crate::ui::screens) fn log_in(&mut self, ui: &Ui, cx: &Cx<'_>, login: &str, password: &Zeroizing<String>) {
        self.start(ui, || cx.desk.log_in(login.to_owned(), password.clone()));
    }
}

impl<T> Attempt<T> {
    /// Tries, unless an attempt is under way or it is too soon.
    pub(in crate::ui::screens) fn start(&mut self, ui: &Ui, log_in: impl FnOnce() -> Ticket<T>) {
        if self.secs_left(ui) == 0 {
            self.fault = None;
            self.pending.start(log_in);
        }
    }

    /// What came of it, once.
    pub(in crate::ui::screens) fn poll(&mut self, ui: &Ui) -> Option<Outcome<T>> {
        let fault = match self.pending.poll()? {
            Ok(me) => return Some(Outcome::In(me)),
            Err(fault) => fault,
        };
        if let Some(seconds) = fault.wait_secs() {
            self.waits_until = Some(ui.input(|input| input.time) + whole_seconds(seconds));
            return Some(Outcome::TooSoon);
        }
        if fault.keeps_everybody_out() {
            return Some(Outcome::Shut(fault.into()));
        }
        self.fault = Some(match self.asks_password_alone && fault.is_wrong_login() {
            true => Fault::new("Contraseña incorrecta. Revise las mayúsculas y vuelva a intentar."),
            false => fault.into(),
        });
        Some(Outcome::Again)
    }

    /// Something was typed anew: what was said of the last try is over.
    pub(in crate::ui::screens) fn forget_fault(&mut self) {
        self.fault = None;
    }

    /// Is an answer awaited?
    pub(in crate::ui::screens) fn is_busy(&self) -> bool {
        self.pending.is_busy()
    }

    /// How many seconds nobody is let in yet; wakes the window when the number changes.
    pub(in crate::ui::screens) fn secs_left(&mut self, ui: &Ui) -> u32 {
        let Some(until) = self.waits_until else { return 0 };
        let left = until - ui.input(|input| input.time);
        if left <= 0.0 {
            self.waits_until = None;
            return 0;
        }
        let to_the_next_second = left.fract().max(0.02);
        ui.request_repaint_after(Duration::from_secs_f64(to_the_next_second));
        // A wait is 60 s at most.
        left.ceil().clamp(1.0, 3600.0) as u32
    }

    /// Says what went wrong, or how long to wait.
    pub(in crate::ui::screens) fn ui(&mut self, ui: &mut Ui) {
        let left = self.secs_left(ui);
        if left > 0 {
            let sentence = format!("Espere {left} s antes de volver a intentar.");
            widgets::notice(ui, Sign::Waiting, &sentence, None);
            ui.add_space(8.0);
        } else if let Some(fault) = &self.fault {
            fault.ui(ui);
        }
    }
}

fn whole_seconds(seconds: u64) -> f64 {
    u32::try_from(seconds).map_or(f64::from(u32::MAX), f64::from)
}
