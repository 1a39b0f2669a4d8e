//! The anchor: the journal's last number and head, kept on this machine outside the store's folder.
//!
//! A store put back to an earlier state by somebody who can copy files looks whole from the inside. Its journal then
//! ends before the anchor, or runs through another entry at the anchor's number: a supervisor has to know. So too where
//! there is no anchor: it is a machine that never saw the store, or one whose anchor was taken away. That this machine
//! knows a store is written in a second place, which tells the two apart. Only a house of a demonstration, which is
//! nobody's, may lack the anchor.
//!
//! Whatever a supervisor accepts but an anchor that agrees may lack entries that gave out serials: these begin another
//! epoch then.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::place::Place;
use crate::domain::journal::{Head, HeadOnPaper};
use crate::domain::system::ForLog as _;
use crate::ops::error::Error;
use crate::store::centre::Identity;
use crate::store::{self, Reader};

/// How the journal stands to what this machine remembers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnchorState {
    /// It runs through what is remembered, or there is nothing to remember yet.
    Agrees,
    /// Nothing is remembered of a store that was at work before. A supervisor has to accept it, once.
    Unseen,
    /// This machine knew the store, and what it remembered is gone. A supervisor has to accept it.
    Forgotten,
    /// It does not run through what is remembered: the sentence says how. A supervisor has to accept it.
    Differs(String),
}

const UNSEEN: &str =
    "Este equipo no ha visto antes este almacén y no puede saber si está entero hasta lo último que se hizo.";

const FORGOTTEN: &str = "Este equipo ya conocía este almacén, y alguien borró la marca de la bitácora que guardaba: el almacén puede haber sido devuelto a un estado anterior.";

impl AnchorState {
    /// What there is to doubt, as a sentence.
    #[must_use]
    pub fn doubt(&self) -> Option<&str> {
        match self {
            Self::Agrees => None,
            Self::Unseen => Some(UNSEEN),
            Self::Forgotten => Some(FORGOTTEN),
            Self::Differs(how) => Some(how),
        }
    }

    /// May entries be missing that gave out serials, which stand on paper?
    #[must_use]
    pub(in crate::ops) fn serials_in_doubt(&self) -> bool {
        self.doubt().is_some()
    }
}

/// The file with the last head, and how the journal stood to it at the opening.
#[derive(Debug)]
pub struct Anchor {
    file: PathBuf,
    /// Says that the store was seen here; a demonstration has none.
    known: Option<PathBuf>,
    seen: Mutex<Seen>,
}

#[derive(Debug)]
struct Seen {
    state: AnchorState,
    /// The number of the last head written by this process: two threads may come in the other order.
    number: i64,
    /// That the store was seen here stands in its second place.
    is_known: bool,
}

impl Anchor {
    /// The anchor of a store at `place`, compared with its journal.
    ///
    /// # Errors
    /// The store's; [`Error::File`] when the file is there and cannot be read.
    pub fn compare(place: &Place, store: &Identity, reader: &Reader) -> Result<Self, Error> {
        let name: String = crate::ops::hexadecimal(&store.store_id);
        let file = place.anchor_folder.join(format!("anchor-{name}"));
        let known = (!store.demo).then(|| place.known_folder.join(format!("known-{name}")));
        let is_known = known.as_ref().is_some_and(|known| known.exists());
        let state = match fs::read_to_string(&file) {
            Ok(text) => state_against(&text, reader)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => match store.demo {
                true => AnchorState::Agrees,
                false => state_without(store::journal::head(reader)?.number, is_known),
            },
            Err(source) => return Err(Error::File { doing: "leer la marca de la bitácora", file, source }),
        };
        Ok(Self { file, known, seen: Mutex::new(Seen { state, number: 0, is_known }) })
    }

    /// How the journal stood at the opening, or stands since a supervisor accepted it.
    pub fn state(&self) -> AnchorState {
        self.lock().state.clone()
    }

    /// Something else than the journal gives reason for doubt: `sentence` says what.
    pub(in crate::ops) fn doubt(&self, sentence: &str) {
        let mut seen = self.lock();
        seen.state = AnchorState::Differs(match seen.state.doubt() {
            None => sentence.into(),
            Some(before) => format!("{before} {sentence}"),
        });
    }

    /// A supervisor accepts the journal as it is.
    pub(in crate::ops) fn accept(&self) {
        let mut seen = self.lock();
        seen.state = AnchorState::Agrees;
        seen.number = 0;
    }

    /// Compares once more: a server may have been put back to an earlier state while it was gone.
    pub(in crate::ops) fn compare_again(&self, reader: &Reader) -> Result<(), Error> {
        let Ok(text) = fs::read_to_string(&self.file) else { return Ok(()) };
        let state = state_against(&text, reader)?;
        let mut seen = self.lock();
        if seen.state == AnchorState::Agrees {
            seen.state = state;
        }
        Ok(())
    }

    /// Notes that the journal ends before what this process wrote itself; answers whether it does.
    pub(in crate::ops) fn is_behind(&self, head: &Head) -> bool {
        let mut seen = self.lock();
        let (wrote, ends_at) = (seen.number, head.number);
        if ends_at < wrote && seen.state == AnchorState::Agrees {
            seen.state = AnchorState::Differs(format!(
                "Este equipo escribió la bitácora hasta la entrada {wrote}, y termina en la {ends_at}: el servidor parece devuelto a un estado anterior."
            ));
        }
        ends_at < wrote
    }

    /// Remembers the head, unless the journal is in doubt. A head that could not be written is logged and written with
    /// the next one: the anchor may lag, it never runs ahead.
    pub(in crate::ops) fn remember(&self, head: &Head) {
        let mut seen = self.lock();
        if seen.state != AnchorState::Agrees || seen.number > head.number {
            return;
        }
        let beside = self.file.with_extension("new");
        let written =
            fs::write(&beside, format!("{}-{}", head.number, head.hash)).and_then(|()| fs::rename(&beside, &self.file));
        match written {
            Ok(()) => seen.number = head.number,
            Err(error) => tracing::warn!(error = error.for_log(), "the journal's anchor was not written"),
        }
        if let Some(known) = self.known.as_ref().filter(|_| !seen.is_known) {
            match note_known(known) {
                Ok(()) => seen.is_known = true,
                Err(error) => {
                    tracing::warn!(error = error.for_log(), "that this machine knows the store was not written")
                }
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whoever founds is remembered with the first entry.
fn state_without(ends_at: i64, is_known: bool) -> AnchorState {
    match (is_known, ends_at) {
        (true, _) => AnchorState::Forgotten,
        (false, ..=0) => AnchorState::Agrees,
        (false, _) => AnchorState::Unseen,
    }
}

fn note_known(file: &Path) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(file, "")
}

fn state_against(text: &str, reader: &Reader) -> Result<AnchorState, Error> {
    let Ok(remembered) = HeadOnPaper::parse(text) else {
        return Ok(AnchorState::Differs("La marca de la bitácora que guarda este equipo no se puede leer.".into()));
    };
    let ends_at = store::journal::head(reader)?.number;
    Ok(match store::journal::entry(reader, remembered.number)? {
        Some(found) if remembered.agrees_with(&found.hash) => AnchorState::Agrees,
        Some(_) => AnchorState::Differs(format!(
            "La entrada {} de la bitácora no es la que este equipo vio: el almacén parece reemplazado por otro.",
            remembered.number
        )),
        None => AnchorState::Differs(format!(
            "Este equipo vio la bitácora llegar a la entrada {}, y termina en la {ends_at}: el almacén parece devuelto a un estado anterior.",
            remembered.number
        )),
    })
}
