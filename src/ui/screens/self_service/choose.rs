//! A new key is chosen: what is declared first, then the key, twice.

use std::time::Duration;

use eframe::egui::Ui;
use zeroize::Zeroizing;

use super::ask::Ask;
use super::code::time_left;
use super::end::EndPage;
use super::page::{Next, Page};
use super::procedure;
use crate::desk::Live;
use crate::domain::calendar::Moment;
use crate::domain::chosen_key::{ChosenKey, ChosenKeyFault};
use crate::domain::id::SelfServiceId;
use crate::domain::procedure::{PersonalAnswer, PersonalQuestion, normalised};
use crate::ops::self_service::{Chosen, FlowAtHand, flow_at_hand};
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_M, SPACE_S};
use crate::ui::widgets::{self, Button, Field, Flow, Form, Keys, Sign};

/// Asks for a new key.
pub(super) struct ChoosePage {
    id: SelfServiceId,
    at_hand: Live<FlowAtHand>,
    /// What is declared and set before was.
    has_declared: bool,
    declares: bool,
    personal: [(Option<PersonalQuestion>, Zeroizing<String>); 2],
    key: Zeroizing<String>,
    again: Zeroizing<String>,
    flow: Flow,
    /// What is lacking before, and in which field.
    lacking: Option<(&'static str, &'static str)>,
    choosing: Ask<Chosen>,
}

/// What the time that is left takes, in points.
const TIME_WIDTH: f32 = 170.0;
const QUESTION_WIDTH: f32 = 420.0;
const ANSWER_WIDTH: f32 = 300.0;

const PASSWORD_WIDTH: f32 = 360.0;

const DECLARATION: &str = "Declaro que la información que entrego es verdadera";
const KEY: &str = "Nueva clave";
const AGAIN: &str = "La misma clave otra vez";
const QUESTIONS: [(&str, &str); 2] =
    [("Primera pregunta", "Su respuesta a la primera"), ("Segunda pregunta", "Su respuesta a la segunda")];

impl ChoosePage {
    pub(super) fn of(id: SelfServiceId) -> Self {
        let mut flow = Flow::default();
        flow.focus_first();
        Self {
            id,
            at_hand: Live::default(),
            has_declared: false,
            declares: false,
            personal: Default::default(),
            key: Zeroizing::default(),
            again: Zeroizing::default(),
            flow,
            lacking: None,
            choosing: Ask::default(),
        }
    }

    fn declaration_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, sets_personal: bool, until: Option<Moment>) {
        let about = match (sets_personal, self.lacking) {
            (true, None) => "Elija dos preguntas que solo usted sepa responder: se le harán la próxima vez.",
            // What is lacking has its line: the button stays above the keys.
            (true, Some(_)) => "",
            (false, _) => "Lo que declara aquí queda registrado.",
        };
        head_ui(ui, cx, ("Antes de elegir su clave", about), until);
        self.choosing.said_ui(ui);
        if self.flow.take_edited() {
            self.lacking = None;
        }
        let lacking = self.lacking;
        let error = |of: &str| lacking.filter(|(label, _)| *label == of).map(|(_, words)| words);
        let offered: Vec<(PersonalQuestion, &str)> =
            PersonalQuestion::ALL.iter().map(|question| (*question, question.spanish())).collect();
        let mut goes_on = false;
        Form::show(ui, &mut self.flow, "turned: declaration", |form| {
            if sets_personal {
                for ((label, answer_label), (question, answer)) in QUESTIONS.into_iter().zip(&mut self.personal) {
                    // Beside each other: with the keys below, the page is as low as this.
                    form.row(|form| {
                        form.select(Field::new(label).width(QUESTION_WIDTH).error(error(label)), &offered, question);
                        form.text(Field::new(answer_label).width(ANSWER_WIDTH).error(error(answer_label)), answer);
                    });
                }
            }
            // It is no answer before it is ticked: Enter leads here, and not past it.
            let declared = Field::new(DECLARATION).answered(self.declares).error(error(DECLARATION));
            form.toggle(declared, &mut self.declares);
            if !sets_personal {
                form.ui().add_space(SPACE_S);
            }
            goes_on = form.action(Button::primary("Seguir").icon(Icon::Next).large()).clicked();
        });
        if goes_on {
            match self.lacks(sets_personal) {
                Some((label, words)) => {
                    self.lacking = Some((label, words));
                    self.flow.focus(label);
                }
                None => {
                    self.has_declared = true;
                    self.flow.reset();
                    self.flow.focus_first();
                }
            }
        }
    }

    /// What is lacking, by the label of its field, and in words.
    fn lacks(&self, sets_personal: bool) -> Option<(&'static str, &'static str)> {
        let [(one, first), (other, second)] = &self.personal;
        let [(one_label, first_label), (other_label, second_label)] = QUESTIONS;
        let personal = [
            (one.is_none(), one_label, "Elija una pregunta."),
            (normalised(first).is_none(), first_label, "Escriba tres letras o más."),
            (other.is_none(), other_label, "Elija otra pregunta."),
            (one == other, other_label, "Elija una distinta de la primera."),
            (normalised(second).is_none(), second_label, "Escriba tres letras o más."),
        ];
        let lacking = personal.into_iter().find(|(is_lacking, ..)| sets_personal && *is_lacking);
        let declaration = (!self.declares).then_some((DECLARATION, "Marque la declaración para seguir."));
        lacking.map(|(_, label, words)| (label, words)).or(declaration)
    }

    fn key_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, until: Option<Moment>) {
        let about = "Al menos 8 letras y números, sin tildes, ñ, espacios ni otros signos. Nadie se la va a pedir.";
        head_ui(ui, cx, ("Elija su nueva clave", about), until);
        if self.flow.take_edited() && !self.choosing.is_busy() {
            self.choosing.be_silent();
        }
        self.choosing.said_ui(ui);
        let is_busy = self.choosing.is_busy();
        let mut is_sent = false;
        Form::show(ui, &mut self.flow, "turned: key", |form| {
            // Beside each other: with the keys below, the page is as low as this.
            form.row(|form| {
                form.password(Field::new(KEY).width(PASSWORD_WIDTH), &mut self.key);
                is_sent |= form.password(Field::new(AGAIN).width(PASSWORD_WIDTH), &mut self.again).submitted;
            });
            form.ui().add_space(SPACE_M);
            let save = Button::primary("Guardar mi clave").icon(Icon::Check).large().busy(is_busy);
            is_sent |= form.action(save).clicked();
        });
        if is_sent && !is_busy {
            self.choose(cx);
        }
    }

    fn choose(&mut self, cx: &Cx<'_>) {
        let personal = self
            .personal
            .iter()
            .filter_map(|(question, answer)| Some(PersonalAnswer { question: (*question)?, answer: answer.clone() }));
        let personal: Vec<PersonalAnswer> = personal.collect();
        match ChosenKey::choose(&self.key, &self.again) {
            Ok(key) => self.choosing.start(|| cx.desk.choose_key(self.id, key, self.declares, personal)),
            Err(fault) => {
                self.choosing.say(Sign::Warning, fault.to_string());
                self.again = Zeroizing::default();
                match fault {
                    ChosenKeyFault::Differs => self.flow.focus(AGAIN),
                    _ => {
                        self.key = Zeroizing::default();
                        self.flow.focus(KEY);
                    }
                }
            }
        }
    }
}

impl Page for ChoosePage {
    fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> Next {
        if self.choosing.poll().is_some() {
            let of = self.at_hand.get().map(|at_hand| at_hand.procedure.as_str());
            let end: EndPage = procedure::chosen(of.unwrap_or_default());
            return Next::to(end);
        }
        let id = self.id;
        self.at_hand.refresh(cx.desk, &[], |desk| desk.read(move |_, reader| flow_at_hand(reader, id)));
        let Some(at_hand) = self.at_hand.get() else {
            widgets::progress(ui, None, "Un momento");
            return Next::Stay;
        };
        let (sets_personal, until) = (at_hand.sets_personal, at_hand.choose_until);
        match self.has_declared {
            false => self.declaration_ui(ui, cx, sets_personal, until),
            true => self.key_ui(ui, cx, until),
        }
        Next::Stay
    }

    fn keys(&self) -> Option<Keys> {
        let sets_personal = self.at_hand.get().is_some_and(|at_hand| at_hand.sets_personal);
        match (self.has_declared, sets_personal) {
            (true, _) => Some(Keys::Key),
            (false, true) => Some(Keys::Text),
            (false, false) => None,
        }
    }

    fn flow(&self) -> Option<SelfServiceId> {
        Some(self.id)
    }
}

/// The page's title, and beside it how much time is left: what is asked has the height.
fn head_ui(ui: &mut Ui, cx: &Cx<'_>, (title, about): (&str, &str), until: Option<Moment>) {
    let now = cx.now();
    let left = until.filter(|until| *until > now);
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            let beside = if left.is_some() { TIME_WIDTH } else { 0.0 };
            ui.set_width(ui.available_width() - beside);
            widgets::panel_title(ui, title, about);
        });
        if let Some(until) = left {
            ui.ctx().request_repaint_after(Duration::from_secs(1));
            ui.label(format!("Tiempo: {}", time_left(until, now)));
        }
    });
    ui.add_space(SPACE_M);
    if until.is_some() && left.is_none() {
        widgets::notice(ui, Sign::Warning, "Se acabó el tiempo para elegir la clave. Empiece de nuevo.", None);
        ui.add_space(SPACE_M);
    }
}
