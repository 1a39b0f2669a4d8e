//! The mail's lane: sends what is due, one letter after the other, and tries the mail when that is asked for.
//!
//! A letter is sent in the name of whoever is at the window, after the commit that queued it, on a thread of its own: a server
//! that does not answer holds nobody up. Closing the program gives the conversation at hand a short while to end.

use std::io::Read as _;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::lane::{Bench, Idle};
use super::{Desk, Ticket};
use crate::domain::duty::Duty;
use crate::domain::system::ForLog as _;
use crate::ops::mail::{Carried, Sender, Trial, Way, parse_root, send_next, try_out, way};
use crate::ops::reading::Supervising;
use crate::ops::{self, Changed, House, Session, refuse};

/// What the lane's thread keeps.
#[derive(Default)]
pub(super) struct AtMail {
    sender: Sender,
    /// The store whose letters it knows.
    store: Option<[u8; 16]>,
    /// When it last looked for a letter, and how much had changed by then.
    looked: Option<(Instant, u64)>,
}

/// A letter that waits for its pause is noticed within so much.
const LOOKED_UP_EVERY: Duration = Duration::from_secs(5);

/// What may make a letter due.
const MAKES_DUE: [Changed; 3] = [Changed::Issuances, Changed::Settings, Changed::Mail];

pub(super) const WATCH: Idle<AtMail> = Idle { after: Duration::from_millis(300), act: watch };

fn watch(bench: &mut Bench<AtMail>) {
    let (Ok(house), Ok(session)) = (bench.office.house(), bench.office.session()) else { return };
    // An arrival desk sends no letters.
    if house.duty() != Duty::Window {
        return;
    }
    let changes = bench.office.revision(&MAKES_DUE);
    let is_known = bench.kept.looked.is_some_and(|(at, of)| of == changes && at.elapsed() < LOOKED_UP_EVERY);
    if is_known || bench.office.is_closing() || !bench.office.may_note(&house, &session, "a letter") {
        return;
    }
    bench.kept.looked = Some((Instant::now(), changes));
    match bench.send(&house, &session) {
        // Another one may be due; what is asked of the lane meanwhile comes first.
        Ok(Carried::Sent | Carried::Dropped | Carried::GivenUp(_) | Carried::Waits(_)) => bench.kept.looked = None,
        Ok(Carried::Nothing) => {}
        Err(error) => tracing::warn!(error = error.for_log(), "no letter was sent"),
    }
}

impl Bench<AtMail> {
    fn send(&mut self, house: &House, session: &Session) -> Result<Carried, ops::Error> {
        if self.kept.store != Some(house.store_id()) {
            self.kept.store = Some(house.store_id());
            self.kept.sender = Sender::default();
        }
        let way = self.way(house)?;
        let office = Arc::clone(&self.office);
        let carried = send_next(house, session, &way, &mut self.kept.sender, &|| office.is_closing());
        if !matches!(carried, Ok(Carried::Nothing)) {
            self.office.changed(&[Changed::Mail]);
        }
        carried
    }

    fn way(&self, house: &House) -> Result<Way, ops::Error> {
        way(house, &house.reader()?, self.office.station().mail_folder.as_deref())
    }
}

/// A file of certificates is no larger.
const ROOT_BYTES: u64 = 256 * 1024;

impl Desk {
    /// Sends a letter to try the mail with, as it is set.
    pub fn try_mail(&self, to: String) -> Ticket<Trial> {
        let session = self.office.session();
        self.mail.hand_in(move |bench| {
            let house = bench.office.house()?;
            Supervising::of(session?.actor())?;
            let way = bench.way(&house)?;
            let office = Arc::clone(&bench.office);
            Ok(try_out(&house, &way, &to, &|| office.is_closing())?)
        })
    }

    /// Reads a file of root certificates: the certificates in it, and nothing else.
    pub fn read_root(&self, path: PathBuf) -> Ticket<String> {
        self.mail.hand_in(move |_| {
            let failed = |source| ops::Error::File { doing: "leer el certificado", file: path.clone(), source };
            let file = std::fs::File::open(&path).map_err(failed)?;
            let mut text = Vec::new();
            file.take(ROOT_BYTES.saturating_add(1)).read_to_end(&mut text).map_err(failed)?;
            if u64::try_from(text.len()).unwrap_or(u64::MAX) > ROOT_BYTES {
                return Ok(refuse("root", "Ese archivo es demasiado grande para ser un certificado. Elija otro.")?);
            }
            Ok(parse_root(&String::from_utf8_lossy(&text))?)
        })
    }

    /// Where the letters of a demonstration are written, where this is one's window.
    #[must_use]
    pub fn mail_folder(&self) -> Option<PathBuf> {
        self.office.station().mail_folder.clone()
    }
}
