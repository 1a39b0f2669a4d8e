//! A supervisor's word, asked for with a reason and given at the same window with another user and password. Whoever works
//! here stays at work. What needs a word at the same time is asked together: each point with its own reason, each with its
//! own answer, and the supervisor signs once.

mod answer;
mod ask;

use eframe::egui::{Context, Label, RichText, Ui};
use zeroize::Zeroizing;

use super::common::{self, Lacking, ReasonField};
use crate::desk::{Pending, Ticket};
use crate::domain::approval::Matter;
use crate::domain::id::ApprovalId;
use crate::ops::Subject;
use crate::ops::approval::{RequestApproval, WithdrawApproval};
use crate::ops::view::{self, RequestAsked};
use crate::ui::cx::Cx;
use crate::ui::widgets::{self, Dialog, Flow};

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The matter.
    pub matter: Matter,
    /// About what.
    pub subject: Subject,
    /// The exact words that the approval covers.
    pub covers: String,
    /// What the supervisor reads.
    pub sentence: String,
}

/// How the dialog ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// It is still open.
    Open,
    /// A supervisor said yes: of several points, at least to one of them.
    Granted,
    /// A supervisor said no.
    Refused,
    /// Nobody answered, and the clerk went back.
    GivenUp,
}

/// The dialog: the clerk's reasons, then the supervisor's answers.
pub struct ApprovalDialog {
    points: Vec<Point>,
    stage: Stage,
    login: String,
    password: Zeroizing<String>,
    note: ReasonField,
    flow: Flow,
    fault: Option<String>,
    /// How high user, password and buttons were in the frame before, in points: what is asked has the rest.
    signature_height: f32,
    is_old: bool,
    /// What is asked as the store has it: about whom.
    reading: Pending<RequestAsked>,
    about: Option<RequestAsked>,
}

/// One thing that is asked for.
struct Point {
    wanted: Wanted,
    /// Its sentence and the clerk's reason; of several points, one may be left for later.
    why: common::Point,
    requesting: Pending<ApprovalId>,
    id: Option<ApprovalId>,
    /// The supervisor's answer: nobody else gives it, nor a button for all.
    answer: Option<bool>,
}

enum Stage {
    Reason,
    Answer(Option<Ticket<()>>),
}

impl ApprovalDialog {
    /// Asks for a supervisor's word. `reason` is the clerk's, where it was given already.
    #[must_use]
    pub fn new(wanted: Wanted, reason: String) -> Self {
        let mut dialog = Self::several(vec![wanted]);
        for point in &mut dialog.points {
            point.why.reason = ReasonField::of(reason.clone());
        }
        dialog
    }

    /// Asks for a supervisor's word about several points at once.
    #[must_use]
    pub fn several(wanted: Vec<Wanted>) -> Self {
        let points = wanted.into_iter().map(|wanted| Point {
            why: common::Point::new(&wanted.sentence),
            wanted,
            requesting: Pending::default(),
            id: None,
            answer: None,
        });
        Self {
            points: points.collect(),
            stage: Stage::Reason,
            login: String::new(),
            password: Zeroizing::default(),
            note: ReasonField::default(),
            flow: Flow::default(),
            fault: None,
            signature_height: answer::SIGNATURE_HEIGHT,
            is_old: false,
            reading: Pending::default(),
            about: None,
        }
    }

    /// The clerk's reason for the first point.
    #[must_use]
    pub fn reason(&self) -> &str {
        self.points.first().map_or("", |point| point.why.reason.text())
    }

    /// The points to which the supervisor said yes, by their place, with the clerk's reason for each.
    pub fn granted(&self) -> impl Iterator<Item = (usize, &str)> {
        let points = self.points.iter().enumerate();
        points.filter(|(_, point)| point.answer == Some(true)).map(|(at, point)| (at, point.why.reason.text()))
    }

    /// What the supervisor said no to, and why: whoever asked reads it where they go on. Nothing where nothing was refused.
    #[must_use]
    pub fn refused_in_words(&self) -> Option<String> {
        let refused = self.points.iter().filter(|point| point.answer == Some(false));
        let sentences: Vec<&str> = refused.map(|point| point.wanted.sentence.as_str()).collect();
        if sentences.is_empty() {
            return None;
        }
        Some(format!("Supervisión no aprobó: {} Su motivo: {}", sentences.join(" "), self.note.text()))
    }

    /// One frame.
    pub fn ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) -> Answered {
        if !self.is_old {
            self.is_old = true;
            self.flow.focus_first();
        }
        if let Some(ended) = self.poll(cx) {
            return ended;
        }
        let title = "Aprobación de supervisión";
        let shown = match self.stage {
            Stage::Reason => Dialog::new(title).width(560.0).show(ctx, |ui| {
                self.matter_ui(ui);
                self.reason_ui(ui, cx)
            }),
            Stage::Answer(_) => {
                Dialog::new(title).width(answer::WIDTH).scrolls_itself().show(ctx, |ui| self.answer_ui(ui, cx))
            }
        };
        if shown.gives_up && !self.is_busy() {
            self.withdraw(cx);
            return Answered::GivenUp;
        }
        Answered::Open
    }

    fn is_several(&self) -> bool {
        self.points.len() > 1
    }

    /// What is asked for, in words.
    fn matter(&self) -> String {
        let Some(first) = self.points.first() else { return String::new() };
        let asked = self.points.iter().filter(|point| point.why.is_taken).count();
        match (first.wanted.matter, asked) {
            (Matter::Override, 2..) => format!("Justificar {asked} advertencias"),
            (matter, _) => matter.spanish().to_owned(),
        }
    }

    /// The same with whom it is about, where there are few lines for it.
    fn matter_in_small_ui(&self, ui: &mut Ui) {
        let about = self.about.as_ref().map(|about| format!(" · {}", about.in_words())).unwrap_or_default();
        let words = format!("{}{about}", self.matter());
        ui.add(Label::new(RichText::new(words).small()).wrap());
    }

    fn matter_ui(&self, ui: &mut Ui) {
        widgets::key_value(ui, "Se pide", &self.matter());
        if let Some(about) = &self.about {
            widgets::key_value(ui, "Para", &about.in_words());
        }
    }

    /// Is an answer awaited? Then nobody leaves: it would come to nobody.
    fn is_busy(&self) -> bool {
        match &self.stage {
            Stage::Reason => self.points.iter().any(|point| point.requesting.is_busy()),
            Stage::Answer(answering) => answering.is_some(),
        }
    }

    fn poll(&mut self, cx: &mut Cx<'_>) -> Option<Answered> {
        if let Some(Ok(about)) = self.reading.poll() {
            self.about = Some(about);
        }
        match &mut self.stage {
            Stage::Reason => {
                self.poll_requests(cx);
                None
            }
            Stage::Answer(answering) => {
                let answer = answering.as_ref()?.poll()?;
                *answering = None;
                if let Err(fault) = answer {
                    self.fault = Some(fault.to_string());
                    self.password = Zeroizing::default();
                    self.flow.focus(answer::PASSWORD);
                    return None;
                }
                let count = |wanted: bool| self.points.iter().filter(|point| point.answer == Some(wanted)).count();
                match (count(true), count(false)) {
                    (0, _) => return Some(Answered::Refused),
                    (_, 0) => cx.tell("Supervisión aprobó."),
                    (yes, no) => cx.tell(format!("Supervisión aprobó {yes} y rechazó {no}.")),
                }
                Some(Answered::Granted)
            }
        }
    }

    /// Goes on to the answer once every point is asked; where one was refused, none of them waits for an answer.
    fn poll_requests(&mut self, cx: &Cx<'_>) {
        for point in &mut self.points {
            match point.requesting.poll() {
                Some(Ok(id)) => point.id = Some(id),
                Some(Err(fault)) => self.fault = Some(fault.to_string()),
                None => {}
            }
        }
        if self.is_busy() {
            return;
        }
        if self.fault.is_some() {
            self.withdraw(cx);
            return;
        }
        let asked = || self.points.iter().filter(|point| point.why.is_taken);
        if asked().count() > 0 && asked().all(|point| point.id.is_some()) {
            if let Some(id) = asked().find_map(|point| point.id) {
                self.reading
                    .start(|| cx.desk.read_as(move |_, reader, by| view::request_asked(reader, by.actor(), id)));
            }
            self.stage = Stage::Answer(None);
            self.flow.reset();
            self.flow.focus_first();
        }
    }

    /// Hands the requests in, or says at a field what is lacking.
    fn request(&mut self, cx: &Cx<'_>) {
        self.fault = None;
        let mut points: Vec<&mut common::Point> = self.points.iter_mut().map(|point| &mut point.why).collect();
        match ask::FORM.lacking(&mut points) {
            None => {}
            Some(Lacking::Point) => {
                self.fault = Some("Elija al menos una advertencia por la que se pide.".into());
                return;
            }
            Some(Lacking::Reason(label)) => return self.flow.focus(&label),
        }
        for point in self.points.iter_mut().filter(|point| point.why.is_taken) {
            let Wanted { matter, subject, covers, .. } = point.wanted.clone();
            let reason = point.why.reason.text().to_owned();
            point.requesting.start(|| cx.desk.perform(RequestApproval { matter, subject, covers, reason }));
        }
    }

    /// Nobody is to find the requests later: they were for now.
    fn withdraw(&mut self, cx: &Cx<'_>) {
        for approval in self.points.iter_mut().filter_map(|point| point.id.take()) {
            drop(cx.desk.perform(WithdrawApproval { approval }));
        }
    }
}
