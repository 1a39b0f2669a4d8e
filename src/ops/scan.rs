//! Scans of papers: attached to a visit or to a paper of the registers, taken off again, swept.
//!
//! The bytes are on the disk before the row that names them, so a cut leaves at worst bytes that nothing names: these,
//! and those of scans taken off, are removed by [`House::sweep_scans`] once they are a day old.

use std::collections::BTreeMap;

use chrono::Datelike as _;
use serde_json::json;

use super::error::{Error, known, refuse};
use super::house::{House, Session};
use super::operation::{Changed, Done, Operation, Subject, Work};
use super::transact::Answer;
use super::visit::open_visit;
use crate::domain::id::{ArtisanQualificationId, NotarialPowerId, OpId, ScanId, VisitId};
use crate::domain::journal::Digest;
use crate::domain::turn::Reason;
use crate::intake::images::{self, ScanKind};
use crate::print::ipp::CancelFlag;
use crate::store;
use crate::store::scan::Scan;

/// Bytes that nothing names are left alone for a day: a row may be about to name them.
const SWEEP_AFTER_MS: i64 = 24 * 60 * 60 * 1000;

/// What a scan belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanSubject {
    /// A visit that is open.
    Visit(VisitId),
    /// A power of the register.
    NotarialPower(NotarialPowerId),
    /// A qualification of the register.
    ArtisanQualification(ArtisanQualificationId),
}

impl From<ScanSubject> for Subject {
    fn from(subject: ScanSubject) -> Self {
        match subject {
            ScanSubject::Visit(id) => id.into(),
            ScanSubject::NotarialPower(id) => id.into(),
            ScanSubject::ArtisanQualification(id) => id.into(),
        }
    }
}

impl ScanSubject {
    /// May scans be attached to it, or taken off?
    fn require(self, work: &Work<'_>) -> Result<&'static [Changed], Error> {
        match self {
            Self::Visit(id) => open_visit(work, id).map(|_| &[Changed::Visits] as &[_]),
            Self::NotarialPower(id) => known(store::notarial_power::get(work.tx, id)?, "este poder notarial")
                .map(|_| &[Changed::NotarialPowers] as &[_]),
            Self::ArtisanQualification(id) => {
                known(store::artisan_qualification::get(work.tx, id)?, "esta calificación artesanal")
                    .map(|_| &[Changed::ArtisanQualifications] as &[_])
            }
        }
    }

    fn of(scan: &Scan) -> Result<Self, Error> {
        match scan.subject_kind.as_str() {
            "visit" => Ok(Self::Visit(VisitId(scan.subject_id))),
            "notarial_power" => Ok(Self::NotarialPower(NotarialPowerId(scan.subject_id))),
            "artisan_qualification" => Ok(Self::ArtisanQualification(ArtisanQualificationId(scan.subject_id))),
            other => Err(Error::Inconsistent(format!("un documento digitalizado es de «{other}»"))),
        }
    }
}

/// Which paper a scan shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScannedPaper {
    /// The request for the key.
    Request,
    /// The applicant's identity document.
    ApplicantDocument,
    /// The identity document of who comes in the applicant's place.
    PresenterDocument,
    /// The notarial power.
    NotarialPower,
    /// The curator's appointment.
    Appointment,
    /// The artisan qualification or ministerial agreement.
    ArtisanQualification,
    /// The acknowledgement, signed.
    Acknowledgement,
    /// Something else.
    Other,
}

impl ScannedPaper {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Request,
        Self::ApplicantDocument,
        Self::PresenterDocument,
        Self::NotarialPower,
        Self::Appointment,
        Self::ArtisanQualification,
        Self::Acknowledgement,
        Self::Other,
    ];

    /// The word for it in the store.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::ApplicantDocument => "applicant_document",
            Self::PresenterDocument => "presenter_document",
            Self::NotarialPower => "notarial_power",
            Self::Appointment => "appointment",
            Self::ArtisanQualification => "artisan_qualification",
            Self::Acknowledgement => "acknowledgement",
            Self::Other => "other",
        }
    }

    /// The words for it.
    #[must_use]
    pub fn spanish(self) -> &'static str {
        match self {
            Self::Request => "Solicitud de entrega de clave",
            Self::ApplicantDocument => "Documento de identidad del solicitante",
            Self::PresenterDocument => "Documento de identidad de quien se presenta",
            Self::NotarialPower => "Poder notarial",
            Self::Appointment => "Nombramiento de curador",
            Self::ArtisanQualification => "Calificación artesanal o acuerdo ministerial",
            Self::Acknowledgement => "Acuse de recibo firmado",
            Self::Other => "Otro documento",
        }
    }
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
    type Output = ScanId;

    fn subject(&self) -> Subject {
        self.subject.into()
    }

    fn perform(&self, work: &Work<'_>) -> Result<Done<ScanId>, Error> {
        let changed = self.subject.require(work)?;
        let subject = Subject::from(self.subject);
        let row = Scan {
            id: ScanId(0),
            subject_kind: subject.kind.into(),
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

/// Takes a scan off its paper: a visit's while the visit is open, one of the registers with a reason.
#[derive(Debug, Clone)]
pub struct DetachScan {
    /// Which.
    pub scan: ScanId,
    /// Why; needed for the registers.
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
        let subject = ScanSubject::of(&scan)?;
        let changed = subject.require(work)?;
        if self.reason.is_none() && !matches!(subject, ScanSubject::Visit(_)) {
            return refuse(
                "reason",
                "Escriba el motivo: el documento digitalizado es de un registro que sirve en otras atenciones.",
            );
        }
        store::scan::remove(work.tx, self.scan)?;
        Ok(Done::new((), subject, changed).code(scan.paper).detail(json!({
            "scan": self.scan,
            "address": scan.address.to_string(),
            "reason": self.reason.as_ref().map(Reason::as_str),
        })))
    }
}

/// Bytes that nothing named were removed.
#[derive(Debug, Clone, Copy)]
struct NoteSweep {
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
