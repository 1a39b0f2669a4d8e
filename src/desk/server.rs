//! The server's lane: where a centre's store stands on a server, it hears what other windows do, and whether the server is
//! there. Beside a store of this machine's own it has nothing to do.

use std::sync::{Arc, Weak};
use std::time::Duration;

use super::calls::AtBoard;
use super::lane::{Bench, Idle};
use crate::domain::calendar::Moment;
use crate::domain::system::ForLog as _;
use crate::ops::{Changed, Clock, House};
use crate::store::postgres::{Heard, Listener};

/// So long it listens before it looks whether the server is there. With the time that the server has to answer, the window
/// says within two seconds that it is not.
pub(super) const LISTENS: Duration = Duration::from_millis(400);

/// From so far on the clock is set by the server's, in milliseconds.
const SETS_CLOCK_MS: u64 = 500;

/// What is said of one entry after the other is taken in together.
const AT_ONCE: usize = 64;

/// What this thread keeps: the conversation, and for which house.
#[derive(Default)]
pub(super) struct AtServer {
    ear: Option<Ear>,
    pub(super) board: Option<AtBoard>,
}

struct Ear {
    house: Weak<House>,
    listener: Listener,
}

/// Always listening, or looking whether there is something to listen to.
pub(super) const LISTEN: Idle<AtServer> = Idle {
    after: Duration::from_millis(100),
    act: |bench| {
        if bench.attend_board() {
            return;
        }
        let Ok(house) = bench.office.house() else { return };
        if house.is_on_server() {
            bench.listen(&house);
        }
    },
};

/// Sets a clock by the server's: of a machine that slept the time stood still.
pub(super) fn set_clock(clock: &dyn Clock, now_ms: i64) {
    if now_ms.abs_diff(clock.now().0) > SETS_CLOCK_MS {
        clock.follow(Moment(now_ms));
    }
}

impl Bench<AtServer> {
    fn listen(&mut self, house: &Arc<House>) {
        let is_of_it = |ear: &Ear| std::ptr::eq(ear.house.as_ptr(), Arc::as_ptr(house));
        let ear = match self.kept.ear.take().filter(is_of_it) {
            Some(ear) => ear,
            None => match house.listen() {
                // Whatever was said meanwhile, nobody heard it.
                Ok(Some(listener)) => match self.take_in(house, "") {
                    true => Ear { house: Arc::downgrade(house), listener },
                    false => return,
                },
                Ok(None) => return,
                Err(error) => {
                    tracing::debug!(error = error.for_log(), "the server is not there");
                    self.office.say_cut(true);
                    return;
                }
            },
        };
        match ear.listener.hear(LISTENS) {
            Heard::Entry(kind) => {
                let mut kinds = vec![kind];
                while kinds.len() < AT_ONCE
                    && let Heard::Entry(kind) = ear.listener.hear(Duration::ZERO)
                {
                    if !kinds.contains(&kind) {
                        kinds.push(kind);
                    }
                }
                // What was not taken in is taken in with everything else, in a new conversation.
                if !kinds.iter().all(|kind| self.take_in(house, kind)) {
                    return;
                }
            }
            Heard::Nothing => {}
            Heard::Cut => return self.office.say_cut(true),
        }
        match ear.listener.now_ms() {
            Ok(now_ms) => {
                set_clock(house.clock(), now_ms);
                self.office.say_cut(false);
                self.kept.ear = Some(ear);
            }
            Err(fault) => {
                tracing::warn!(fault = fault.for_log(), "the server does not answer");
                self.office.say_cut(true);
            }
        }
    }

    /// Takes in what an entry of this kind may have changed; of an unknown one, everything. Answers whether it was.
    fn take_in(&self, house: &House, kind: &str) -> bool {
        match house.heard(kind) {
            Ok(lists) => {
                self.office.changed(lists);
                true
            }
            Err(error) => {
                tracing::warn!(error = error.for_log(), "what another window did was not taken in");
                self.office.changed(&Changed::ALL);
                false
            }
        }
    }
}
