//! The scripted visits: what clerk and supervisor of a sample house do, by the operations that a window calls.
//!
//! A household's employer leaves with the key; somebody whose request is signed electronically leaves with a paper that
//! says what to bring; a third party's first slip is spoilt in the printer; a foreigner without cédula, an attorney and
//! an artisan come; a company that was recorded by hand needs a supervisor's word; and somebody has their affiliate key
//! unlocked.

mod alone;
mod draft;
mod unlocking;

pub use alone::Mailbox;

use std::sync::Arc;

use chrono::NaiveTime;
use draft::Draft;

use super::{Caller, SamplePaper, Script, drawn};
use crate::domain::approval::Matter;
use crate::domain::calendar::Moment;
use crate::domain::id::{IssuanceId, VisitId};
use crate::domain::ledger::{Acknowledgement, IssuanceState, VoidCause};
use crate::domain::procedure::employer_key::EmployerKey;
use crate::domain::rule::{OverrideBy, Verdict};
use crate::domain::turn::Reason;
use crate::intake::images;
use crate::ops::approval::{AnswerApproval, RequestApproval};
use crate::ops::day::{CloseDay, act};
use crate::ops::issuance::{self, DeliverSlip, Issued, Step, VoidSlip};
use crate::ops::scan::ScanSubject;
use crate::ops::turn::{CallTurn, MarkArrived};
use crate::ops::visit::{BeginVisit, EndVisit, Ending, GiveOverride, Surroundings};
use crate::ops::{Error, FixedClock, House, Session, new_op_id, settings, view};
use crate::print::documents::Document;
use crate::print::ipp::{CancelFlag, JobEnd, Patience};
use crate::print::{Destination, media_of, pdf};
use crate::store;

/// 17:15.
const AFTER_HOURS: NaiveTime = match NaiveTime::from_hms_opt(17, 15, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

/// Who acts, where, and who listens.
pub struct Stage<'a> {
    /// The sample house.
    pub house: &'a House,
    /// The clerk at the window.
    pub clerk: &'a Session,
    /// The supervisor, who answers what the clerk asks.
    pub supervisor: &'a Session,
    /// Where it is printed.
    pub printer: &'a dyn Destination,
    /// The house's clock: it goes on by a minute or two between steps.
    pub clock: &'a Arc<FixedClock>,
    /// Asks it to stop: before the next person, or while a printer is waited for.
    pub cancel: &'a CancelFlag,
    /// Hears each step in words.
    pub tell: &'a mut dyn FnMut(&str),
}

/// What came out of one visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The visit.
    pub visit: VisitId,
    /// The serials printed, in order; the last one delivered, unless the person left without.
    pub serials: Vec<String>,
    /// The name of the job of the acknowledgement or the constancia.
    pub paper: String,
}

/// What the script leaves that others look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// The household's employer, who left with the key.
    pub household: Outcome,
    /// Whoever left with a constancia.
    pub refused: Outcome,
}

impl Stage<'_> {
    /// Everybody of the cast, one after the other.
    ///
    /// # Errors
    /// As the operations.
    pub fn everybody(&mut self, cast: &Script) -> Result<Story, Error> {
        let callers = [
            &cast.domestic,
            &cast.electronic,
            &cast.authorising,
            &cast.foreigner,
            &cast.represented,
            &cast.artisan,
            &cast.by_hand,
        ];
        for caller in callers {
            self.house.perform(self.clerk, &MarkArrived { turn: caller.turn, reason: None })?;
        }
        self.say(&format!("Llegan {} personas con la confirmación de su turno.", callers.len()));
        let household =
            self.served("viene por la clave de su empleo doméstico", &cast.domestic, Draft::in_person(&cast.domestic))?;
        let refused = self.electronic_signature(&cast.electronic)?;
        self.spoilt_slip(&cast.authorising, Draft::by_third_party(&cast.authorising, &cast.third_party))?;
        self.served("trae su pasaporte y su código de extranjero", &cast.foreigner, Draft::in_person(&cast.foreigner))?;
        let attorney = Draft::by_attorney(&cast.represented, &cast.power.1);
        self.served("manda a quien tiene su poder, validado", &cast.represented, attorney)?;
        let artisan = Draft::in_person(&cast.artisan).with_qualification(&cast.qualification.1);
        self.served("trae su calificación artesanal", &cast.artisan, artisan)?;
        self.served("representa a una empresa registrada a mano", &cast.by_hand, Draft::in_person(&cast.by_hand))?;
        Ok(Story { household, refused })
    }

    /// The supervisor closes the day after the counter's hours; answers the name of the act's job.
    ///
    /// # Errors
    /// As the operations.
    pub fn close_day(&mut self) -> Result<String, Error> {
        let (now, zone) = (self.house.clock().now(), self.house.centre().zone);
        let day = now.day(zone);
        let evening = Moment::from_local(day.and_time(AFTER_HOURS), zone);
        self.clock.advance_ms(evening.0.saturating_sub(now.0).max(0));
        self.house.perform(self.supervisor, &CloseDay { day })?;
        let paper = format!("cierre-{day}");
        self.print(&paper, &act(self.house, self.supervisor, day)?)?;
        self.say("Supervisión cierra el día y firma el acta.");
        Ok(paper)
    }

    /// Somebody who leaves with the key, warnings answered for where there are some.
    fn served(&mut self, how: &str, caller: &Caller, draft: Draft) -> Result<Outcome, Error> {
        let visit = self.begin(how, caller)?;
        self.save(visit, &draft)?;
        self.answer_warnings(visit)?;
        self.scan(visit)?;
        self.issue_and_deliver(visit)
    }

    /// Somebody brings a request signed electronically, and leaves with a paper that says what to bring.
    fn electronic_signature(&mut self, caller: &Caller) -> Result<Outcome, Error> {
        let visit = self.begin("trae la solicitud con firma electrónica", caller)?;
        self.save(visit, &Draft::in_person(caller).signed_electronically())?;
        let reasons = self.house.perform(self.clerk, &EndVisit { visit, ending: Ending::not_served() })?.output;
        self.say(&format!("  No se entrega la clave. Motivos: {}.", reasons.join(", ")));
        let paper = format!("constancia-{visit}");
        let document = issuance::constancia(self.house, self.clerk, visit)?;
        self.print(&paper, &document)?;
        Ok(Outcome { visit, serials: Vec::new(), paper })
    }

    /// The first slip jams and is voided; a second one is made.
    fn spoilt_slip(&mut self, caller: &Caller, draft: Draft) -> Result<Outcome, Error> {
        let visit = self.begin("manda a una persona autorizada", caller)?;
        self.save(visit, &draft)?;
        self.answer_warnings(visit)?;
        self.scan(visit)?;
        let spoilt = self.issue(visit)?;
        self.say("  El papel salió arrugado: se anula la clave, se destruye el papel y se emite otra.");
        let void =
            VoidSlip { issuance: spoilt.issuance, cause: VoidCause::Jam, reason: "El papel salió arrugado".into() };
        self.house.perform(self.clerk, &void)?;
        self.forget(spoilt.issuance)?;
        let mut outcome = self.issue_and_deliver(visit)?;
        outcome.serials.insert(0, spoilt.serial);
        Ok(outcome)
    }

    fn begin(&mut self, how: &str, caller: &Caller) -> Result<VisitId, Error> {
        if self.cancel.is_cancelled() {
            return Err(Error::Cancelled);
        }
        let turn = caller.turn;
        self.say(&format!("— {} {how} ({}).", caller.applicant.name, caller.employer.name));
        // In a sample day others wait too: whoever is not next is called for a reason, which the journal keeps.
        let reason = Reason::parse("Atención de muestra").map_err(|fault| Error::Inconsistent(fault.to_string()))?;
        self.house.perform(self.clerk, &CallTurn { wanted: Some(turn), reason: Some(reason) })?;
        let visit = self.house.perform(self.clerk, &BeginVisit { turn })?.output;
        self.say("  Se llama su turno a la ventanilla y empieza la atención.");
        self.minutes(1);
        Ok(visit)
    }

    /// Saves the working copy as a clerk fills it in, one paper after the other, and tells the verdict.
    fn save(&mut self, visit: VisitId, draft: &Draft) -> Result<(), Error> {
        for (revision, text) in (1..).zip(draft.stages()?) {
            crate::ops::visit::save_draft(self.house, self.clerk, visit, &text, revision)?;
        }
        self.minutes(2);
        let blocking = self.blocking(visit)?;
        match blocking.as_slice() {
            [] => self.say("  Los papeles están en regla."),
            some => some.iter().for_each(|(_, sentence, verdict)| {
                let sign = match verdict {
                    Verdict::Warning(_) => "Advertencia",
                    Verdict::Refused => "No se acepta",
                    _ => "Falta",
                };
                (self.tell)(&format!("  {sign}: {sentence}"));
            }),
        }
        Ok(())
    }

    fn blocking(&self, visit: VisitId) -> Result<Vec<(String, String, Verdict)>, Error> {
        let reader = self.house.reader()?;
        let settings = settings::load(&reader, self.house.centre().id)?;
        let around = Surroundings { now: self.house.clock().now(), centre: self.house.centre(), settings: &settings };
        let row = crate::ops::known(store::visit::get(&reader, visit)?, "esta atención")?;
        let assessment = crate::ops::visit::assess(&reader, around, &row)?;
        Ok(assessment.blocking().map(|it| (it.rule.as_str().to_owned(), it.sentence.clone(), it.verdict)).collect())
    }

    /// Answers each warning: by the clerk's reason, and a supervisor's word where the rule asks for it.
    fn answer_warnings(&mut self, visit: VisitId) -> Result<(), Error> {
        for (rule, sentence, verdict) in self.blocking(visit)? {
            let Verdict::Warning(needs) = verdict else { continue };
            let reason = "Verificado con el registro del portal en la ventanilla";
            let given = GiveOverride { visit, rule, sentence, reason: reason.into() };
            if needs == OverrideBy::Supervisor {
                let request = RequestApproval {
                    matter: Matter::Override,
                    subject: visit.into(),
                    covers: given.covers(),
                    reason: reason.into(),
                };
                let approval = self.house.perform(self.clerk, &request)?.output;
                let answer = AnswerApproval { approval, granted: true, note: String::new() };
                self.house.answer_approval(self.supervisor, &answer)?;
                self.say(&format!("  Supervisión aprueba la justificación de {}.", given.rule));
            }
            self.house.perform(self.clerk, &given)?;
        }
        Ok(())
    }

    /// Scans what the centre asks for of what was shown.
    fn scan(&mut self, visit: VisitId) -> Result<(), Error> {
        let read = view::case_at_hand::<EmployerKey>(self.house, &self.house.reader()?, visit)?;
        for paper in read.at_hand.missing_scans(&read.case) {
            let file = drawn(SamplePaper::of(paper), visit.0.unsigned_abs())?;
            let scan = images::read(&file).map_err(|fault| Error::Inconsistent(fault.to_string()))?;
            self.house.attach_scan(self.clerk, new_op_id()?, ScanSubject::Visit(visit), paper, &scan)?;
        }
        self.say("  Se digitalizan los documentos.");
        Ok(())
    }

    fn issue(&mut self, visit: VisitId) -> Result<Issued, Error> {
        let tell = &mut *self.tell;
        let issued =
            issuance::issue(self.house, self.clerk, new_op_id()?, visit, self.printer, self.cancel, &mut |step| {
                match step {
                    Step::Reserved(serial) => tell(&format!("  Clave reservada con la serie {serial}.")),
                    Step::Sent => tell("  Enviada a la impresora."),
                    Step::Printer(words) => tell(&format!("  Impresora: {words}.")),
                }
            })?;
        if issued.state != IssuanceState::Printed {
            let words = issued.words.unwrap_or_default();
            return crate::ops::refuse(
                "not_printed",
                format!("La clave de serie {} no se imprimió: {words}", issued.serial),
            );
        }
        self.minutes(1);
        Ok(issued)
    }

    fn issue_and_deliver(&mut self, visit: VisitId) -> Result<Outcome, Error> {
        let issued = self.issue(visit)?;
        let paper = format!("acuse-{}", issued.serial);
        let document = issuance::acknowledgement(self.house, self.clerk, issued.issuance)?;
        self.print(&paper, &document)?;
        let deliver = DeliverSlip { issuance: issued.issuance, acknowledgement: Acknowledgement::Signed };
        self.house.perform(self.clerk, &deliver)?;
        self.forget(issued.issuance)?;
        self.say(&format!("  La persona firma el acuse de recibo y recibe la clave de serie {}.", issued.serial));
        Ok(Outcome { visit, serials: vec![issued.serial], paper })
    }

    /// Nothing of the slip stays at the printer.
    fn forget(&self, issuance: IssuanceId) -> Result<(), Error> {
        issuance::purge(self.house, self.clerk, issuance, self.printer).map(drop)
    }

    fn print(&mut self, name: &str, document: &Document) -> Result<(), Error> {
        let bytes = pdf::render(document)?;
        let media = media_of(document);
        let job = self.printer.create_job(name, media)?;
        self.printer.send(job, &bytes)?;
        let tell = &mut *self.tell;
        let end = self.printer.follow(job, Patience::default(), self.cancel, &mut |words| {
            tell(&format!("  Impresora: {words}."));
        });
        self.printer.purge(job)?;
        match end {
            JobEnd::Printed => Ok(()),
            JobEnd::Failed(words) | JobEnd::Unconfirmed(words) => {
                crate::ops::refuse("not_printed", format!("{name} no se imprimió: {words}"))
            }
            JobEnd::Cancelled => Err(Error::Cancelled),
        }
    }

    fn minutes(&self, minutes: i64) {
        self.clock.advance_ms(minutes.saturating_mul(60_000));
    }

    fn say(&mut self, words: &str) {
        (self.tell)(words);
    }
}
