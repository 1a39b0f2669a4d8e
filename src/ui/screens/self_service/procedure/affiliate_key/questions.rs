//! The questions, one after the other: birth, work history, personal ones. They are answered together at the end.

use eframe::egui::Ui;
use zeroize::Zeroizing;

use super::super::super::ask::Ask;
use super::super::super::end::EndPage;
use super::super::super::page::{Next, Page};
use super::super::affiliate_key_unlock;
use super::data::DataPage;
use crate::desk::Live;
use crate::domain::calendar::month_name;
use crate::domain::id::SelfServiceId;
use crate::domain::register::BirthDay;
use crate::ops::procedure::affiliate_key::{AnswerQuestions, KeyAnswers, QuestionsAnswer};
use crate::ops::self_service::{FlowAtHand, flow_at_hand};
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_M};
use crate::ui::widgets::{self, Button, Field, Flow, Form, Keys, Sign};

/// Asks the questions.
pub(super) struct QuestionsPage {
    id: SelfServiceId,
    at_hand: Live<FlowAtHand>,
    /// Which question is asked: the birth first.
    at: usize,
    day: String,
    month: Option<u32>,
    history: Vec<Option<usize>>,
    personal: Vec<Zeroizing<String>>,
    flow: Flow,
    answering: Ask<QuestionsAnswer>,
}

const TITLES: [&str; 3] =
    ["¿Cuándo nació?", "¿Con cuál de estos empleadores ha trabajado?", "¿Y con cuál de estos otros ha trabajado?"];

impl QuestionsPage {
    pub(super) fn of(id: SelfServiceId) -> Self {
        let mut flow = Flow::default();
        flow.focus_first();
        Self {
            id,
            at_hand: Live::default(),
            at: 0,
            day: String::new(),
            month: None,
            history: Vec::new(),
            personal: Vec::new(),
            flow,
            answering: Ask::default(),
        }
    }

    fn turn_to(&mut self, at: usize) {
        self.at = at;
        self.flow.reset();
        self.flow.focus_first();
    }

    fn birth(&self) -> Option<BirthDay> {
        BirthDay::new(self.day.trim().parse().ok()?, self.month?)
    }

    /// What came of the answers.
    fn take_answer(&mut self) -> Option<Next> {
        match self.answering.poll()? {
            QuestionsAnswer::Right => Some(Next::to(DataPage::of(self.id))),
            QuestionsAnswer::Wrong { left } => {
                let tries =
                    if left == 1 { "Le queda 1 intento".to_owned() } else { format!("Le quedan {left} intentos") };
                self.answering.say(
                    Sign::Warning,
                    format!("Alguna respuesta no es correcta. {tries}: después la clave se bloquea. Si tiene dudas, pida ayuda en la ventanilla."),
                );
                self.turn_to(0);
                None
            }
            QuestionsAnswer::Blocked => Some(Next::to(EndPage::new(
                Sign::Refused,
                "La clave está bloqueada",
                &[
                    "Se agotaron los intentos para responder, y la clave se bloqueó para protegerla.",
                    "Para desbloquearla, pida un turno en este centro y acérquese con su cédula.",
                ],
            ))),
            QuestionsAnswer::IsBlocked => Some(Next::to(
                EndPage::new(
                    Sign::Info,
                    "Primero hay que desbloquear su clave",
                    &[
                        "Sus respuestas son correctas, y su clave está bloqueada.",
                        "Desbloquéela ahora con su correo, o pida un turno en este centro y acérquese con su cédula.",
                    ],
                )
                .going_on("Desbloquear mi clave", affiliate_key_unlock::begins),
            )),
        }
    }

    /// One question; answers whether it was answered, and whether somebody goes back.
    fn question_ui(&mut self, ui: &mut Ui, at_hand: &FlowAtHand, count: usize) -> (bool, bool) {
        let is_last = self.at.saturating_add(1) >= count;
        let is_busy = self.answering.is_busy();
        let (mut goes_on, mut goes_back) = (false, false);
        let at = self.at;
        let months: Vec<(u32, &str)> = (1..=12).map(|month| (month, month_name(month))).collect();
        let personal_at = at.checked_sub(1).and_then(|at| at.checked_sub(at_hand.questions.len()));
        Form::show(ui, &mut self.flow, "turned: questions", |form| {
            let question = at.checked_sub(1).and_then(|nth| at_hand.questions.get(nth));
            match (question, personal_at) {
                (Some(question), _) => {
                    let offered: Vec<(usize, &str)> =
                        question.options.iter().enumerate().map(|(at, option)| (at, option.as_str())).collect();
                    if let Some(answer) = at.checked_sub(1).and_then(|nth| self.history.get_mut(nth)) {
                        form.choice(Field::new("Su respuesta"), &offered, answer);
                    }
                }
                (None, Some(nth)) => {
                    if let Some((question, answer)) = at_hand.personal.get(nth).zip(self.personal.get_mut(nth)) {
                        goes_on |= form.text(Field::new(question.spanish()), answer).submitted;
                    }
                }
                (None, None) => {
                    form.number(Field::new("Día").width(100.0).hint("1 a 31"), &mut self.day);
                    form.select(Field::new("Mes"), &months, &mut self.month);
                }
            }
            form.ui().add_space(SPACE_M);
            let words = if is_last { "Responder" } else { "Seguir" };
            goes_on |= form.action(Button::primary(words).icon(Icon::Next).large().busy(is_busy)).clicked();
            if at > 0 {
                let ui = form.ui();
                ui.add_space(SPACE_M);
                goes_back = Button::secondary("Volver a la pregunta anterior")
                    .icon(Icon::Back)
                    .enabled(!is_busy)
                    .show(ui)
                    .clicked();
            }
        });
        (goes_on && !is_busy, goes_back)
    }

    /// What is lacking of the question at hand.
    fn lacks(&self, at_hand: &FlowAtHand) -> Option<&'static str> {
        let Some(nth) = self.at.checked_sub(1) else {
            return self.birth().is_none().then_some("Escriba el día y elija el mes en que nació.");
        };
        match nth.checked_sub(at_hand.questions.len()) {
            None => self.history.get(nth).copied().flatten().is_none().then_some("Elija una respuesta."),
            Some(nth) => {
                let is_blank = self.personal.get(nth).is_none_or(|answer| answer.trim().is_empty());
                is_blank.then_some("Escriba su respuesta.")
            }
        }
    }

    fn answer(&mut self, cx: &Cx<'_>) {
        let Some(birth) = self.birth() else { return self.turn_to(0) };
        let answers = KeyAnswers {
            birth,
            history: self.history.iter().copied().flatten().collect(),
            personal: self.personal.clone(),
        };
        let flow = self.id;
        self.answering.start(|| cx.desk.perform(AnswerQuestions { flow, answers }));
    }
}

impl Page for QuestionsPage {
    fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> Next {
        if let Some(next) = self.take_answer() {
            return next;
        }
        let id = self.id;
        self.at_hand.refresh(cx.desk, &[], |desk| desk.read(move |_, reader| flow_at_hand(reader, id)));
        let Some(at_hand) = self.at_hand.get().cloned() else {
            widgets::progress(ui, None, "Un momento");
            return Next::Stay;
        };
        self.history.resize(at_hand.questions.len(), None);
        self.personal.resize_with(at_hand.personal.len(), Zeroizing::default);
        let count = at_hand.questions.len().saturating_add(at_hand.personal.len()).saturating_add(1);
        if self.flow.take_edited() && !self.answering.is_busy() {
            self.answering.be_silent();
        }
        let title = TITLES.get(self.at).copied().unwrap_or("Sus preguntas personales");
        widgets::panel_title(ui, title, &format!("Pregunta {} de {count}", self.at.saturating_add(1)));
        ui.add_space(SPACE_M);
        self.answering.said_ui(ui);
        let (goes_on, goes_back) = self.question_ui(ui, &at_hand, count);
        if goes_back {
            self.turn_to(self.at.saturating_sub(1));
        } else if goes_on {
            match self.lacks(&at_hand) {
                Some(words) => self.answering.say(Sign::Warning, words),
                None if self.at.saturating_add(1) >= count => self.answer(cx),
                None => {
                    self.answering.be_silent();
                    self.turn_to(self.at.saturating_add(1));
                }
            }
        }
        Next::Stay
    }

    fn keys(&self) -> Option<Keys> {
        let questions = self.at_hand.get().map_or(0, |at_hand| at_hand.questions.len());
        match self.at {
            0 => Some(Keys::Digits),
            at if at > questions => Some(Keys::Text),
            _ => None,
        }
    }

    fn flow(&self) -> Option<SelfServiceId> {
        Some(self.id)
    }
}
