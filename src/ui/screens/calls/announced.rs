//! In what order calls are shown, and which of them is new.

use crate::domain::calendar::Moment;
use crate::domain::id::TurnId;
use crate::ops::call_board::Call;

/// For how many seconds a call is new.
pub(super) const NEW_SECS: f64 = 12.0;

/// A call that was made longer ago, in milliseconds, is no news: the way to the server was cut, or the screen was off.
const NEWS_MS: i64 = 60_000;

/// The calls in the order in which they were made, as far as this screen saw it.
#[derive(Debug, Default)]
pub(super) struct Announced {
    shown: Vec<Shown>,
    /// When the latest call was made that was ever seen: an earlier one that comes into sight is an old one.
    latest: Option<Moment>,
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
    /// Takes the calls in, the newest first, at this moment and at so many of the window's seconds; answers whether one was
    /// made since that is news. What was taken back is not shown any more. One that is made once more comes to the front again.
    pub(super) fn take(&mut self, newest: &[Call], (moment, now): (Moment, f64)) -> bool {
        let before = std::mem::take(&mut self.shown);
        let latest = self.latest;
        let known = |turn: TurnId| before.iter().find(|shown| shown.call.turn == turn).map(|shown| &shown.call);
        let is_made = |call: &Call| match known(call.turn) {
            Some(known) => call.at > known.at || call.times > known.times,
            None => latest.is_none_or(|latest| call.at >= latest),
        };
        let is_news = |call: &Call| {
            let is_again = known(call.turn).is_some_and(|known| call.times > known.times);
            latest.is_some() && (is_again || moment.0.saturating_sub(call.at.0) < NEWS_MS)
        };
        let made = newest.iter().filter(|call| is_made(call));
        let mut shown: Vec<Shown> =
            made.map(|call| Shown { call: call.clone(), seen: is_news(call).then_some(now) }).collect();
        let has_news = shown.iter().any(|shown| shown.seen.is_some());
        let stays = |shown: &Shown| {
            let call = newest.iter().find(|call| call.turn == shown.call.turn && !is_made(call))?;
            Some(Shown { call: call.clone(), seen: shown.seen })
        };
        shown.extend(before.iter().filter_map(stays));
        let newest = newest.iter().map(|call| call.at).max();
        self.latest = Some(newest.into_iter().chain(latest).max().unwrap_or(Moment(i64::MIN)));
        self.shown = shown;
        has_news
    }

    /// The newest, at most so many.
    pub(super) fn newest(&self, most: usize) -> &[Shown] {
        self.shown.get(..most).unwrap_or(&self.shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::turn::TurnCode;

    fn call(turn: i64, at: i64, times: u16) -> Call {
        let code = TurnCode::parse(&format!("T{turn}")).unwrap();
        Call { turn: TurnId(turn), code, window: 1, at: Moment(at), times }
    }

    /// The calls at a moment, which is as many of the window's seconds.
    fn take(announced: &mut Announced, at: i64, newest: &[Call]) -> bool {
        announced.take(newest, (Moment(at * 1000), at as f64))
    }

    fn turns(announced: &Announced) -> Vec<i64> {
        announced.newest(5).iter().map(|shown| shown.call.turn.0).collect()
    }

    #[test]
    fn what_was_called_before_the_screen_was_there_is_shown_and_is_not_new() {
        let mut announced = Announced::default();
        assert!(!take(&mut announced, 30, &[call(2, 20_000, 1), call(1, 10_000, 1)]));
        assert_eq!(turns(&announced), [2, 1]);
        assert!(!announced.newest(5)[0].is_new(30.0));
        assert!(!take(&mut announced, 31, &[call(2, 20_000, 1), call(1, 10_000, 1)]), "nothing was called since");
    }

    #[test]
    fn a_call_and_a_call_made_once_more_come_to_the_front_and_one_taken_back_goes() {
        let mut announced = Announced::default();
        take(&mut announced, 0, &[]);
        assert!(take(&mut announced, 1, &[call(1, 1_000, 1)]));
        assert!(take(&mut announced, 2, &[call(2, 2_000, 1), call(1, 1_000, 1)]));
        assert!(take(&mut announced, 100, &[call(2, 2_000, 1), call(1, 1_000, 2)]), "once more, much later");
        assert_eq!(turns(&announced), [1, 2]);
        assert!(announced.newest(1)[0].is_new(101.0) && !announced.newest(2)[1].is_new(101.0));
        assert!(!take(&mut announced, 110, &[call(2, 2_000, 1)]), "taken back");
        assert_eq!(turns(&announced), [2]);
        // They missed it, came back, and are called anew, as often as before.
        assert!(take(&mut announced, 120, &[call(1, 120_000, 1), call(2, 2_000, 1)]));
        assert!(take(&mut announced, 130, &[call(1, 130_000, 1), call(2, 2_000, 1)]));
        assert_eq!(turns(&announced), [1, 2]);
    }

    #[test]
    fn an_old_call_that_comes_into_sight_and_one_of_a_long_cut_ring_no_more() {
        let mut announced = Announced::default();
        let many: Vec<Call> = (2..=9).rev().map(|nth| call(nth, nth * 1_000, 1)).collect();
        take(&mut announced, 10, &many);
        assert_eq!(turns(&announced), [9, 8, 7, 6, 5]);
        // The list has an end: where one is taken back, an earlier one is read.
        let mut others: Vec<Call> = many[1..].to_vec();
        others.push(call(1, 1_000, 1));
        assert!(!take(&mut announced, 11, &others));
        assert_eq!(turns(&announced), [8, 7, 6, 5, 4]);
        let mut later = vec![call(11, 400_000, 1), call(10, 20_000, 1)];
        later.extend(others);
        assert!(take(&mut announced, 401, &later), "the last of them is of now");
        assert_eq!(turns(&announced)[..3], [11, 10, 8]);
        assert!(announced.newest(1)[0].is_new(401.0) && !announced.newest(2)[1].is_new(401.0));
    }
}
