//! Atención: one page. Who came above, the steps at the left, the step at hand in the middle, the verdict at the right, and
//! one large button that says what comes next.

mod aside;
mod ending;
mod fields;
mod head;
mod key_today;
mod overriding;
mod pages;
mod papers;
mod plain;
mod reading;
mod sheet;
mod slip;
mod step;
mod verdict;
mod without_key;

use std::sync::Arc;

use eframe::egui::{CentralPanel, Context, ScrollArea, Ui};

use self::aside::unprintable_names;
use self::ending::Ended;
use self::key_today::KeyToday;
use self::overriding::OverrideDialog;
use self::pages::Pages;
use self::plain::PlainPanel;
pub(in crate::ui) use self::reading::ReadDocument;
use self::sheet::Sheet;
use self::slip::{About, SlipPanel};
use self::step::{Comes, OnThePage as _, Standing, Step};
use self::verdict::VerdictPanel;
use self::without_key::WithoutKeyDialog;
use super::scans::ScanPanel;
use crate::desk::{Desk, Drafting, Error, Live, Pending, PrintJob};
use crate::domain::id::VisitId;
use crate::domain::procedure::Papers as _;
use crate::domain::procedure::employer_key::EmployerKey;
use crate::domain::procedure_id::ProcedureId;
use crate::ops::Changed;
use crate::ops::scan::ScanSubject;
use crate::ops::view::{self, Issuance, VisitAtHand, VisitOutcome, VisitState};
use crate::ops::visit::{EndVisit, Ending, ParkVisit};
use crate::ui::cx::{Command, Cx};
use crate::ui::shortcuts::Action;
use crate::ui::widgets::{self, Sign};

/// The visit at hand.
pub struct VisitScreen {
    id: VisitId,
    at_hand: Live<Arc<VisitAtHand>>,
    sheet: Option<Sheet>,
    drafting: Option<Drafting>,
    step: Step,
    pages: Pages,
    scans: ScanPanel,
    verdict: VerdictPanel,
    key_today: KeyToday,
    slip: SlipPanel,
    plain: PlainPanel,
    overriding: Option<OverrideDialog>,
    ending: Ended,
    parking: Pending<()>,
    wish: Option<Wish>,
    constancia: Option<PrintJob<()>>,
    fault: Option<String>,
    takes_focus: bool,
    unseen_scan: bool,
    /// Changed, and not handed in yet.
    unsaved: bool,
    /// The slip stood before the papers in the frame before.
    slip_stood: bool,
    /// Whoever attends is asked whether the person left.
    asks_whether_left: bool,
    /// The step was just entered: wherever it was scrolled to before, it begins at its top.
    opens_at_its_top: bool,
    /// What is asked before it ends without a key.
    without_key: Option<WithoutKeyDialog>,
    /// It was ended from this page.
    ended_here: bool,
    /// How high the large button is with what stands over it, in points.
    foot_height: f32,
}

/// What is done as soon as everything that was typed is saved: the store judges what the screen shows.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wish {
    Park,
    Print,
    End(Ending, bool),
}

impl VisitScreen {
    /// Shows a visit.
    #[must_use]
    pub fn open(id: VisitId) -> Self {
        Self {
            id,
            at_hand: Live::default(),
            sheet: None,
            drafting: None,
            step: Step::Turn,
            pages: Pages::default(),
            scans: ScanPanel::new(ScanSubject::Visit(id)),
            verdict: VerdictPanel::default(),
            key_today: KeyToday::default(),
            slip: SlipPanel::default(),
            plain: PlainPanel::default(),
            overriding: None,
            ending: Ended::default(),
            parking: Pending::default(),
            wish: None,
            constancia: None,
            fault: None,
            takes_focus: true,
            unseen_scan: false,
            unsaved: false,
            slip_stood: false,
            asks_whether_left: false,
            opens_at_its_top: true,
            without_key: None,
            ended_here: false,
            foot_height: 62.0,
        }
    }

    /// Which visit.
    #[must_use]
    pub fn id(&self) -> VisitId {
        self.id
    }

    /// Of which procedure, once it was read.
    #[must_use]
    pub fn procedure(&self) -> Option<ProcedureId> {
        ProcedureId::parse(&self.at_hand.get()?.visit.procedure)
    }

    /// Sets the visit aside, once what was typed is saved.
    pub fn park(&mut self) {
        self.wish = Some(Wish::Park);
    }

    /// A reader read a document: it is the one that the step at hand asks for, or else the applicant's.
    pub(in crate::ui) fn take_read(&mut self, read: ReadDocument) {
        let Some(sheet) = &mut self.sheet else { return };
        let is_asked_for = self.step == Step::Document || sheet::somebody_mut(self.step, &mut sheet.case).is_some();
        let step = if is_asked_for { self.step } else { Step::Document };
        if reading::name_in(step, &mut sheet.case, &read) {
            sheet.judge();
            self.unsaved = true;
        }
        self.pages.take_read(step, read);
        if step != self.step {
            self.enter(step);
        }
    }

    /// What does not belong to the form: told above the large button.
    pub fn complain(&mut self, sentence: String) {
        self.fault = Some(sentence);
    }

    /// Does a slip wait here to be settled, or is one being printed?
    #[must_use]
    pub fn has_open_slip(&self) -> bool {
        self.at_hand.get().is_some_and(|at_hand| self.slip.stands_before(open_slip(at_hand)))
    }

    /// Is the visit being set aside?
    #[must_use]
    pub fn is_parking(&self) -> bool {
        self.parking.is_busy() || self.wish == Some(Wish::Park)
    }

    /// What was typed last goes to the store before the page is left.
    pub fn flush(&mut self, desk: &Desk) {
        if let Some(drafting) = &mut self.drafting {
            drafting.flush(desk);
        }
    }

    /// What a key of the list of shortcuts does here.
    pub fn act(&mut self, ctx: &Context, action: Action) {
        if !self.shows_papers() {
            return;
        }
        self.fault = None;
        match action {
            Action::GoOn => self.go_on(),
            Action::Print => match self.comes() {
                Some(Comes::Key) => self.print_key(),
                // It ends the visit: that is asked first.
                Some(Comes::Constancia) => self.ask_the_end(),
                _ => self.fault = Some("Todavía no se puede imprimir: vea a la derecha lo que falta.".into()),
            },
            Action::PreviousStep => self.walk(false),
            Action::NextStep => self.walk(true),
            _ => {}
        }
        ctx.request_repaint();
    }

    /// Prints the key, once what was typed is saved.
    pub fn print_key(&mut self) {
        self.fault = self.sheet.as_ref().and_then(|sheet| unprintable_names(&sheet.case));
        if self.fault.is_some() {
            return;
        }
        self.wish = Some(Wish::Print);
    }

    /// The keyboard, where nothing has it, goes to the first open question, once the store has said which there are.
    pub fn take_keyboard(&mut self) {
        let is_answered = |drafting: &Drafting| drafting.is_settled() || drafting.fault().is_some();
        if !self.unsaved && self.drafting.as_ref().is_none_or(is_answered) {
            self.pages.questions_came();
        }
    }

    /// Are the papers what the page shows, with nothing under way?
    #[must_use]
    pub fn shows_papers(&self) -> bool {
        let Some(at_hand) = self.at_hand.get() else { return false };
        let is_busy = self.ending.pending.is_busy() || self.constancia.is_some() || self.parking.is_busy();
        let is_free = !is_busy && self.wish.is_none() && !self.slip.stands_before(open_slip(at_hand));
        is_free && at_hand.case.is_some() && !Self::has_ended(at_hand)
    }

    fn walk(&mut self, forward: bool) {
        let Some(sheet) = &self.sheet else { return };
        let steps = EmployerKey::steps(&sheet.case);
        let at = steps.iter().position(|step| *step == self.step).unwrap_or(0);
        let to = if forward { at.saturating_add(1) } else { at.saturating_sub(1) };
        if let Some(step) = steps.get(to) {
            self.enter(*step);
        }
    }

    fn enter(&mut self, step: Step) {
        self.step = step;
        self.opens_at_its_top = true;
        self.fault = None;
        self.pages.enter();
    }

    fn comes(&self) -> Option<Comes> {
        let (sheet, at_hand) = (self.sheet.as_ref()?, self.at_hand.get()?);
        let lacks_scans = !at_hand.missing_scans(&sheet.case).is_empty();
        Some(Comes::after(self.step, &sheet.case, &sheet.assessment, lacks_scans))
    }

    /// What the large button does.
    fn go_on(&mut self) {
        match self.comes() {
            Some(Comes::Step(step)) => self.enter(step),
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
                    self.enter(step);
                }
                self.scans.focus();
            }
            Some(Comes::Key) => self.print_key(),
            Some(Comes::Constancia) => self.ask_the_end(),
            None => {}
        }
    }

    /// The step beside which the first paper is scanned that still lacks.
    fn step_of_missing_scan(&self) -> Option<Step> {
        let (sheet, at_hand) = (self.sheet.as_ref()?, self.at_hand.get()?);
        let wanted = at_hand.missing_scans(&sheet.case).first().copied()?;
        let mut steps = EmployerKey::steps(&sheet.case).into_iter();
        steps.find(|step| papers::scanned_in(*step, &sheet.case).contains(&wanted))
    }

    /// Carries out what waited for the last draft; where that cannot be saved, says so instead.
    fn carry_out_wish(&mut self, cx: &Cx<'_>) {
        if self.wish.is_none() {
            return;
        }
        if self.unsaved {
            return;
        }
        if let Some(drafting) = &self.drafting {
            if drafting.fault().is_some() && !drafting.is_to_be_sent_again() {
                self.wish = None;
                self.fault = Some("Lo último que escribió no se guardó: corríjalo, y vuelva a intentarlo.".into());
                return;
            }
            if !drafting.is_settled() {
                return;
            }
        }
        let visit = self.id;
        match self.wish.take() {
            None => {}
            Some(Wish::Park) => self.parking.start(|| cx.desk.perform(ParkVisit { visit })),
            Some(Wish::Print) => self.slip.print(cx.desk, visit),
            Some(Wish::End(ending, with_constancia)) => {
                self.ended_here = true;
                self.ending.with_constancia = with_constancia;
                self.ending.pending.start(|| cx.desk.perform(EndVisit { visit, ending }));
            }
        }
    }

    /// One frame.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        let Some(at_hand) = self.at_hand.get() else {
            if let Some(fault) = self.at_hand.fault() {
                let sentence = fault.to_string();
                widgets::notice(ui, Sign::Refused, &sentence, Some("Vuelva a Turnos y ábrala de nuevo."));
            }
            return;
        };
        let at_hand = Arc::clone(at_hand);
        self.head_ui(ui, cx, &at_hand);
        self.confirm_ui(ui.ctx());
        self.without_key_ui(ui.ctx(), cx);
        if at_hand.case.is_none() {
            if let Some(ending) = self.plain.ui(ui, &at_hand, self.ending.pending.is_busy()) {
                self.end(ending, false);
            }
            self.fault_ui(ui);
            return;
        }
        self.dialogs_ui(ui, cx);
        let open = open_slip(&at_hand);
        if self.slip.stands_before(open)
            && let Some(sheet) = &self.sheet
        {
            self.slip_stood = true;
            let about = About { visit: self.id, turn: at_hand.turn.id, case: &sheet.case };
            CentralPanel::no_frame().show(ui, |ui| {
                ScrollArea::vertical().id_salt("slip").show(ui, |ui| {
                    widgets::card(ui, |ui| self.slip.ui(ui, cx, open, about));
                });
            });
            return;
        }
        if std::mem::take(&mut self.slip_stood) {
            self.pages.enter();
        }
        if Self::has_ended(&at_hand) {
            self.ended_ui(ui, cx, &at_hand);
            return;
        }
        self.papers_ui(ui, cx, &at_hand);
    }

    fn fault_ui(&self, ui: &mut Ui) {
        let drafting = self.drafting.as_ref().and_then(Drafting::fault).map(Error::to_string);
        if let Some(fault) = self.fault.clone().or(drafting) {
            widgets::notice(ui, Sign::Refused, &fault, None);
            ui.add_space(6.0);
        }
        if let Some(job) = &self.constancia {
            widgets::progress(ui, None, &format!("Imprimiendo la constancia… {}", job.words()));
        }
    }

    fn dialogs_ui(&mut self, ui: &Ui, cx: &mut Cx<'_>) {
        if let Some(dialog) = &mut self.overriding
            && !dialog.ui(ui.ctx(), cx)
        {
            self.fault = dialog.take_refused();
            self.overriding = None;
            self.at_hand.stale();
            self.takes_focus = true;
        }
    }

    /// Takes answers in; called each frame, whatever part of the counter is shown.
    pub fn poll(&mut self, cx: &mut Cx<'_>) {
        let id = self.id;
        // Everything that the verdict hears of.
        const LISTS: &[Changed] = &[
            Changed::Visits,
            Changed::Turns,
            Changed::Issuances,
            Changed::Approvals,
            Changed::Employers,
            Changed::People,
            Changed::NotarialPowers,
            Changed::ArtisanQualifications,
            Changed::Settings,
        ];
        let is_new = self.at_hand.refresh(cx.desk, LISTS, |desk| {
            desk.read(move |house, reader| view::visit_at_hand(house, reader, id).map(Arc::new))
        });
        if is_new {
            self.take_at_hand(cx);
        }
        if let (Some(drafting), Some(sheet)) = (&mut self.drafting, &mut self.sheet)
            && let Some(saved) = drafting.poll(cx.desk)
        {
            let outdated = self.pages.take_outdated();
            let is_of_before = |scan: &view::Scan| outdated.iter().any(|paper| scan.paper == paper.code());
            if self.at_hand.get().is_some_and(|it| it.scans.iter().any(is_of_before)) {
                cx.tell(
                    "Lo digitalizado antes del cambio queda como «Otro documento»; digitalice los papeles de ahora.",
                );
                self.at_hand.stale();
            }
            let was_unknown = !sheet.knows_employer();
            if sheet.take_from_store(saved) {
                drafting.save(cx.desk, sheet.case.copy.clone());
            }
            if was_unknown && sheet.knows_employer() {
                // New questions stand on the page: the keyboard goes to the first that is open, unless somebody is elsewhere.
                self.pages.questions_came();
            }
        }
        if let (Some(sheet), Some(at_hand)) = (&self.sheet, self.at_hand.get()) {
            self.pages.prepare(cx, (id, at_hand.turn.id), &sheet.case);
            self.key_today.look(cx, &sheet.case);
        }
        if let (Some(drafting), Some(sheet)) = (&mut self.drafting, &self.sheet)
            && drafting.is_to_be_sent_again()
            && cx.desk.session().is_some()
        {
            drafting.save(cx.desk, sheet.case.copy.clone());
        }
        self.carry_out_wish(cx);
        self.slip.poll(cx);
        self.poll_ending(cx);
        self.poll_parking(cx);
    }

    /// Has somebody else set the visit aside, ended it or taken it up meanwhile?
    fn was_taken(&self, at_hand: &VisitAtHand, cx: &Cx<'_>) -> bool {
        match at_hand.visit.state {
            VisitState::Open => cx.me.is_some_and(|me| me.user != at_hand.visit.clerk),
            VisitState::Parked => !self.is_parking(),
            VisitState::Ended(outcome) => outcome == VisitOutcome::NotServed && !self.ended_here,
        }
    }

    fn take_at_hand(&mut self, cx: &mut Cx<'_>) {
        let Some(at_hand) = self.at_hand.get() else { return };
        if self.was_taken(at_hand, cx) {
            // What was under way goes to the store; who did it, and why, is said where the turns are.
            self.flush(cx.desk);
            cx.ask(Command::LeaveVisit);
            return;
        }
        self.unseen_scan = false;
        let Some(case) = at_hand.case.clone() else { return };
        match (&mut self.sheet, &mut self.drafting) {
            (Some(sheet), Some(drafting)) => {
                if drafting.is_settled() && sheet.take_from_store(case) {
                    drafting.save(cx.desk, sheet.case.copy.clone());
                }
            }
            (sheet, drafting) => {
                *drafting = Some(Drafting::of(self.id, at_hand.visit.draft_revision));
                let made = Sheet::of(case);
                let steps = EmployerKey::steps(&made.case);
                let first =
                    steps.iter().copied().find(|step| step.standing(&made.case, &made.assessment) != Standing::Done);
                self.step = first.unwrap_or(Step::Turn);
                *sheet = Some(made);
            }
        }
        if std::mem::take(&mut self.takes_focus) {
            self.pages.enter();
        }
    }

    /// Has the visit ended, with only its constancia left to print?
    fn has_ended(at_hand: &VisitAtHand) -> bool {
        matches!(at_hand.visit.state, VisitState::Ended(_))
    }
}

/// The slip that waits to be settled.
fn open_slip(at_hand: &VisitAtHand) -> Option<&Issuance> {
    at_hand.slips.iter().find(|slip| !slip.state.is_terminal())
}
