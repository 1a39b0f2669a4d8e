//! Scans of papers: attached to a visit or to a paper of the registers, taken off again, swept.
//!
//! The bytes are on the disk before the row that names them, so a cut leaves at worst bytes that nothing names: these,
//! and those of scans taken off, are removed by [`House::sweep_scans`] once they are a day old.

mod paper;

use std::collections::BTreeMap;

use chrono::Datelike as _;
use serde_json::json;

pub use self::paper::ScannedPaper;
use super::error::{Error, known, refuse};
use super::house::{House, Session};
use super::reading::own_visit;
use super::visit::open_visit;
use crate::domain::id::{ArtisanQualificationId, NotarialPowerId, OpId, ScanId, VisitId};
use crate::domain::journal::Digest;
use crate::domain::ledger::IssuanceState;
use crate::domain::turn::Reason;
use crate::domain::user::Actor;
use crate::intake::images::{self, ScanKind};
use crate::ops::house::operation::{Changed, Done, Noun, Operation, Subject, Work};
use crate::ops::house::transact::Answer;
use crate::print::ipp::CancelFlag;
use crate::store::erasure::ERASED_DRAFT;
use crate::store::scan::Scan;
use crate::store::visit::{VisitOutcome, VisitState};
use crate::store::{self, Transaction};

/// Bytes that nothing names are left alone for a day: a row may be about to name them.
const SWEEP_AFTER_MS: i64 = 24 * 60 * 60 * 1000;

/// What a scan belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanSubject {
    /// A visit that is open.
    Visit(VisitId),
    /// A visit in which a key was handed over: its acknowledgement comes back from the scanner, signed.
    HandedOver(VisitId),
    /// A power of the register.
    NotarialPower(NotarialPowerId),
    /// A qualification of the register.
    ArtisanQualification(ArtisanQualificationId),
}

impl From<ScanSubject> for Subject {
    fn from(subject: ScanSubject) -> Self {
        match subject {
            ScanSubject::Visit(id) | ScanSubject::HandedOver(id) => id.into(),
            ScanSubject::NotarialPower(id) => id.into(),
            ScanSubject::ArtisanQualification(id) => id.into(),
        }
    }
}

impl ScanSubject {
    /// May scans of this paper be attached to it, or taken off?
    fn require(self, work: &Work<'_>, paper: &str) -> Result<&'static [Changed], Error> {
        match self {
            Self::Visit(id) => open_visit(work, id).map(|_| &[Changed::Visits] as &[_]),
            Self::HandedOver(id) => handed_over(work, id, paper).map(|()| &[Changed::Visits] as &[_]),
            Self::NotarialPower(id) => known(store::notarial_power::get(work.tx, id)?, "este poder notarial")
                .map(|_| &[Changed::NotarialPowers] as &[_]),
            Self::ArtisanQualification(id) => {
                known(store::artisan_qualification::get(work.tx, id)?, "esta calificación artesanal")
                    .map(|_| &[Changed::ArtisanQualifications] as &[_])
            }
        }
    }

    fn of(work: &Work<'_>, scan: &Scan) -> Result<Self, Error> {
        match Noun::from_code(&scan.subject_kind) {
            Some(Noun::Visit) => {
                let id = VisitId(scan.subject_id);
                let visit = known(store::visit::get(work.tx, id)?, "esta atención")?;
                let is_served = visit.state == VisitState::Ended(VisitOutcome::Served);
                Ok(if is_served { Self::HandedOver(id) } else { Self::Visit(id) })
            }
            Some(Noun::NotarialPower) => Ok(Self::NotarialPower(NotarialPowerId(scan.subject_id))),
            Some(Noun::ArtisanQualification) => Ok(Self::ArtisanQualification(ArtisanQualificationId(scan.subject_id))),
            _ => Err(Error::Inconsistent(format!("un documento digitalizado es de «{}»", scan.subject_kind))),
        }
    }
}

/// After its end a visit takes the signed acknowledgement and nothing else: what was judged stays as it was.
fn handed_over(work: &Work<'_>, id: VisitId, paper: &str) -> Result<(), Error> {
    let visit = known(store::visit::get(work.tx, id)?, "esta atención")?;
    own_visit(work.actor, &visit)?;
    let delivered = store::issuance::of_visit(work.tx, id)?.iter().any(|slip| slip.state == IssuanceState::Delivered);
    if !delivered || paper != ScannedPaper::Acknowledgement.code() {
        return refuse(
            "state",
            "La atención terminó: ya solo se le adjunta el acuse de recibo firmado, si se entregó una clave.",
        );
    }
    Ok(())
}

/// Names a scan whose bytes are kept already. Run it through [`House::attach_scan`].
#[derive(Debug, Clone)]
pub struct NameScan {
    subject: ScanSubject,
    paper: ScannedPaper,
    address: Digest,
    in_year: i32,
    kind: ScanKind,
    byte_count: i64,
    size_px: (u32, u32),
    pages: u32,
}

impl Operation for NameScan {
    const NAME: &'static str = "scan.attach";
    const BESIDE_OTHERS: bool = true;
    type Output = ScanId;

    fn subject(&self) -> Subject {
        self.subject.into()
    }

    fn foresee(&self, tx: &Transaction<'_>, _by: Actor) {
        if let ScanSubject::Visit(id) = self.subject {
            let _ = store::visit::get_held(tx, id);
        }
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<ScanId>, Error> {
        let changed = self.subject.require(work, self.paper.code())?;
        self.refuse_what_nothing_shows(work)?;
        let subject = Subject::from(self.subject);
        let row = Scan {
            id: ScanId(0),
            subject_kind: subject.kind.code().into(),
            subject_id: subject.id,
            paper: self.paper.code().into(),
            address: self.address,
            in_year: self.in_year,
            kind: kind_code(self.kind).into(),
            byte_count: self.byte_count,
            width_px: self.size_px.0,
            height_px: self.size_px.1,
            page_count: self.pages,
            added_by: work.actor.user,
            added_at_ms: work.now.0,
        };
        let id = store::scan::add(work.tx, &row)?;
        Ok(Done::new(id, subject, changed)
            .code(self.paper.code())
            .detail(json!({ "scan": id, "address": self.address.to_string(), "bytes": self.byte_count })))
    }
}

impl NameScan {
    /// A scan is kept where somebody finds it again, and for what it is.
    fn refuse_what_nothing_shows(&self, work: &Work<'_>) -> Result<(), Error> {
        match self.subject {
            ScanSubject::Visit(id) if self.paper == ScannedPaper::Acknowledgement => {
                let slips = store::issuance::of_visit(work.tx, id)?;
                match slips.iter().any(|slip| slip.state != IssuanceState::Void) {
                    true => Ok(()),
                    false => {
                        refuse("state", "Todavía no hay una clave en esta atención: no hay acuse de recibo que firmar.")
                    }
                }
            }
            ScanSubject::HandedOver(id)
                if known(store::visit::get(work.tx, id)?, "esta atención")?.draft == ERASED_DRAFT =>
            {
                refuse(
                    "erased",
                    "Los datos de esta atención se borraron al cumplirse su plazo: ya no se le adjunta nada.",
                )
            }
            _ => Ok(()),
        }
    }
}

/// Takes a scan off its paper: a visit's while the visit is open; one of the registers with a reason. What a person signed
/// for is taken off by [`DetachAcknowledgement`].
#[derive(Debug, Clone)]
pub struct DetachScan {
    /// Which.
    pub scan: ScanId,
    /// Why; needed where the visit is not open.
    pub reason: Option<Reason>,
}

impl Operation for DetachScan {
    const NAME: &'static str = "scan.detach";
    type Output = ();

    fn subject(&self) -> Subject {
        self.scan.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let scan = known(store::scan::get(work.tx, self.scan)?, "este documento digitalizado")?;
        let subject = ScanSubject::of(work, &scan)?;
        let changed = subject.require(work, &scan.paper)?;
        if matches!(subject, ScanSubject::HandedOver(_)) {
            return refuse(
                "signed",
                "El acuse de recibo firmado de una atención que terminó lo quita supervisión, con su usuario y un motivo.",
            );
        }
        if self.reason.is_none() && !matches!(subject, ScanSubject::Visit(_)) {
            return refuse(
                "reason",
                "Escriba el motivo: el documento digitalizado es de un registro, o de una atención que terminó.",
            );
        }
        taken_off(work, scan, subject, changed, self.reason.as_ref())
    }
}

/// Takes the signed acknowledgement off a visit that ended: a supervisor signs for it, since it is the proof that the key
/// was received.
#[derive(Debug, Clone)]
pub struct DetachAcknowledgement {
    /// Which.
    pub scan: ScanId,
    /// Why.
    pub reason: Reason,
}

impl Operation for DetachAcknowledgement {
    const NAME: &'static str = "scan.detach_signed";
    const SIGNED: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        self.scan.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<()>, Error> {
        let scan = known(store::scan::get(work.tx, self.scan)?, "este documento digitalizado")?;
        let subject = ScanSubject::of(work, &scan)?;
        let changed = subject.require(work, &scan.paper)?;
        if !matches!(subject, ScanSubject::HandedOver(_)) {
            return refuse("state", "Este documento digitalizado no es de una atención que terminó con una clave.");
        }
        taken_off(work, scan, subject, changed, Some(&self.reason))
    }
}

fn taken_off(
    work: &Work<'_>,
    scan: Scan,
    subject: ScanSubject,
    changed: &'static [Changed],
    reason: Option<&Reason>,
) -> Result<Done<()>, Error> {
    store::scan::remove(work.tx, scan.id)?;
    Ok(Done::new((), subject, changed).code(scan.paper).detail(json!({
        "scan": scan.id,
        "address": scan.address.to_string(),
        "reason": reason.map(Reason::as_str),
    })))
}

/// Bytes that nothing named were removed.
#[derive(Debug, Clone, Copy)]
pub(super) struct NoteSweep {
    removed: u64,
}

impl Operation for NoteSweep {
    const NAME: &'static str = "scan.sweep";
    const MENDS: bool = true;
    type Output = ();

    fn subject(&self) -> Subject {
        Subject::HOUSE
    }

    fn perform(&self, _work: &Work<'_>) -> Result<Done<()>, Error> {
        Ok(Done::new((), Subject::HOUSE, &[]).detail(json!({ "removed": self.removed })))
    }
}

impl House {
    /// Keeps a scan's bytes in the file of the year (by the centre's clock), then names them.
    ///
    /// # Errors
    /// As [`House::transact`], and the scan files'. Bytes that were kept for nothing are swept.
    pub fn attach_scan(
        &self,
        by: &Session,
        id: OpId,
        subject: ScanSubject,
        paper: ScannedPaper,
        scan: &images::Scan,
    ) -> Result<Answer<ScanId>, Error> {
        let now = self.clock().now();
        let in_year = now.day(self.centre().zone).year();
        let address = self.scans().put(in_year, &scan.bytes, now.0)?;
        if address.0 != scan.sha256 {
            return Err(Error::Inconsistent("un documento digitalizado cambió antes de guardarse".into()));
        }
        let name = NameScan {
            subject,
            paper,
            address,
            in_year,
            kind: scan.kind,
            byte_count: i64::try_from(scan.bytes.len()).unwrap_or(i64::MAX),
            size_px: (scan.width, scan.height),
            pages: scan.pages,
        };
        self.transact(by, id, &name)
    }

    /// Removes the bytes that no paper names and that are older than a day; answers how many. For the opening, and on
    /// demand; it can be stopped between two years.
    ///
    /// # Errors
    /// The store's and the scan files'; [`Error::Cancelled`].
    pub fn sweep_scans(&self, by: &Session, cancel: &CancelFlag) -> Result<u64, Error> {
        let reader = self.reader()?;
        let before_ms = self.clock().now().0.saturating_sub(SWEEP_AFTER_MS);
        let mut removed = 0_u64;
        for year in self.scans().years()? {
            if cancel.is_cancelled() {
                return Err(Error::Cancelled);
            }
            let swept = self.scans().sweep(year, before_ms, |address| {
                Ok::<_, Error>(store::scan::is_referenced_in(&reader, address, year)?)
            })?;
            removed = removed.saturating_add(swept);
        }
        if removed > 0 {
            self.perform(by, &NoteSweep { removed })?;
        }
        Ok(removed)
    }
}

/// Bytes whose rows are gone for good: removed a few hundred at a time, where nothing else names them.
#[derive(Debug, Default)]
pub(super) struct Bytes {
    by_year: BTreeMap<i32, Vec<Digest>>,
}

/// Blobs removed in one go: they are one transaction of their file.
const REMOVED_AT_ONCE: usize = 256;

impl Bytes {
    /// One more, in the file of this year.
    pub(super) fn add(&mut self, in_year: i32, address: Digest) {
        self.by_year.entry(in_year).or_default().push(address);
    }

    /// How many are left.
    pub(super) fn len(&self) -> usize {
        self.by_year.values().map(Vec::len).sum()
    }

    /// Removes some; answers whether there were any.
    ///
    /// # Errors
    /// The store's and the scan files'.
    pub(super) fn remove_some(&mut self, house: &House) -> Result<bool, Error> {
        let Some(mut year) = self.by_year.first_entry() else { return Ok(false) };
        let in_year = *year.key();
        let keep = year.get().len().saturating_sub(REMOVED_AT_ONCE);
        let some = year.get_mut().split_off(keep);
        if keep == 0 {
            year.remove();
        }
        let reader = house.reader()?;
        let mut unnamed = Vec::with_capacity(some.len());
        for address in some {
            if !store::scan::is_referenced_in(&reader, &address, in_year)? {
                unnamed.push(address);
            }
        }
        house.scans().remove_all(in_year, &unnamed)?;
        Ok(true)
    }
}

fn kind_code(kind: ScanKind) -> &'static str {
    match kind {
        ScanKind::Png => "png",
        ScanKind::Jpeg => "jpeg",
        ScanKind::Pdf => "pdf",
    }
}
