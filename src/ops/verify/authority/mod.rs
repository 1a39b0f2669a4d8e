//! What grants something, rebuilt from the journal's entries: requests and their answers, overrides, users, settings, and
//! what a second person confirmed in the registers.
//!
//! Every password yields the store's key, so a row proves nothing: it counts as far as entries explain it. A supervisor's
//! signature holds everything before it in the chain, so an answer holds the request too.
//!
//! Entries of earlier versions say less. A row is compared as far as the entries of its time said it; from the first login
//! of a version that speaks a [later form](crate::ops::JOURNAL_FORM) on, an entry that says less is a problem itself.
//!
//! What decided something for a moment stands in the entry that it decided: settings, a printer's trust, whose turn and which
//! rows of the registers a key went by. A row that was
//! changed and put back is found there.

mod by_keys;
mod clock;
mod imported;
mod overrides;
mod papers;
mod registers;
mod self_service;
mod settings;
mod turns;
mod unlocks;
mod users;
mod words;

use std::cell::OnceCell;

use chrono::NaiveDate;
use serde_json::Value;

use self::clock::RebuiltClock;
use self::overrides::RebuiltOverrides;
use self::papers::RebuiltPapers;
use self::registers::RebuiltRegisters;
use self::self_service::RebuiltSelfService;
use self::settings::RebuiltSettings;
use self::turns::RebuiltTurns;
use self::unlocks::RebuiltUnlocks;
use self::users::RebuiltUsers;
use self::words::RebuiltWords;
pub(super) use self::words::UsedBySlips;
use super::Stop;
use crate::domain::calendar::{Moment, Zone};
use crate::domain::journal::{Entry, Outcome};
use crate::ops::house::operation::Noun;
use crate::ops::house::operation::Operation as _;
use crate::ops::house::registry::listed;
use crate::ops::issuance::{ReserveSlip, WENT_BY, WentBy};
use crate::ops::mail::{NoteSent, WENT, Went};
use crate::ops::procedure::serves_visit;
use crate::ops::user::LogIn;
use crate::ops::{FOUNDED, LAPSED, SAMPLE_PAST, journal_form};
use crate::store::{self, Reader};

/// From this form of the journal on, entries say who used whose word, and which credentials count.
const SAYS_WORDS: u32 = 2;
/// From this one on, under which settings, with what trust, how many rows.
const SAYS_ALL: u32 = 3;
/// From this one on, which rows a key went by.
const SAYS_ROWS: u32 = 4;
/// From this one on, what stood otherwise for a moment beside these, and in an entry that stays which turns an agenda made.
const SAYS_MOMENT: u32 = 5;
/// From this one on, which credentials came in; and each password is another.
const SAYS_CREDENTIALS: u32 = 6;

/// What the journal says of whatever grants something.
pub(super) struct RebuiltAuthority {
    zone: Zone,
    /// How much entries say by now.
    form: u32,
    words: RebuiltWords,
    overrides: RebuiltOverrides,
    users: RebuiltUsers,
    settings: RebuiltSettings,
    registers: RebuiltRegisters,
    turns: RebuiltTurns,
    papers: RebuiltPapers,
    unlocks: RebuiltUnlocks,
    self_service: RebuiltSelfService,
    clock: RebuiltClock,
    /// A past was made up here: its rows have no entries of their own, which only a demonstration may have.
    sample: bool,
}

/// An entry with its detail, and how much such an entry has to say.
struct Said<'e> {
    entry: &'e Entry,
    /// Where it was not erased.
    detail: Option<&'e str>,
    /// The detail, once somebody asked for it: most entries grant nothing.
    read: OnceCell<Option<Value>>,
    /// Was written when entries said who used whose word.
    whole: bool,
    /// Was written when entries said settings, trust, and how many rows.
    full: bool,
    /// Was written when the entry of a key said which rows it went by.
    says_rows: bool,
    /// Was written when entries said what stood otherwise for a moment.
    says_moment: bool,
    /// Was written when entries said all that this version writes.
    says_credentials: bool,
}

impl Said<'_> {
    /// What stands in the detail, where that was not erased and says it.
    fn told(&self, place: &str) -> Option<&Value> {
        self.read.get_or_init(|| serde_json::from_str(self.detail?).ok()).as_ref()?.pointer(place)
    }

    fn text(&self, place: &str) -> Option<&str> {
        self.told(place)?.as_str()
    }
}

impl RebuiltAuthority {
    pub(super) fn of(reader: &Reader) -> Result<Self, Stop> {
        Ok(Self {
            zone: store::centre::centres(reader)?.first().map_or(Zone::Mainland, |centre| centre.zone),
            form: 0,
            words: RebuiltWords::default(),
            overrides: RebuiltOverrides::default(),
            users: RebuiltUsers::default(),
            settings: RebuiltSettings::default(),
            registers: RebuiltRegisters::default(),
            turns: RebuiltTurns::default(),
            papers: RebuiltPapers::default(),
            unlocks: RebuiltUnlocks::default(),
            self_service: RebuiltSelfService::default(),
            clock: RebuiltClock::default(),
            sample: false,
        })
    }

    /// Takes an entry in, with its detail where that was not erased; one that grants what it may not is named.
    pub(super) fn take(&mut self, entry: &Entry, detail: Option<&str>) -> Result<(), String> {
        if entry.operation == FOUNDED || (entry.operation == LogIn::NAME && entry.outcome == Outcome::Done) {
            self.form = self.form.max(journal_form(&entry.code));
        }
        let (whole, full) = (self.form >= SAYS_WORDS, self.form >= SAYS_ALL);
        let (says_rows, says_moment) = (self.form >= SAYS_ROWS, self.form >= SAYS_MOMENT);
        let says_credentials = self.form >= SAYS_CREDENTIALS;
        let said = Said { entry, detail, read: OnceCell::new(), whole, full, says_rows, says_moment, says_credentials };
        self.clock.take(&said)?;
        self.sample |= entry.operation == SAMPLE_PAST && entry.outcome == Outcome::Started;
        match entry.outcome {
            Outcome::Done => self.take_done(&said),
            Outcome::Started | Outcome::Chunk | Outcome::Ended | Outcome::Stopped => {
                self.turns.take_chunk(&said);
                self.registers.take_run(&said)
            }
            Outcome::Refused => Ok(()),
        }
    }

    fn take_done(&mut self, said: &Said<'_>) -> Result<(), String> {
        let entry = said.entry;
        let listed = listed(&entry.operation).filter(|_| said.full);
        if listed.is_some_and(|it| it.supervises) && !self.users.supervises(entry.user) {
            return Err(format!(
                "La entrada {} ({}) es de supervisión, y según la bitácora quien la hizo no lo es.",
                entry.number, entry.operation
            ));
        }
        self.papers.take(said);
        if entry.operation == NoteSent::NAME {
            self.take_letter(said)?;
        }
        let counted = self.users.is_enabled(entry.user);
        self.take_by_subject(said)?;
        // Who comes back with the recovery code counts from that entry on.
        if said.full && !counted && !self.users.is_enabled(entry.user) {
            return Err(format!(
                "La entrada {} ({}) es de un usuario que según la bitácora estaba deshabilitado.",
                entry.number, entry.operation
            ));
        }
        match listed.is_some_and(|it| it.by_settings) {
            true => self.settings.hold_against(said),
            false => Ok(()),
        }
    }

    fn take_by_subject(&mut self, said: &Said<'_>) -> Result<(), String> {
        let entry = said.entry;
        match Noun::from_code(&entry.subject_kind) {
            Some(Noun::Approval) => self.take_request(said),
            Some(Noun::Issuance) => {
                self.words.take_slip(said)?;
                match entry.operation == ReserveSlip::NAME {
                    true => self.take_key(said),
                    false => Ok(()),
                }
            }
            Some(Noun::Visit) if entry.operation == LAPSED => self.words.take_lapsed(said),
            Some(Noun::Visit) => {
                self.words.take_override(said)?;
                self.overrides.take(said);
                self.unlocks.take(said);
                match serves_visit(entry) {
                    true => self.overrides.take_served(said),
                    false => Ok(()),
                }
            }
            Some(Noun::User) => self.users.take(said),
            Some(Noun::Person | Noun::Employer | Noun::Insured) => {
                self.registers.take(said, &self.users, self.settings.sole_supervisor())
            }
            Some(Noun::SelfService) => self.self_service.take(said),
            Some(Noun::Challenge) => {
                self.self_service.take_sent(said);
                Ok(())
            }
            Some(Noun::Turn) => {
                self.turns.take(said);
                Ok(())
            }
            Some(Noun::House) => {
                self.settings.take(said);
                self.words.take_shown(said);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn take_request(&mut self, said: &Said<'_>) -> Result<(), String> {
        let entry = said.entry;
        self.words.take_request(said, self.settings.sole_supervisor())?;
        let asked_by = self.words.asked_by_of_granted(said);
        match asked_by.is_some_and(|asked_by| self.users.is_made_by(entry.user, asked_by, entry.at_ms)) {
            false => Ok(()),
            true => Err(format!(
                "Según la entrada {}, aprobó alguien cuya cuenta había creado o restablecido quien pidió, hacía menos de \
                 30 días.",
                entry.number
            )),
        }
    }

    /// A letter that was sent: by settings that a supervisor had signed, to an address that stood so.
    fn take_letter(&mut self, said: &Said<'_>) -> Result<(), String> {
        let told: Option<Went> =
            said.told(&format!("/{WENT}")).cloned().and_then(|told| serde_json::from_value(told).ok());
        let brings_secret = said.entry.code.contains(' ');
        match told {
            Some(went) => {
                self.settings.take_letter(said.entry.number, &went.settings)?;
                self.registers.take_letter(said.entry.number, went)
            }
            None if said.says_moment && said.detail.is_some() && brings_secret => {
                Err(format!("La carta de la entrada {} no dice con qué configuración se envió.", said.entry.number))
            }
            None => Ok(()),
        }
    }

    /// A key that was entered in the ledger: on what it went by.
    fn take_key(&mut self, said: &Said<'_>) -> Result<(), String> {
        self.overrides.take_key(said)?;
        self.settings.take_key(said)?;
        let (users, at_ms) = (&self.users, said.entry.at_ms);
        let are_two = self.settings.sole_supervisor() != Some(false);
        let is_own = |maker, clerk| !are_two && users.is_made_by(maker, clerk, at_ms);
        self.turns.take_key(said, &self.words.used, self.zone, is_own)?;
        let went_by: Option<WentBy> =
            said.told(&format!("/{WENT_BY}")).cloned().and_then(|told| serde_json::from_value(told).ok());
        match went_by {
            Some(went_by) if said.says_moment && !went_by.says_all() => Err(unsaid_rows(said)),
            Some(went_by) => {
                self.turns.take_holder(said, &went_by.holder, went_by.holder_is.as_deref())?;
                self.registers.take_key(said.entry.number, went_by)
            }
            None if said.says_rows && said.detail.is_some() => Err(unsaid_rows(said)),
            None => Ok(()),
        }
    }

    /// Do entries say by now who used whose word?
    pub(super) fn is_whole(&self) -> bool {
        self.form >= SAYS_WORDS
    }

    /// Do entries say by now all that this version writes?
    pub(super) fn is_full(&self) -> bool {
        self.form >= SAYS_ALL
    }

    /// The day that the clock showed when an entry was written.
    pub(super) fn day_of(&self, entry: &Entry) -> NaiveDate {
        Moment(entry.at_ms).day(self.zone)
    }

    /// Which slips used words.
    pub(super) fn used_by_slips(&self) -> &UsedBySlips {
        &self.words.used
    }

    /// Compares with the tables; the first row that no entry explains is the problem. `erasure`: people were erased, or
    /// at least that was begun.
    pub(super) fn compare(self, reader: &Reader, erasure: bool) -> Result<(), Stop> {
        let sample = self.sample && store::centre::identity(reader)?.demo;
        self.users.compare(reader)?;
        self.settings.compare(reader)?;
        self.clock.compare(reader)?;
        self.words.compare(reader, erasure)?;
        self.overrides.compare(reader, erasure)?;
        self.registers.compare(reader, sample)?;
        self.turns.compare(reader)?;
        self.unlocks.compare(reader, erasure)?;
        self.self_service.compare(reader, erasure)?;
        self.papers.compare(reader, erasure)
    }
}

fn unsaid_rows(said: &Said<'_>) -> String {
    format!("La clave de la entrada {} no dice por qué filas del registro se guio.", said.entry.number)
}
