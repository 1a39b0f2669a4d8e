//! Verifying a store: the file's pages, the journal's chain, its details and signatures, and the ledger and the days'
//! closes rebuilt from it.
//!
//! It reads only, on one moment of the store, beside a window at work. It names the first thing that does not fit and
//! stops there: what comes after a broken link proves nothing.

mod authority;
mod days;
mod erasures;
mod hashes;
mod keys;
mod ledger;
mod needed;

use std::collections::HashMap;
use std::thread;

use self::authority::RebuiltAuthority;
use self::days::RebuiltDays;
use self::erasures::RebuiltErasures;
use self::hashes::Hashes;
use self::keys::KeysIntroduced;
use self::ledger::RebuiltLedger;
use super::error::Error;
use crate::domain::id::WindowId;
use crate::domain::journal::{Digest, Entry, Head, HeadOnPaper, detail_digest};
use crate::ops::house::registry::signed_at;
use crate::store::journal::{Chained, Signed};
use crate::store::{self, Reader};
use crate::vault::{self, PublicKey, Signature};

/// How deep to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// The chain alone.
    Chain,
    /// The file's pages, the chain, the details' digests, the signatures, and the ledger. Scans are not read.
    Whole,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// How many entries were walked.
    pub entries: i64,
    /// Where the journal ends.
    pub head: Head,
    /// Details that were erased: their entries hold the digest alone.
    pub erased_details: i64,
    /// Signatures that were checked.
    pub signatures: usize,
    /// Slips whose states agree with the journal.
    pub slips: usize,
    /// Closed days whose figures agree with the journal.
    pub closes: usize,
    /// Serials that a restore knew of from paper alone.
    pub unknown_serials: usize,
    /// How often somebody set a password with the recovery code: nobody signs for it, so the paper in the safe has to.
    pub recoveries: usize,
    /// The first thing that does not fit, as a sentence with its place.
    pub problem: Option<String>,
}

/// Why the walk ended early.
enum Stop {
    Problem(String),
    Failed(Error),
}

impl From<store::Error> for Stop {
    fn from(error: store::Error) -> Self {
        // A row that no longer reads is something that does not fit.
        match error {
            store::Error::Statement { .. } => Self::Problem(format!("{error}")),
            error => Self::Failed(error.into()),
        }
    }
}

/// Walks the store. `on_paper` is a mark or head read from paper, to be found in the chain; `watch` hears how many
/// entries were walked, and answers whether to go on.
///
/// # Errors
/// The store's; [`Error::Cancelled`].
pub fn verify(
    reader: &Reader,
    depth: Depth,
    on_paper: Option<&HeadOnPaper>,
    watch: &mut dyn FnMut(i64) -> bool,
) -> Result<Verification, Error> {
    reader.at_one_moment(|reader| {
        let mut found = Verification {
            entries: 0,
            head: Head::EMPTY,
            erased_details: 0,
            signatures: 0,
            slips: 0,
            closes: 0,
            unknown_serials: 0,
            recoveries: 0,
            problem: None,
        };
        match walk(reader, depth, on_paper, watch, &mut found) {
            Ok(()) => {}
            Err(Stop::Problem(problem)) => found.problem = Some(problem),
            Err(Stop::Failed(error)) => return Err(error),
        }
        Ok(found)
    })
}

/// What verifying says of a copy that is one: its pages and its chain are whole.
pub(super) struct WholeCopy {
    /// Where its journal ends.
    pub(super) head: Head,
    /// What in it does not fit all the same, as in the store that it was copied from.
    pub(super) doubt: Option<String>,
}

/// Verifies a copy. What does not fit in the store does not fit in a good copy of it either: a centre is not left without
/// one because somebody changed a row. A copy whose pages or whose chain are not whole is none: `Err` says what it lacks.
pub(super) fn verify_copy(
    reader: &Reader,
    on_paper: Option<&HeadOnPaper>,
    watch: &mut dyn FnMut(i64) -> bool,
) -> Result<Result<WholeCopy, String>, Error> {
    let found = verify(reader, Depth::Whole, on_paper, watch)?;
    let Some(problem) = found.problem else { return Ok(Ok(WholeCopy { head: found.head, doubt: None })) };
    if store::damaged_pages(reader)? > 0 {
        return Ok(Err(problem));
    }
    let chain = verify(reader, Depth::Chain, on_paper, watch)?;
    Ok(match chain.problem {
        Some(broken) => Err(broken),
        None => Ok(WholeCopy { head: chain.head, doubt: Some(problem) }),
    })
}

fn walk(
    reader: &Reader,
    depth: Depth,
    on_paper: Option<&HeadOnPaper>,
    watch: &mut dyn FnMut(i64) -> bool,
    found: &mut Verification,
) -> Result<(), Stop> {
    if depth == Depth::Whole {
        let damaged = store::damaged_pages(reader)?;
        if damaged > 0 {
            return problem(format!(
                "El archivo del almacén está dañado: {damaged} de sus páginas no son lo que se escribió."
            ));
        }
    }
    let signatures: HashMap<i64, Signed> = match depth {
        Depth::Chain => HashMap::new(),
        Depth::Whole => store::journal::signatures(reader)?.into_iter().map(|signed| (signed.number, signed)).collect(),
    };
    let mut rebuilt = Rebuilt::of(reader)?;
    let (read, changed) = thread::scope(|scope| {
        let mut hashes = Hashes::begin(scope);
        let read = store::journal::walk(reader, 1, |chained| {
            follows(&chained, &found.head)?;
            let fits = match depth {
                Depth::Chain => Ok(()),
                Depth::Whole => rebuilt.take(reader, &chained, &signatures, found),
            };
            let fits = fits.and_then(|()| check_paper(&chained, on_paper));
            let number = chained.entry.number;
            let head = Head { number, hash: chained.hash };
            // Also when it does not fit: an entry that was changed says nothing about anything else.
            let goes_on = hashes.take(chained);
            fits?;
            found.head = head;
            found.entries = number;
            let due = number.checked_rem(1000) == Some(0);
            match goes_on && (!due || watch(number)) {
                true => Ok(()),
                false => Err(Stop::Failed(Error::Cancelled)),
            }
        });
        (read, hashes.end())
    });
    if let Some(changed) = changed {
        found.head = changed.whole_to;
        found.entries = changed.whole_to.number;
        return problem(format!("La entrada {} fue cambiada: su huella no corresponde a lo que dice.", changed.number));
    }
    read?;
    if let Some(paper) = on_paper.filter(|paper| paper.number > found.head.number) {
        return Err(Stop::Problem(format!(
            "El papel nombra la entrada {}, y la bitácora termina en la {}: faltan entradas.",
            paper.number, found.head.number
        )));
    }
    match depth {
        Depth::Chain => Ok(()),
        Depth::Whole => rebuilt.compare(reader, found),
    }
}

/// Everything that is rebuilt from the entries.
struct Rebuilt {
    ledger: RebuiltLedger,
    days: RebuiltDays,
    authority: RebuiltAuthority,
    erasures: RebuiltErasures,
    keys: KeysIntroduced,
}

impl Rebuilt {
    fn of(reader: &Reader) -> Result<Self, Stop> {
        Ok(Self {
            ledger: RebuiltLedger::default(),
            days: RebuiltDays::default(),
            authority: RebuiltAuthority::of(reader)?,
            erasures: RebuiltErasures::default(),
            keys: KeysIntroduced::default(),
        })
    }

    /// Takes an entry in, with its detail and its signature.
    fn take(
        &mut self,
        reader: &Reader,
        chained: &Chained,
        signatures: &HashMap<i64, Signed>,
        found: &mut Verification,
    ) -> Result<(), Stop> {
        let entry = &chained.entry;
        let detail = check_detail(reader, chained, found)?;
        let detail = detail.as_deref();
        check_signature(chained, signatures, &self.keys, found)?;
        self.keys.take(entry, signatures.contains_key(&entry.number), found)?;
        self.authority.take(entry, detail).map_err(Stop::Problem)?;
        let is_whole = self.authority.is_whole();
        self.erasures.take(entry, detail, is_whole).map_err(Stop::Problem)?;
        self.ledger.take(entry, detail, is_whole).map_err(Stop::Problem)?;
        self.days.take(reader, entry, detail, &self.authority)
    }

    /// Compares with the tables.
    fn compare(self, reader: &Reader, found: &mut Verification) -> Result<(), Stop> {
        found.unknown_serials = self.ledger.unknown_serials();
        let erasure = self.ledger.knows_of_erasure();
        found.slips = self.ledger.compare(reader, self.authority.used_by_slips())?.map_err(Stop::Problem)?;
        found.closes = self.days.compare(reader)?.map_err(Stop::Problem)?;
        self.erasures.compare()?;
        self.authority.compare(reader, erasure)
    }
}

/// Is it the next one, chained to the one before?
fn follows(chained: &Chained, head: &Head) -> Result<(), Stop> {
    let number = chained.entry.number;
    if head.number.checked_add(1) != Some(number) {
        return problem(format!(
            "Después de la entrada {} viene la {number}: falta una parte de la bitácora.",
            head.number
        ));
    }
    if chained.previous != head.hash {
        return problem(format!("La entrada {number} no sigue a la {}: la cadena está rota ahí.", head.number));
    }
    Ok(())
}

/// The detail's payload, where it was not erased.
fn check_detail(reader: &Reader, chained: &Chained, found: &mut Verification) -> Result<Option<String>, Stop> {
    let number = chained.entry.number;
    match store::journal::detail(reader, number)? {
        None => {
            found.erased_details = found.erased_details.saturating_add(1);
            Ok(None)
        }
        Some(detail) if detail_digest(&detail.salt, &detail.payload) == chained.entry.detail_digest => {
            Ok(Some(detail.payload))
        }
        Some(_) => problem(format!("El detalle de la entrada {number} fue cambiado.")),
    }
}

fn check_signature(
    chained: &Chained,
    signatures: &HashMap<i64, Signed>,
    keys: &KeysIntroduced,
    found: &mut Verification,
) -> Result<(), Stop> {
    let entry = &chained.entry;
    let Some(signed) = signatures.get(&entry.number) else {
        return match signed_at(&entry.operation) == Some(entry.outcome) {
            true => problem(format!(
                "A la entrada {} ({}) le falta la firma de supervisión.",
                entry.number, entry.operation
            )),
            false => Ok(()),
        };
    };
    if signed.user != entry.user {
        return problem(format!("La firma de la entrada {} es de otro usuario.", entry.number));
    }
    if !keys.may_sign(entry, signed.public_key) {
        return problem(format!("La entrada {} está firmada con una llave que la bitácora no conoce.", entry.number));
    }
    let Digest(hash) = chained.hash;
    if vault::verify(PublicKey(signed.public_key), super::JOURNAL_PURPOSE, &hash, &Signature(signed.signature)).is_err()
    {
        return problem(format!("La firma de la entrada {} no corresponde.", entry.number));
    }
    found.signatures = found.signatures.saturating_add(1);
    Ok(())
}

fn check_paper(chained: &Chained, on_paper: Option<&HeadOnPaper>) -> Result<(), Stop> {
    match on_paper {
        Some(paper) if paper.number == chained.entry.number && !paper.agrees_with(&chained.hash) => problem(format!(
            "La entrada {} de la bitácora no es la del papel: el papel dice {}, la bitácora {}.",
            paper.number, paper.hash_start, chained.hash
        )),
        _ => Ok(()),
    }
}

/// Which run an entry belongs to: a window has one of a kind under way at a time.
fn run_of(entry: &Entry) -> (String, WindowId) {
    (entry.operation.clone(), entry.window)
}

fn problem<T>(sentence: String) -> Result<T, Stop> {
    Err(Stop::Problem(sentence))
}
