//! The first step of an issuance: the key is made in memory, its hash, serial and printer are stored. Nothing has left
//! the machine.

use argon2::Argon2;
use argon2::password_hash::PasswordHasher as _;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::paper::{EMPLOYER_NAME, RECIPIENT_ROLE};
use crate::domain::approval::{Matter, code_using};
use crate::domain::calendar::{Moment, Zone};
use crate::domain::id::{EmployerId, IssuanceId, UserId, VisitId};
use crate::domain::journal::Digest;
use crate::domain::ledger::{BindingSalt, CentreCode, IssuanceState, Serial, reserved_code};
use crate::domain::number::{Branch, EmployerNumber, PersonNumber};
use crate::domain::procedure;
use crate::domain::procedure::employer_key::case::{Case, Presenter};
use crate::domain::procedure::employer_key::register_entries;
use crate::domain::register::{EmployerKind, RegisterAnswer};
use crate::domain::secret::EmployerKey;
use crate::domain::user::Actor;
use crate::ops::day::refuse_unclosed_day;
use crate::ops::error::{Error, known, refuse};
use crate::ops::house::operation::{Changed, Done, Operation, Subject, Work};
use crate::ops::printer::PrinterTrust;
use crate::ops::procedure::employer_key::{employer_name, role};
use crate::ops::procedure::{ANSWERED_FOR, answered_for};
use crate::ops::scan::ScannedPaper;
use crate::ops::second_person::may_be_own;
use crate::ops::visit::{Surroundings, WHOSE, complete, open_visit, parsed};
use crate::ops::word::{UsedWord, WORDS, covers_of, ids_of, use_granted, whose};
use crate::store::employer::Employer;
use crate::store::issuance::Issuance;
use crate::store::turn::{RecordedFrom, TurnRow};
use crate::store::visit::Visit;
use crate::store::{self, Hold, Transaction};

/// A key in memory, with the hash that is stored of it.
pub struct KeyMade {
    /// The key itself: on its way to the paper, and nowhere else.
    pub key: EmployerKey,
    /// Argon2id, in PHC form.
    pub hash: String,
}

impl KeyMade {
    /// Makes a key from the operating system's random bytes, and hashes it (19 MiB, 2 passes: some tens of
    /// milliseconds).
    ///
    /// # Errors
    /// [`Error::Random`] when there are no random bytes.
    pub fn new() -> Result<Self, Error> {
        let key = EmployerKey::from_random(&mut |bytes: &mut [u8]| getrandom::fill(bytes).map_err(|_| Error::Random))?;
        let hash = Argon2::default()
            .hash_password(key.reveal().as_bytes())
            .map_err(|fault| Error::Inconsistent(format!("no se pudo proteger la clave ({fault})")))?;
        Ok(Self { hash: hash.to_string(), key })
    }
}

/// Under this name the entry's detail holds the number of whoever receives the slip.
pub(in crate::ops) const RECIPIENT: &str = "recipient";

/// Under this name it holds how far the printer was trusted when the key was made for it.
pub(in crate::ops) const TRUSTED_AS: &str = "trusted_as";

/// Under this name it holds the salt of the entry's code and the employer's number, where the employer is a person.
pub(in crate::ops) const SALT: &str = "bound_with";

/// Under this name it holds the rows that it went by.
pub(in crate::ops) const WENT_BY: &str = "went_by";

/// The rows of turn and registers that a key went by, as its entry tells them: a row that was otherwise for that moment
/// alone is found by them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::ops) struct WentBy {
    /// Whose turn it was, by number.
    pub(in crate::ops) holder: String,
    /// The mark of what that number is and of the name beside it; entries of earlier versions do not say it.
    #[serde(default)]
    pub(in crate::ops) holder_is: Option<String>,
    /// The employer's row and number, where the register has it.
    pub(in crate::ops) employer: Option<(EmployerId, String)>,
    /// What kind of employer the row said; entries of earlier versions do not say it.
    #[serde(default)]
    pub(in crate::ops) kind: Option<EmployerKind>,
    /// The number of whom the register names for the employer, where it had to.
    pub(in crate::ops) representative: Option<String>,
    /// The branch.
    pub(in crate::ops) branch: String,
    /// Which of these rows counted as an import's, or as confirmed: of the rest a supervisor's word answers.
    pub(in crate::ops) trusted: Trusted,
}

/// Which rows of an employer counted as an import's, or as confirmed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::ops) struct Trusted {
    pub(in crate::ops) employer: bool,
    pub(in crate::ops) branch: bool,
    pub(in crate::ops) representative: bool,
}

impl Trusted {
    fn of(work: &Work<'_>, employer: &Employer, branch: &Branch, named: Option<&PersonNumber>) -> Result<Self, Error> {
        let branches = store::employer::branches(work.tx, employer.id)?;
        let representatives = store::employer::representatives(work.tx, employer.id)?;
        Ok(Self {
            employer: employer.provenance.is_trusted(),
            branch: branches.iter().any(|it| it.branch == *branch && it.provenance.is_trusted()),
            representative: representatives.iter().any(|it| Some(&it.number) == named && it.provenance.is_trusted()),
        })
    }
}

/// The mark of whose a turn is: of the kind of the number, the number, and the name.
pub(in crate::ops) fn holder_mark(kind: &str, number: &str, name: &str) -> String {
    Digest::of(format!("{kind} {number} {name}").as_bytes()).to_string()
}

impl WentBy {
    /// Does it say all that this version says?
    pub(in crate::ops) fn says_all(&self) -> bool {
        self.holder_is.is_some() && (self.employer.is_none() || self.kind.is_some())
    }

    fn of(work: &Work<'_>, visit: &Visit, case: &Case, parties: &Parties) -> Result<Self, Error> {
        let turn = known(store::turn::get(work.tx, visit.turn)?, "este turno")?.turn;
        let employer = store::employer::by_number(work.tx, &parties.employer)?;
        let named = register_entries(case).first().and_then(|named| named.person.number.as_ref().and_then(parsed));
        let trusted = match &employer {
            Some(employer) => Trusted::of(work, employer, &parties.branch, named.as_ref())?,
            None => Trusted::default(),
        };
        Ok(Self {
            holder: turn.holder.as_str().to_owned(),
            holder_is: Some(holder_mark(turn.holder.kind(), turn.holder.as_str(), &turn.holder_name)),
            kind: employer.as_ref().map(|it| it.kind),
            employer: employer.map(|it| (it.id, it.number.as_str().to_owned())),
            representative: named.map(|number| number.as_str().to_owned()),
            branch: parties.branch.as_str().to_owned(),
            trusted,
        })
    }
}

/// Enters a key into the ledger.
#[derive(Debug, Clone)]
pub struct ReserveSlip {
    /// The visit.
    pub visit: VisitId,
    /// Of the key.
    pub key_hash: String,
    /// Where it will be printed.
    pub printer: String,
    /// How far that printer is trusted.
    pub trusted_as: PrinterTrust,
    /// May only a demo store print there?
    pub printer_is_for_demo: bool,
}

/// What was entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reserved {
    /// The line.
    pub issuance: IssuanceId,
    /// Its serial, as printed.
    pub serial: String,
}

impl Operation for ReserveSlip {
    const NAME: &'static str = "issuance.reserve";
    const BESIDE_OTHERS: bool = true;
    const BY_SETTINGS: bool = true;
    type Output = Reserved;

    fn subject(&self) -> Subject {
        self.visit.into()
    }

    fn foresee(&self, tx: &Transaction<'_>, by: Actor) {
        let _ = store::visit::get_held(tx, self.visit);
        let _ = store::centre::window_held(tx, by.window);
        let _ = store::issuance::of_visit(tx, self.visit);
        let _ = store::issuance::open(tx);
        let _ = store::scan::of(tx, "visit", self.visit.0);
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<Reserved>, Error> {
        if self.printer_is_for_demo && !work.demo {
            return refuse(
                "demo_printer",
                "A una carpeta solo imprime un almacén de demostración. Elija una impresora.",
            );
        }
        refuse_unclosed_day(work)?;
        let visit = open_visit(work, self.visit)?;
        let window = store::centre::window_held(work.tx, work.actor.window)?
            .ok_or_else(|| Error::Inconsistent("la ventanilla no es de este centro".into()))?;
        refuse_unsettled(work)?;
        let slips = store::issuance::of_visit(work.tx, visit.id)?;
        if let Some(delivered) = slips.iter().find(|slip| slip.state == IssuanceState::Delivered) {
            return refuse(
                "delivered",
                format!("En esta atención ya se entregó la clave de serie {}.", delivered.serial),
            );
        }
        let around = Surroundings { now: work.now, centre: work.centre, settings: work.settings };
        let case: Case = complete(work.tx, around, &visit)?;
        refuse_by_rules(&case)?;
        refuse_missing_scans(work, &visit, &case)?;
        let parties = Parties::of(&case)?;
        refuse_same_employer(work, &visit, &parties)?;
        work.tx.hold(Hold::KeysOf(&parties.employer, &parties.branch))?;
        let used = [use_own_walk_in(work, &visit, &case, &parties)?, use_second_today(work, &visit, &parties)?];
        let used: Vec<UsedWord> = used.into_iter().flatten().collect();
        let serial = next_serial(work, window)?;
        let salt = binding_salt(&case)?;
        let code = reserved_code(&serial, &parties.employer, &parties.branch, &self.key_hash, salt);
        let code = code_using(&code, &ids_of(&used));
        let detail = json!({
            "visit": visit.id,
            "turn": visit.turn,
            WORDS: covers_of(&used),
            "printer": self.printer,
            TRUSTED_AS: self.trusted_as,
            WENT_BY: WentBy::of(work, &visit, &case, &parties)?,
            RECIPIENT: parties.recipient.as_str(),
            EMPLOYER_NAME: employer_name(&case),
            RECIPIENT_ROLE: role(&case),
            // What was answered for serves these alone.
            WHOSE: (!case.around.overrides.is_empty())
                .then(|| whose(parties.employer.as_str(), parties.branch.as_str(), parties.recipient.as_str())),
            ANSWERED_FOR: answered_for(work.tx, visit.id)?,
            // With the number beside it the salt is found where that person is erased.
            SALT: salt.map(|salt| json!([salt.to_text(), parties.employer.as_str()])),
        });
        let issuance = store::issuance::add(
            work.tx,
            &Issuance {
                id: IssuanceId(0),
                serial: serial.clone(),
                centre: work.centre.id,
                window: work.actor.window,
                visit: visit.id,
                employer: parties.employer,
                branch: parties.branch,
                recipient: parties.recipient,
                key_hash: self.key_hash.clone(),
                state: IssuanceState::Reserved,
                accounting_day: work.accounting_day,
                clerk: work.actor.user,
                printer: self.printer.clone(),
                job_id: None,
                journal_number: work.entry_number()?,
                reserved_at_ms: work.now.0,
                ended_at_ms: None,
                acknowledgement: None,
                void_cause: None,
                void_reason: None,
                may_still_print: false,
                purged: false,
            },
        )?;
        let reserved = Reserved { issuance, serial: serial.to_string() };
        Ok(Done::new(reserved, issuance, &[Changed::Issuances, Changed::Approvals]).code(code).detail(detail))
    }
}

/// A salt for the code of a person's slip.
fn binding_salt(case: &Case) -> Result<Option<BindingSalt>, Error> {
    let kind = match case.register() {
        Some(RegisterAnswer::Found(record)) => record.kind,
        _ => EmployerKind::Independent,
    };
    match kind {
        EmployerKind::PrivateCompany | EmployerKind::PublicBody => Ok(None),
        EmployerKind::Independent | EmployerKind::DomesticService => {
            let mut salt = [0; 16];
            getrandom::fill(&mut salt).map_err(|_| Error::Random)?;
            Ok(Some(BindingSalt(salt)))
        }
    }
}

/// A window settles what it printed before it prints more.
fn refuse_unsettled(work: &Work<'_>) -> Result<(), Error> {
    let unsettled = store::issuance::open(work.tx)?.into_iter().find(|slip| slip.window == work.actor.window);
    match unsettled {
        Some(slip) => refuse(
            "unsettled",
            format!(
                "La clave de serie {} está pendiente en esta ventanilla: entréguela o anúlela antes de imprimir otra.",
                slip.serial
            ),
        ),
        None => Ok(()),
    }
}

fn refuse_by_rules(case: &Case) -> Result<(), Error> {
    let assessment = procedure::assess(case);
    match assessment.blocking().next() {
        None => Ok(()),
        Some(first) => {
            refuse(first.rule.as_str(), format!("Todavía no se puede entregar la clave. {}", first.sentence))
        }
    }
}

fn refuse_missing_scans(work: &Work<'_>, visit: &Visit, case: &Case) -> Result<(), Error> {
    let scans = store::scan::of(work.tx, "visit", visit.id.0)?;
    match ScannedPaper::missing(case, &work.settings.scanned_before_printing(), &scans).first() {
        Some(paper) => refuse(
            "scan",
            format!("Falta digitalizar: {}. Adjunte el documento antes de imprimir la clave.", paper.spanish()),
        ),
        None => Ok(()),
    }
}

/// A linked visit is for another employer, or another branch, than those of the turn before it: the same one goes on in the
/// visit that it has.
fn refuse_same_employer(work: &Work<'_>, visit: &Visit, parties: &Parties) -> Result<(), Error> {
    if visit.linked_to.is_none() {
        return Ok(());
    }
    let is_of_it = |it: &Visit| {
        let (number, branch) = (it.keys.employer_number.as_str(), it.keys.employer_branch.as_str());
        it.id < visit.id && (number, branch) == (parties.employer.as_str(), parties.branch.as_str())
    };
    match store::visit::of_turn(work.tx, visit.turn)?.iter().any(is_of_it) {
        true => refuse(
            "same_employer",
            "Este turno ya tiene una atención de este mismo empleador y sucursal, y la enlazada es para otra. Siga en \
             aquella: retómela o ábrala de nuevo.",
        ),
        false => Ok(()),
    }
}

/// Whose key it is and who receives it: certain once the rules are met.
pub(super) struct Parties {
    pub(super) employer: EmployerNumber,
    pub(super) branch: Branch,
    pub(super) recipient: PersonNumber,
}

impl Parties {
    pub(super) fn of(case: &Case) -> Result<Self, Error> {
        let lacking = || {
            Error::Inconsistent("la atención cumple las reglas y no dice de quién es la clave o quién la recibe".into())
        };
        let employer = case.copy.papers.employer.as_ref().ok_or_else(lacking)?;
        let branch = employer.branch.as_ref().ok_or_else(lacking)?;
        let at_window =
            case.copy.papers.presenter.as_ref().and_then(Presenter::at_window).map(|somebody| &somebody.person);
        let recipient = at_window.or(case.copy.papers.applicant.as_ref()).and_then(|person| person.number.as_ref());
        Ok(Self {
            employer: employer.number.value().map_err(|_| lacking())?.clone(),
            branch: branch.value().map_err(|_| lacking())?.clone(),
            recipient: recipient.and_then(parsed).ok_or_else(lacking)?,
        })
    }

    /// The same in words, as a supervisor's word covers it.
    fn whose(&self) -> String {
        whose(self.employer.as_str(), self.branch.as_str(), self.recipient.as_str())
    }
}

/// Is this a company's turn that whoever attends made, whatever it was made from: given at the window, typed from a
/// confirmation, or imported on its own day? Its key needs a second person. An agenda that was imported before the day is
/// nobody's own. A company is what the register calls so, and what has a number that may be one's.
#[must_use]
pub fn is_own_turn(case: &Case, turn: &TurnRow, clerk: UserId, zone: Zone) -> bool {
    let is_called_so = case
        .record()
        .is_some_and(|record| matches!(record.kind, EmployerKind::PrivateCompany | EmployerKind::PublicBody));
    let number = case.copy.papers.employer.as_ref().and_then(|employer| employer.number.value().ok());
    let company = is_called_so || number.is_some_and(EmployerNumber::may_be_a_company_s);
    let is_agenda_of_before =
        turn.recorded_from == RecordedFrom::Agenda && Moment(turn.created_at_ms).day(zone) < turn.turn.day;
    company && !is_agenda_of_before && turn.created_by == clerk
}

fn use_own_walk_in(work: &Work<'_>, visit: &Visit, case: &Case, parties: &Parties) -> Result<Option<UsedWord>, Error> {
    let row = known(store::turn::get(work.tx, visit.turn)?, "el turno de esta atención")?;
    // What is so of its maker would be of the clerk, if both accounts were one person's.
    let would_be_own = is_own_turn(case, &row, row.created_by, work.centre.zone);
    let ask = if !would_be_own {
        return Ok(None);
    } else if row.created_by == work.actor.user {
        "Quien atiende creó o importó este turno, que es de una empresa: pida la aprobación de supervisión."
    } else if may_be_own(work, row.created_by)? {
        "Este turno, que es de una empresa, lo creó o importó alguien cuya cuenta creó o restableció quien atiende hace menos \
         de 30 días: pida la aprobación de supervisión."
    } else {
        return Ok(None);
    };
    use_granted(work, Matter::OwnWalkIn, row.id.into(), ("", &parties.whose()), ask).map(Some)
}

fn use_second_today(work: &Work<'_>, visit: &Visit, parties: &Parties) -> Result<Option<UsedWord>, Error> {
    let today = Moment::at_beginning_of(work.day, work.centre.zone);
    let earlier = store::issuance::delivered_since(work.tx, &parties.employer, &parties.branch, today)?;
    let Some(serial) = earlier else { return Ok(None) };
    let ask = format!(
        "Hoy ya se emitió la clave de serie {serial} para este empleador y sucursal: pida la aprobación de supervisión."
    );
    use_granted(work, Matter::SecondKeyToday, visit.id.into(), ("", &parties.whose()), &ask).map(Some)
}

fn next_serial(work: &Work<'_>, window: u16) -> Result<Serial, Error> {
    let full = || Error::Inconsistent("se acabaron las series de esta ventanilla".into());
    let last = store::issuance::last_number(work.tx, work.centre.id, work.actor.window, work.serial_epoch)?;
    Ok(Serial {
        centre: CentreCode::parse(&work.centre.code).map_err(|fault| Error::Inconsistent(fault.to_string()))?,
        window,
        epoch: work.serial_epoch,
        number: last.checked_add(1).ok_or_else(full)?,
    })
}
