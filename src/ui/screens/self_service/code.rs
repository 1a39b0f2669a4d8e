//! A code that was sent is typed.

use std::time::Duration;

use eframe::egui::Ui;

use super::ask::Ask;
use super::end::EndPage;
use super::page::{Next, Page};
use crate::desk::Live;
use crate::domain::calendar::Moment;
use crate::domain::challenge::{ChallengeKind, Form as SecretForm};
use crate::domain::id::SelfServiceId;
use crate::ops::Changed;
use crate::ops::self_service::{AskAgain, CodeAnswer, FlowAtHand, GiveCode, LeaveFlow, LetterStanding, flow_at_hand};
use crate::ui::cx::Cx;
use crate::ui::theme::{Icon, SPACE_M};
use crate::ui::widgets::{self, Button, Field, Flow, Form, Keys, Sign};

/// Asks for a code.
pub(super) struct CodePage {
    id: SelfServiceId,
    title: &'static str,
    about: String,
    /// What is said where they have no access to that mailbox; none where nothing else is to be done.
    no_access: Option<Box<dyn Fn() -> EndPage>>,
    goes_on: Box<dyn Fn(SelfServiceId) -> Box<dyn Page>>,
    at_hand: Live<FlowAtHand>,
    code: String,
    /// What a reader read: the field takes it once it was put back.
    read: Option<String>,
    fault: Option<String>,
    flow: Flow,
    giving: Ask<CodeAnswer>,
    again: Ask<()>,
    leaving: Ask<()>,
}

const CODE: &str = "Código de verificación";

/// What is said above the field, as a rule.
pub(super) const SENT: &str = "Le enviamos un código de 8 cifras por correo electrónico.";

impl CodePage {
    pub(super) fn new(
        (id, title, about): (SelfServiceId, &'static str, String),
        no_access: Option<Box<dyn Fn() -> EndPage>>,
        goes_on: impl Fn(SelfServiceId) -> Box<dyn Page> + 'static,
    ) -> Self {
        let mut flow = Flow::default();
        flow.focus_first();
        Self {
            id,
            title,
            about,
            no_access,
            goes_on: Box::new(goes_on),
            at_hand: Live::default(),
            code: String::new(),
            read: None,
            fault: None,
            flow,
            giving: Ask::default(),
            again: Ask::default(),
            leaving: Ask::default(),
        }
    }

    fn take_answers(&mut self) -> Option<Next> {
        if self.leaving.poll().is_some() {
            return self.no_access.as_ref().map(|end| Next::to(end()));
        }
        if self.again.poll().is_some() {
            self.at_hand.stale();
            self.giving.be_silent();
            self.code.clear();
            self.flow.focus(CODE);
        }
        let words = match self.giving.poll()? {
            CodeAnswer::Right => return Some(Next::To((self.goes_on)(self.id))),
            CodeAnswer::Wrong { left: 1 } => "El código no es correcto. Le queda 1 intento.".to_owned(),
            CodeAnswer::Wrong { left } => format!("El código no es correcto. Le quedan {left} intentos."),
            CodeAnswer::Late => "El código ya venció. Pida otro.".to_owned(),
            CodeAnswer::Spent => "Ese código ya no sirve. Pida otro.".to_owned(),
            CodeAnswer::NotSent => "El correo todavía no sale. Espere un momento.".to_owned(),
        };
        self.giving.say(Sign::Warning, words);
        self.code.clear();
        self.flow.focus(CODE);
        None
    }
}

impl Page for CodePage {
    fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> Next {
        if let Some(next) = self.take_answers() {
            return next;
        }
        if self.flow.take_edited() {
            self.fault = None;
        }
        let id = self.id;
        self.at_hand.refresh(cx.desk, &[Changed::Mail], |desk| desk.read(move |_, reader| flow_at_hand(reader, id)));
        widgets::panel_title(ui, self.title, &self.about);
        ui.add_space(SPACE_M);
        letter_ui(ui, cx, self.at_hand.get());
        self.giving.said_ui(ui);
        self.again.said_ui(ui);
        self.leaving.said_ui(ui);
        let is_busy = self.giving.is_busy() || self.again.is_busy() || self.leaving.is_busy();
        let (mut is_sent, fault) = (false, self.fault.clone());
        let (mut wants_again, mut has_none) = (false, false);
        let offers_counter = self.no_access.is_some();
        Form::show(ui, &mut self.flow, "turned: code", |form| {
            let field = Field::new(CODE).width(240.0).error(fault.as_deref());
            is_sent |= form.number(field, &mut self.code).submitted;
            form.ui().add_space(SPACE_M);
            is_sent |= form.action(Button::primary("Verificar").icon(Icon::Check).large().busy(is_busy)).clicked();
            form.ui().add_space(SPACE_M);
            let ui = form.ui();
            ui.horizontal_wrapped(|ui| {
                wants_again =
                    Button::secondary("Enviar otro código").icon(Icon::Refresh).enabled(!is_busy).show(ui).clicked();
                if offers_counter {
                    let none = Button::secondary("Seguir sin acceso a ese correo").enabled(!is_busy);
                    has_none = none.show(ui).clicked();
                }
            });
        });
        if let Some(read) = self.read.take() {
            self.code = read;
            self.flow.focus_open();
            ui.ctx().request_repaint();
        }
        if has_none {
            self.leaving.start(|| cx.desk.perform(LeaveFlow { flow: id, goes_to_counter: true }));
        } else if wants_again {
            self.again.start(|| cx.desk.perform(AskAgain { flow: id, form: SecretForm::Code }));
        } else if is_sent && !is_busy {
            match GiveCode::of(id, &self.code) {
                Some(given) => self.giving.start(|| cx.desk.perform(given)),
                None => self.fault = Some("El código tiene 8 cifras.".into()),
            }
        }
        Next::Stay
    }

    fn keys(&self) -> Option<Keys> {
        Some(Keys::Digits)
    }

    fn flow(&self) -> Option<SelfServiceId> {
        Some(self.id)
    }

    fn waits_for_a_letter(&self) -> bool {
        true
    }

    fn take_reading(&mut self, _: &Cx<'_>, text: &str) {
        self.read = Some(text.to_owned());
    }
}

/// For how long a letter of this kind is good, told before it is asked for.
pub(super) fn good_for(kind: ChallengeKind) -> String {
    format!("Vale {} minutos: tenga su teléfono a la mano.", kind.minutes())
}

/// As high as what is said of a letter at its longest, in points.
const LETTER_ROOM: f32 = 74.0;

/// How the letter stands that is waited for. It has its place before that is known: what is pressed below does not move away
/// from under a finger.
pub(super) fn letter_ui(ui: &mut Ui, cx: &Cx<'_>, at_hand: Option<&FlowAtHand>) {
    // As wide as the words will be: the page stands in the middle.
    ui.set_min_width(ui.available_width());
    let top = ui.cursor().top();
    if let Some(letter) = at_hand.and_then(|at_hand| at_hand.letter) {
        standing_ui(ui, cx, letter.standing);
    }
    let taken = ui.cursor().top() - top;
    ui.add_space((LETTER_ROOM - taken).max(0.0) + SPACE_M);
}

fn standing_ui(ui: &mut Ui, cx: &Cx<'_>, standing: LetterStanding) {
    let now = cx.now();
    let (sign, words) = match standing {
        LetterStanding::Untold => (
            Sign::Info,
            "Si su número consta y sus datos se actualizaron en una ventanilla, le llega un correo a la dirección \
             registrada. Si no le llega, acérquese a la ventanilla con su cédula."
                .to_owned(),
        ),
        LetterStanding::Waits => (Sign::Waiting, "Estamos enviando el correo…".to_owned()),
        LetterStanding::Delayed(..) => {
            (Sign::Waiting, "El correo todavía no pudo salir. Se intenta de nuevo en unos segundos.".to_owned())
        }
        LetterStanding::Sent(until) if until > now => (
            Sign::Info,
            format!(
                "El correo ya salió. Vale {} más; revise también la carpeta de correo no deseado.",
                time_left(until, now)
            ),
        ),
        LetterStanding::Sent(_) => (Sign::Warning, "Ya venció lo que se envió. Pida otro correo.".to_owned()),
        LetterStanding::Spent => (Sign::Warning, "Lo que se envió ya no sirve. Pida otro correo.".to_owned()),
        LetterStanding::Failed(_) => {
            (Sign::Refused, "El correo no se pudo enviar. Pida ayuda en la ventanilla.".to_owned())
        }
    };
    // The seconds are counted before their eyes.
    if matches!(standing, LetterStanding::Sent(until) if until > now) {
        ui.ctx().request_repaint_after(Duration::from_secs(1));
    }
    widgets::notice(ui, sign, &words, None);
}

/// «2:05 minutos», «14 segundos».
pub(super) fn time_left(until: Moment, now: Moment) -> String {
    let secs = until.0.saturating_sub(now.0).saturating_add(999).div_euclid(1000).max(0);
    match secs {
        1 => "1 segundo".into(),
        secs if secs < 60 => format!("{secs} segundos"),
        secs => format!("{}:{:02} minutos", secs.div_euclid(60), secs.rem_euclid(60)),
    }
}
