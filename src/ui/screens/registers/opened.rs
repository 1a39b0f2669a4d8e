//! A record whose opening leaves a trace: what for is asked first, and nothing is shown before it is written down. Its page
//! is read again when its lists change; that is not another opening.

use eframe::egui::{Context, Ui};

use super::parts;
use super::purpose::{Answer, PurposeQuestion};
use super::sending::Sending;
use crate::desk::{Desk, Pending, Ticket};
use crate::ops::Changed;
use crate::ops::reading::Purpose;
use crate::ui::cx::Cx;
use crate::ui::theme::Icon;
use crate::ui::widgets;

/// What is shown of such a record.
pub(super) trait Card: Sized + Send + 'static {
    /// By what it is known.
    type Id: Copy + PartialEq;
    /// What may change on its page.
    const LISTS: &'static [Changed];
    /// What is opened: «la ficha de …».
    const WHAT: &'static str;
    /// What an empty page says to do.
    const CHOOSE: &'static str;
    /// Which it is.
    fn id(&self) -> Self::Id;
    /// Opens one, with a trace.
    fn open(desk: &Desk, id: Self::Id, purpose: Purpose) -> Ticket<Self>;
    /// Reads one again whose opening is noted.
    fn again(desk: &Desk, id: Self::Id) -> Ticket<Self>;
}

/// The record that is open, or about to be.
pub(super) struct Opened<C: Card> {
    question: Option<(C::Id, PurposeQuestion)>,
    opening: Sending<C>,
    card: Option<C>,
    purpose: Option<Purpose>,
    /// The page read again, and when the lists last changed before it was.
    again: Pending<C>,
    seen: u64,
}

impl<C: Card> Default for Opened<C> {
    fn default() -> Self {
        Self {
            question: None,
            opening: Sending::default(),
            card: None,
            purpose: None,
            again: Pending::default(),
            seen: 0,
        }
    }
}

impl<C: Card> Opened<C> {
    /// Asks what for, and then shows this one.
    pub(super) fn ask(&mut self, id: C::Id) {
        let is_open = self.id().is_some_and(|open| open == id);
        if !is_open && !self.opening.is_busy() {
            self.question = Some((id, PurposeQuestion::new()));
        }
    }

    /// Shows one that was just written: whoever wrote it need not say what for.
    pub(super) fn open_written(&mut self, cx: &Cx<'_>, id: C::Id) {
        self.open(cx, id, Purpose::Correction);
    }

    fn open(&mut self, cx: &Cx<'_>, id: C::Id, purpose: Purpose) {
        (self.card, self.purpose) = (None, Some(purpose));
        self.opening.start(|| C::open(cx.desk, id, purpose));
    }

    /// What is shown.
    pub(super) fn card(&self) -> Option<&C> {
        self.card.as_ref()
    }

    /// Which is shown.
    pub(super) fn id(&self) -> Option<C::Id> {
        self.card.as_ref().map(Card::id)
    }

    /// Takes answers in, each frame; answers whether another one was opened.
    pub(super) fn refresh(&mut self, cx: &Cx<'_>) -> bool {
        let mut is_another = false;
        if let Some(card) = self.opening.poll() {
            (self.card, self.seen) = (Some(card), cx.desk.revision(C::LISTS));
            self.again.forget();
            is_another = true;
        }
        if let Some(Ok(card)) = self.again.poll() {
            self.card = Some(card);
        }
        let now = cx.desk.revision(C::LISTS);
        if let Some(id) = self.id()
            && self.seen != now
            && !self.again.is_busy()
        {
            self.seen = now;
            self.again.start(|| C::again(cx.desk, id));
        }
        is_another
    }

    /// What is said where nothing is open, and why an opening failed.
    pub(super) fn empty_ui(&self, ui: &mut Ui) {
        self.opening.fault_ui(ui);
        if self.card.is_some() {
            return;
        }
        let (title, words) = match self.opening.is_busy() {
            true => ("Abriendo la ficha…", "La bitácora guarda quién la abre y para qué."),
            false => ("Ninguna ficha abierta", C::CHOOSE),
        };
        widgets::empty(ui, Icon::Person, title, words);
    }

    /// What it was opened for.
    pub(super) fn purpose_ui(&self, ui: &mut Ui) {
        if let Some(purpose) = self.purpose {
            parts::small_ui(ui, &format!("Abierta para: {}", purpose.spanish()));
        }
    }

    /// The question, while it stands.
    pub(super) fn question_ui(&mut self, ctx: &Context, cx: &Cx<'_>) {
        let Some((id, question)) = &mut self.question else { return };
        let id = *id;
        match question.ui(ctx, C::WHAT) {
            Answer::Waiting => return,
            Answer::GivenUp => {}
            Answer::For(purpose) => self.open(cx, id, purpose),
        }
        self.question = None;
    }
}
