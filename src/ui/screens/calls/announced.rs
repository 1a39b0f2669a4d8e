//! In what order calls are shown, and which of them is new.

use crate::domain::id::TurnId;
use crate::ops::call_board::Call;

/// For how many seconds a call is new.
pub(super) const NEW_SECS: f64 = 12.0;

/// The calls in the order in which they were made, as far as this screen saw it.
#[derive(Debug, Default)]
pub(super) struct Announced {
    shown: Vec<Shown>,
    is_old: bool,
}

/// A call on the screen.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    /// The call.
    pub(super) call: Call,
    /// When this screen saw it made, in the window's seconds; none of those that were there before.
    seen: Option<f64>,
}

impl Shown {
    /// Was it made a moment ago?
    pub(super) fn is_new(&self, now: f64) -> bool {
        self.seen.is_some_and(|seen| now - seen < NEW_SECS)
    }

    /// Since when it is here, in the window's seconds.
    pub(super) fn seen(&self) -> Option<f64> {
        self.seen
    }
}

impl Announced {
    /// Takes the calls in, the newest first; answers whether one was made since. What was taken back is not shown any more.
    /// One that is made once more comes to the front again.
    pub(super) fn take(&mut self, newest: &[Call], now: f64) -> bool {
        let before = std::mem::take(&mut self.shown);
        let times_of = |turn: TurnId| {
            let known = before.iter().find(|shown| shown.call.turn == turn);
            known.map(|shown| (shown.call.at, shown.call.times))
        };
        let is_made = |call: &Call| times_of(call.turn).is_none_or(|(at, times)| call.at != at || call.times > times);
        let seen = self.is_old.then_some(now);
        let mut shown: Vec<Shown> =
            newest.iter().filter(|call| is_made(call)).map(|call| Shown { call: call.clone(), seen }).collect();
        let is_new = self.is_old && !shown.is_empty();
        let stays = |shown: &Shown| {
            let now = newest.iter().find(|call| call.turn == shown.call.turn)?;
            (!is_made(now)).then(|| Shown { call: now.clone(), seen: shown.seen })
        };
        shown.extend(before.iter().filter_map(stays));
        (self.shown, self.is_old) = (shown, true);
        is_new
    }

    /// The newest, at most so many.
    pub(super) fn newest(&self, most: usize) -> &[Shown] {
        self.shown.get(..most).unwrap_or(&self.shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::Moment;
    use crate::domain::turn::TurnCode;

    fn call(turn: i64, at: i64, times: u16) -> Call {
        let code = TurnCode::parse(&format!("T{turn}")).unwrap();
        Call { turn: TurnId(turn), code, window: 1, at: Moment(at), times }
    }

    fn turns(announced: &Announced) -> Vec<i64> {
        announced.newest(5).iter().map(|shown| shown.call.turn.0).collect()
    }

    #[test]
    fn what_was_called_before_the_screen_was_there_is_shown_and_is_not_new() {
        let mut announced = Announced::default();
        assert!(!announced.take(&[call(2, 20, 1), call(1, 10, 1)], 1.0));
        assert_eq!(turns(&announced), [2, 1]);
        assert!(!announced.newest(5)[0].is_new(1.0));
        assert!(!announced.take(&[call(2, 20, 1), call(1, 10, 1)], 2.0), "nothing was called since");
    }

    #[test]
    fn a_call_and_a_call_made_once_more_come_to_the_front_and_one_taken_back_goes() {
        let mut announced = Announced::default();
        announced.take(&[], 0.0);
        assert!(announced.take(&[call(1, 10, 1)], 1.0));
        assert!(announced.take(&[call(2, 20, 1), call(1, 10, 1)], 2.0));
        assert!(announced.take(&[call(2, 20, 1), call(1, 10, 2)], 30.0), "once more");
        assert_eq!(turns(&announced), [1, 2]);
        assert!(announced.newest(1)[0].is_new(31.0) && !announced.newest(2)[1].is_new(31.0));
        assert!(!announced.take(&[call(2, 20, 1)], 40.0), "taken back");
        assert_eq!(turns(&announced), [2]);
        // They missed it, came back, and are called anew.
        assert!(announced.take(&[call(1, 50, 1), call(2, 20, 1)], 50.0));
        assert_eq!(turns(&announced), [1, 2]);
        assert!(announced.take(&[call(1, 60, 1), call(2, 20, 1)], 60.0), "anew, as often as before");
    }

    #[test]
    fn no_more_than_are_there() {
        let mut announced = Announced::default();
        let many: Vec<Call> = (1..=9).rev().map(|nth| call(nth, nth, 1)).collect();
        announced.take(&many, 0.0);
        assert_eq!(turns(&announced), [9, 8, 7, 6, 5]);
    }
}
