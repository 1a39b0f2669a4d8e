//! The calls for the waiting room: read beside the window, and again whenever a window of the centre did something.

use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use super::lane::Bench;
use super::office::Office;
use super::server::{self, AtServer, LISTENS};
use super::{Desk, Ticket, door};
use crate::domain::calendar::{Moment, Zone};
use crate::domain::system::ForLog as _;
use crate::ops::call_board::{Call, CallBoard};
use crate::ops::{self, Clock};
use crate::store;
use crate::store::postgres::{Heard, Listener};

/// How many calls are read: one that is made again comes to the front, however old it is.
const READ: u8 = 60;

/// After so long they are read again though nothing was heard: a new day begins with no calls.
const AGAIN: Duration = Duration::from_secs(30);

/// The calls as they were read last.
pub struct Calls {
    /// The centre's name.
    pub centre: String,
    /// Its zone.
    pub zone: Zone,
    /// The newest first.
    pub newest: Vec<Call>,
    clock: Arc<dyn Clock>,
}

impl Calls {
    /// What the server's clock says.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.clock.now()
    }
}

/// What the server's lane keeps of an open board.
pub(super) struct AtBoard {
    board: CallBoard,
    ear: Option<Listener>,
    read_at: Option<Instant>,
}

impl Desk {
    /// Opens the calls with the login of anybody who comes in at the centre. Nobody is logged in by it.
    pub fn open_calls(&self, login: String, password: zeroize::Zeroizing<String>) -> Ticket<()> {
        self.server.hand_in(move |bench| {
            let station = bench.office.station();
            let password = door::typed(&password)?;
            let mut board = CallBoard::open(&station.place, login.trim(), &password, Arc::clone(&station.clock))?;
            let newest = board.calls(READ)?;
            show(&bench.office, &board, newest);
            bench.kept.board = Some(AtBoard { board, ear: None, read_at: None });
            Ok(())
        })
    }

    /// The calls, once they were opened.
    #[must_use]
    pub fn calls(&self) -> Option<Arc<Calls>> {
        self.office.calls.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn show(office: &Office, board: &CallBoard, newest: Vec<Call>) {
    let (centre, clock) = (board.centre(), Arc::clone(board.clock()));
    let shown = Calls { centre: centre.name.clone(), zone: centre.zone, newest, clock };
    *office.calls.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(shown));
    (office.waker)();
}

impl Bench<AtServer> {
    /// Reads the calls where something may have changed, and listens for a while. Answers whether there is a board.
    pub(super) fn attend_board(&mut self) -> bool {
        let Some(at) = &mut self.kept.board else { return false };
        match attend(&self.office, at) {
            Ok(()) => self.office.say_cut(false),
            Err(error) => {
                match matches!(error, ops::Error::Store(store::Error::Cut { .. })) {
                    true => tracing::debug!(error = error.for_log(), "the calls were not read"),
                    false => tracing::warn!(error = error.for_log(), "the calls were not read"),
                }
                at.ear = None;
                self.office.say_cut(true);
            }
        }
        true
    }
}

fn attend(office: &Office, at: &mut AtBoard) -> Result<(), ops::Error> {
    // Whatever was said before it listened, nobody heard.
    let mut is_stale = at.read_at.is_none_or(|read| read.elapsed() >= AGAIN);
    let ear = match at.ear.take() {
        Some(ear) => ear,
        None => {
            is_stale = true;
            let Some(ear) = at.board.listen()? else { return Ok(()) };
            ear
        }
    };
    if !is_stale {
        is_stale = match ear.hear(LISTENS) {
            Heard::Entry(_) => true,
            Heard::Nothing => false,
            // Whether the server is there, the next question says.
            Heard::Cut => true,
        };
    }
    let now_ms = at.board.still_there(&ear)?;
    server::set_clock(at.board.clock().as_ref(), now_ms);
    if is_stale {
        while let Heard::Entry(_) = ear.hear(Duration::ZERO) {}
        let newest = at.board.calls(READ)?;
        at.read_at = Some(Instant::now());
        show(office, &at.board, newest);
    }
    at.ear = Some(ear);
    Ok(())
}
