//! A visit that is served by a checklist: the steps at the left, the step at hand in the middle, the verdict at the right,
//! and one large button that says what comes next. It knows no procedure: what is its own is said by [`OnScreen`].

mod aside;
mod on_screen;
mod overriding;
mod page;
mod sheet;
mod step;
mod verdict;
mod without;

pub(super) use self::aside::Aside;
pub(super) use self::on_screen::{OnScreen, Pages, Registered, Service, Words};

use std::sync::Arc;

use eframe::egui::{CentralPanel, ScrollArea, Ui};

use self::overriding::OverrideDialog;
use self::sheet::Sheet;
use self::step::{Comes, Standing};
use self::verdict::VerdictPanel;
use self::without::{Chosen, WithoutDialog};
use super::frame::{Frame, Wish};
use super::reading::ReadDocument;
use super::serving::{Saved, Serving};
use super::{ended_without, has_ended};
use crate::desk::{Desk, Drafting, Error, Live};
use crate::domain::id::VisitId;
use crate::domain::rule::Said;
use crate::ops::Changed;
use crate::ops::scan::ScanSubject;
use crate::ops::view::{self, CaseAtHand, Scan, VisitAtHand};
use crate::ui::cx::Cx;
use crate::ui::screens::scans::ScanPanel;
use crate::ui::shortcuts::Action;
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Flow};

/// The visit at hand, with the papers `P`.
pub(super) struct Checklist<P: OnScreen> {
    id: VisitId,
    at_hand: Live<Arc<CaseAtHand<P>>>,
    sheet: Option<Sheet<P>>,
    drafting: Option<Drafting<P>>,
    step: P::Step,
    /// Where the keyboard is in the step.
    flow: Flow,
    pages: P::Pages,
    scans: ScanPanel,
    verdict: VerdictPanel,
    service: P::Service,
    overriding: Option<OverrideDialog>,
    takes_focus: bool,
    unseen_scan: bool,
    /// What a reader read: it names whom the step asks for, once the field it typed into got its text back.
    names: Option<ReadDocument>,
    /// Changed, and not handed in yet.
    unsaved: bool,
    /// The service stood before the papers in the frame before.
    service_stood: bool,
    /// The step was just entered: wherever it was scrolled to before, it begins at its top.
    opens_at_its_top: bool,
    /// What is asked before it ends without what the person came for.
    without: Option<WithoutDialog>,
    /// How high the large button is with what stands over it, in points.
    foot_height: f32,
}

impl<P: OnScreen> Checklist<P> {
    /// Of a visit.
    pub(super) fn of(id: VisitId) -> Self {
        Self {
            id,
            at_hand: Live::default(),
            sheet: None,
            drafting: None,
            step: P::FIRST,
            flow: Flow::default(),
            pages: P::Pages::default(),
            scans: ScanPanel::new(ScanSubject::Visit(id)),
            verdict: VerdictPanel::default(),
            service: P::Service::default(),
            overriding: None,
            takes_focus: true,
            unseen_scan: false,
            names: None,
            unsaved: false,
            service_stood: false,
            opens_at_its_top: true,
            without: None,
            foot_height: 62.0,
        }
    }

    fn read(&self) -> Option<&Arc<CaseAtHand<P>>> {
        self.at_hand.get()
    }

    fn walk(&mut self, forward: bool, frame: &mut Frame) {
        let Some(sheet) = &self.sheet else { return };
        let steps = P::steps(&sheet.case);
        let at = steps.iter().position(|step| *step == self.step).unwrap_or(0);
        let to = if forward { at.saturating_add(1) } else { at.saturating_sub(1) };
        if let Some(step) = steps.get(to) {
            self.enter(*step, frame);
        }
    }

    /// The keyboard goes to the first thing that is open in the step.
    fn lead_to_what_is_open(&mut self) {
        self.flow.reset();
        self.flow.focus_open();
    }

    fn enter(&mut self, step: P::Step, frame: &mut Frame) {
        self.step = step;
        self.opens_at_its_top = true;
        frame.fault = None;
        self.lead_to_what_is_open();
    }

    fn comes(&self) -> Option<Comes<P::Step>> {
        let (sheet, read) = (self.sheet.as_ref()?, self.read()?);
        let lacks_scans = !read.at_hand.missing_scans(&sheet.case).is_empty();
        Some(step::next(self.step, &sheet.case, &sheet.assessment, lacks_scans))
    }

    /// What the large button does.
    fn press_large(&mut self, frame: &mut Frame) {
        match self.comes() {
            Some(Comes::Step(step)) => self.enter(step, frame),
            Some(Comes::Answer) => {
                let first = self.sheet.as_ref().and_then(|sheet| {
                    sheet.assessment.blocking().find(|it| Standing::of(it) == Standing::ToAnswer).cloned()
                });
                let assessment = self.sheet.as_ref().map(|sheet| &sheet.assessment);
                self.overriding =
                    assessment.zip(first).map(|(assessment, first)| OverrideDialog::of(self.id, assessment, &first));
            }
            Some(Comes::Scan) => {
                if let Some(step) = self.step_of_missing_scan() {
                    self.enter(step, frame);
                }
                self.scans.focus();
            }
            Some(Comes::Service) => self.serve(frame),
            Some(Comes::Constancia) => self.ask_the_end(),
            None => {}
        }
    }

    /// The step beside which the first paper is scanned that still lacks.
    fn step_of_missing_scan(&self) -> Option<P::Step> {
        let (sheet, read) = (self.sheet.as_ref()?, self.read()?);
        let wanted = read.at_hand.missing_scans(&sheet.case).first().copied()?;
        P::steps(&sheet.case).into_iter().find(|step| P::scanned_in(*step, &sheet.case).contains(&wanted))
    }

    fn dialogs_ui(&mut self, ui: &Ui, cx: &mut Cx<'_>, frame: &mut Frame) {
        if let Some(dialog) = &mut self.without {
            match dialog.ui(ui.ctx(), cx, self.id) {
                Chosen::Nothing => {}
                Chosen::End(ending, with_constancia) => {
                    self.without = None;
                    frame.end(ending, with_constancia);
                }
                Chosen::Over => self.without = None,
            }
        }
        if let Some(dialog) = &mut self.overriding
            && !dialog.ui(ui.ctx(), cx)
        {
            frame.fault = dialog.take_refused();
            self.overriding = None;
            self.at_hand.stale();
            self.takes_focus = true;
        }
    }

    fn poll_drafting(&mut self, cx: &mut Cx<'_>) {
        if let (Some(drafting), Some(sheet)) = (&mut self.drafting, &mut self.sheet)
            && let Some(saved) = drafting.poll(cx.desk)
        {
            let outdated = self.pages.take_outdated();
            let is_of_before = |scan: &Scan| outdated.iter().any(|paper| scan.paper == paper.code());
            if self.at_hand.get().is_some_and(|it| it.at_hand.scans.iter().any(is_of_before)) {
                cx.tell(
                    "Lo digitalizado antes del cambio queda como «Otro documento»; digitalice los papeles de ahora.",
                );
                self.at_hand.stale();
            }
            let had_no_answer = P::registered(&sheet.case) == Registered::NotAnswered;
            if sheet.take_from_store(saved) {
                drafting.save(cx.desk, sheet.case.copy.clone());
            }
            if had_no_answer && P::registered(&sheet.case) != Registered::NotAnswered {
                // New questions stand on the page: the keyboard goes to the first that is open, unless somebody is elsewhere.
                self.flow.focus_open_when_free();
            }
        }
        if let (Some(drafting), Some(sheet)) = (&mut self.drafting, &self.sheet)
            && drafting.is_to_be_sent_again()
            && cx.desk.session().is_some()
            && !cx.desk.is_cut()
        {
            drafting.save(cx.desk, sheet.case.copy.clone());
        }
    }

    /// What is left to do of a visit that ended.
    fn ended_ui(ui: &mut Ui, cx: &Cx<'_>, at_hand: &VisitAtHand, frame: &mut Frame) {
        let without = ended_without(at_hand);
        widgets::card(ui, |ui| {
            let about = match without {
                true => {
                    format!("Terminó {}. Si la persona vuelve hoy, reabra la atención desde Turnos.", P::WORDS.without)
                }
                false => "Vuelva a Turnos y llame el turno siguiente.".to_owned(),
            };
            widgets::panel_title(ui, "La atención terminó", &about);
            ui.add_space(10.0);
            frame.fault_ui(ui, None);
            let is_busy = frame.constancia.is_some();
            let again = Button::primary("Imprimir la constancia").icon(Icon::Printer).large().busy(is_busy);
            if without && again.show(ui).clicked() {
                frame.fault = None;
                frame.constancia = Some(cx.desk.print_constancia(frame.id));
            }
        });
    }

    /// How many points nobody looked at, if any.
    fn unseen_in_words(sheet: &Sheet<P>) -> Option<String> {
        match sheet.assessment.of_which_is_said(Said::Unseen).count() {
            0 => None,
            1 => Some("Queda un punto sin revisar: la constancia lo nombra.".to_owned()),
            several => Some(format!("Quedan {several} puntos sin revisar: la constancia los nombra.")),
        }
    }
}

impl<P: OnScreen> Serving for Checklist<P> {
    fn at_hand(&self) -> Option<&VisitAtHand> {
        self.read().map(|read| &read.at_hand)
    }

    fn unread(&self) -> Option<String> {
        self.at_hand.fault().map(ToString::to_string)
    }

    fn refresh(&mut self, cx: &Cx<'_>) -> bool {
        // Everything that the verdict hears of.
        const LISTS: &[Changed] = &[
            Changed::Visits,
            Changed::Turns,
            Changed::Issuances,
            Changed::Approvals,
            Changed::Employers,
            Changed::People,
            Changed::Insured,
            Changed::NotarialPowers,
            Changed::ArtisanQualifications,
            Changed::Settings,
        ];
        let id = self.id;
        self.at_hand.refresh(cx.desk, LISTS, |desk| {
            desk.read(move |house, reader| view::case_at_hand::<P>(house, reader, id).map(Arc::new))
        })
    }

    fn take_in(&mut self, cx: &mut Cx<'_>, id: VisitId) {
        let Some(read) = self.at_hand.get() else { return };
        self.unseen_scan = false;
        let mut case = read.case.clone();
        match (&mut self.sheet, &mut self.drafting) {
            (Some(sheet), Some(drafting)) => {
                if drafting.is_settled() && sheet.take_from_store(case) {
                    drafting.save(cx.desk, sheet.case.copy.clone());
                }
            }
            (sheet, drafting) => {
                let mut saving = Drafting::of(id, read.at_hand.visit.draft_revision);
                // Only what was never written in: what was emptied is meant to be empty.
                let is_new = read.at_hand.visit.draft_revision == 0 && !has_ended(&read.at_hand);
                if is_new && P::begin(&mut case) {
                    saving.save(cx.desk, case.copy.clone());
                }
                *drafting = Some(saving);
                let made = Sheet::of(case);
                let mut steps = P::steps(&made.case).into_iter();
                let first = steps.find(|step| step::standing(*step, &made.case, &made.assessment) > Standing::Waits);
                self.step = first.unwrap_or(P::FIRST);
                *sheet = Some(made);
            }
        }
        if std::mem::take(&mut self.takes_focus) {
            self.lead_to_what_is_open();
        }
    }

    fn poll(&mut self, cx: &mut Cx<'_>) {
        self.poll_drafting(cx);
        if let (Some(sheet), Some(read)) = (&self.sheet, self.at_hand.get()) {
            self.pages.prepare(cx, &read.at_hand, &sheet.case);
        }
        self.service.poll(cx);
    }

    fn saved(&self) -> Saved {
        if self.unsaved {
            return Saved::NotYet;
        }
        match &self.drafting {
            Some(drafting) if drafting.fault().is_some() && !drafting.is_to_be_sent_again() => Saved::Failed,
            Some(drafting) if !drafting.is_settled() => Saved::NotYet,
            _ => Saved::Whole,
        }
    }

    fn flush(&mut self, desk: &Desk) {
        if let Some(drafting) = &mut self.drafting {
            drafting.flush(desk);
        }
    }

    fn is_free(&self) -> bool {
        !self.covers()
    }

    fn covers(&self) -> bool {
        self.at_hand().is_some_and(|at_hand| self.service.stands_before(at_hand))
    }

    fn is_at_work(&self) -> bool {
        self.service.is_at_work()
    }

    fn holds(&self) -> bool {
        self.at_hand().is_some_and(|at_hand| self.service.holds(at_hand))
    }

    fn has_papers(&self) -> bool {
        true
    }

    fn on_behalf_of(&self) -> Option<String> {
        self.sheet.as_ref().and_then(|sheet| P::for_whom(&sheet.case))
    }

    fn without(&self) -> Option<&'static str> {
        Some(P::WORDS.without)
    }

    fn ask_the_end(&mut self) {
        // Whoever doubts is never forced to print: where nothing is in the way, they say why.
        self.without = self.sheet.as_ref().map(|sheet| {
            WithoutDialog::before_the_end(P::WORDS, !sheet.assessment.may_issue(), Self::unseen_in_words(sheet))
        });
    }

    fn ask_look(&mut self) {
        self.without = Some(WithoutDialog::for_a_look(P::WORDS));
    }

    fn act(&mut self, action: Action, frame: &mut Frame) {
        match action {
            Action::GoOn => self.press_large(frame),
            Action::Print => match self.comes() {
                Some(Comes::Service) => self.serve(frame),
                // It ends the visit: that is asked first.
                Some(Comes::Constancia) => self.ask_the_end(),
                _ => frame.fault = Some("Todavía no se puede: vea a la derecha lo que falta.".into()),
            },
            Action::PreviousStep => self.walk(false, frame),
            Action::NextStep => self.walk(true, frame),
            _ => {}
        }
    }

    fn serve(&mut self, frame: &mut Frame) {
        frame.fault = self.sheet.as_ref().and_then(|sheet| P::hindrance(&sheet.case));
        if frame.fault.is_none() {
            frame.wish = Some(Wish::Serve);
        }
    }

    fn begin_service(&mut self, cx: &Cx<'_>) {
        self.service.start(cx.desk, self.id);
    }

    fn has_way_back(&self) -> bool {
        self.service.has_way_back()
    }

    fn take_read(&mut self, read: ReadDocument) {
        let Some(sheet) = &mut self.sheet else { return };
        let is_asked_for = self.step == P::DOCUMENT || P::somebody_mut(self.step, &mut sheet.case.copy).is_some();
        let step = if is_asked_for { self.step } else { P::DOCUMENT };
        self.names = Some(read.clone());
        self.pages.take_read(step, read);
        if step != self.step {
            self.step = step;
            self.opens_at_its_top = true;
            self.lead_to_what_is_open();
        }
    }

    fn take_keyboard(&mut self) {
        let is_answered = |drafting: &Drafting<P>| drafting.is_settled() || drafting.fault().is_some();
        if !self.unsaved && self.drafting.as_ref().is_none_or(is_answered) {
            self.flow.focus_open_when_free();
        }
    }

    fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, frame: &mut Frame) {
        let Some(read) = self.at_hand.get() else { return };
        let read = Arc::clone(read);
        let at_hand = &read.at_hand;
        self.dialogs_ui(ui, cx, frame);
        if self.service.stands_before(at_hand)
            && let Some(sheet) = &self.sheet
        {
            self.service_stood = true;
            CentralPanel::no_frame().show(ui, |ui| {
                ScrollArea::vertical().id_salt("service").show(ui, |ui| {
                    widgets::card(ui, |ui| self.service.ui(ui, cx, at_hand, &sheet.case));
                });
            });
            return;
        }
        if std::mem::take(&mut self.service_stood) {
            self.lead_to_what_is_open();
        }
        if has_ended(at_hand) {
            Self::ended_ui(ui, cx, at_hand, frame);
            return;
        }
        self.papers_ui(ui, cx, at_hand, frame);
    }
}

impl<P: OnScreen> Checklist<P> {
    /// Why the last copy was not saved.
    fn unsaved_in_words(&self) -> Option<String> {
        self.drafting.as_ref().and_then(Drafting::fault).map(Error::to_string)
    }
}
