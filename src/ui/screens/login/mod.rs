//! The way in: user and password, and whatever stands between them and the counter: a temporary password, a doubt that a
//! supervisor has to accept, what was answered in a supervisor's name, a recovery code that is on no paper.

mod answered;
mod card;
mod doubt;
mod recover;
mod recovery_code;
mod temporary_password;

use eframe::egui::Ui;
use zeroize::Zeroizing;

use self::answered::Answered;
use self::card::{Card, Entry};
use self::doubt::Doubt;
use self::recover::{Recover, Recovering};
use self::recovery_code::OfferCode;
use self::temporary_password::TemporaryPassword;
use super::common::{Fault, card_in_the_middle, product_ui};
use crate::desk::{Error, LoggedIn, Pending};
use crate::ops::view::{AtTheDoor, at_the_door};
use crate::ui::app::LoginHint;
use crate::ui::cx::{Command, Cx};
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Sign};

/// The login.
pub struct LoginScreen {
    hints: Vec<LoginHint>,
    at: At,
}

/// Where somebody is on the way in.
enum At {
    /// Nobody can come in.
    Shut(Fault),
    Card(Box<Card>),
    Recover(Box<Recover>),
    TemporaryPassword(LoggedIn, Box<TemporaryPassword>),
    /// It is being looked up what stands before the counter.
    Door(LoggedIn, Pending<AtTheDoor>, Option<Fault>),
    Doubt(LoggedIn, Box<Doubt>),
    Answered(LoggedIn, Box<Answered>, AtTheDoor),
    Code(LoggedIn, Box<OfferCode>),
}

/// Where it goes on after a frame.
enum Next {
    Stay,
    To(At),
    In(LoggedIn),
}

const WIDTH: f32 = 460.0;
const WIDE: f32 = 640.0;

impl LoginScreen {
    /// With logins that are no secret, or a fault that keeps everybody out.
    #[must_use]
    pub fn new(hints: Vec<LoginHint>, fault: Option<&Error>) -> Self {
        let at = match fault {
            Some(fault) => At::Shut(fault.into()),
            None => At::Card(Box::default()),
        };
        Self { hints, at }
    }

    /// One frame; answers whoever came in.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) -> Option<LoggedIn> {
        let next = match &mut self.at {
            At::Shut(fault) => card_in_the_middle(ui, WIDE, |ui| shut_ui(ui, cx, fault)),
            At::Card(card) => {
                let hints = &self.hints;
                card_in_the_middle(ui, WIDTH, |ui| match card.ui(ui, cx, hints) {
                    Some(Entry::In(me, password)) => Next::To(after_login(me, password)),
                    Some(Entry::Shut(fault)) => Next::To(At::Shut(fault)),
                    Some(Entry::Recover(login)) => Next::To(At::Recover(Box::new(Recover::of(login)))),
                    None => Next::Stay,
                })
            }
            At::Recover(recover) => card_in_the_middle(ui, WIDTH, |ui| match recover.ui(ui, cx) {
                // The code that was used is spent: another one is printed before anything else.
                Some(Recovering::Done(me)) => Next::To(At::Door(me, Pending::default(), None)),
                Some(Recovering::Back(login)) => Next::To(At::Card(Box::new(Card::of(login)))),
                None => Next::Stay,
            }),
            At::TemporaryPassword(me, screen) => card_in_the_middle(ui, WIDTH, |ui| match screen.ui(ui, cx, me) {
                Some(true) => Next::To(At::Door(me.clone(), Pending::default(), None)),
                Some(false) => Next::To(out(cx)),
                None => Next::Stay,
            }),
            At::Door(me, pending, fault) => {
                let me = me.clone();
                card_in_the_middle(ui, WIDTH, |ui| door_ui(ui, cx, me, pending, fault))
            }
            At::Doubt(me, doubt) => card_in_the_middle(ui, WIDE, |ui| match doubt.ui(ui, cx) {
                Some(true) => Next::To(At::Door(me.clone(), Pending::default(), None)),
                Some(false) => Next::To(out(cx)),
                None => Next::Stay,
            }),
            At::Answered(me, answered, door) => card_in_the_middle(ui, WIDE, |ui| match answered.ui(ui, cx) {
                true => after_answers(me.clone(), door),
                false => Next::Stay,
            }),
            At::Code(me, offer) => card_in_the_middle(ui, WIDE, |ui| match offer.ui(ui, cx) {
                true => Next::In(me.clone()),
                false => Next::Stay,
            }),
        };
        match next {
            Next::Stay => None,
            Next::To(at) => {
                self.at = at;
                ui.request_repaint();
                None
            }
            Next::In(me) => Some(me),
        }
    }
}

/// A temporary password is changed before anything else.
fn after_login(me: LoggedIn, password: Zeroizing<String>) -> At {
    match me.must_change_password {
        true => At::TemporaryPassword(me, Box::new(TemporaryPassword::instead_of(password))),
        false => At::Door(me, Pending::default(), None),
    }
}

/// Nobody is at the window any more.
fn out(cx: &Cx<'_>) -> At {
    cx.desk.log_out();
    At::Card(Box::default())
}

fn shut_ui(ui: &mut Ui, cx: &mut Cx<'_>, fault: &mut Fault) -> Next {
    product_ui(ui, cx);
    fault.ui(ui);
    if fault.is_mended_by_a_restore() {
        let next = format!(
            "Cambie el nombre de la carpeta {} (no la borre: puede servir todavía) y presione «Intentar de nuevo»: \
             entonces se ofrece restaurar un respaldo.",
            cx.desk.station().place.folder.display()
        );
        widgets::notice(ui, Sign::Info, "Si tiene un respaldo, puede volver a él.", Some(&next));
    }
    ui.add_space(8.0);
    let again = Button::primary("Intentar de nuevo").icon(Icon::Refresh).show(ui);
    if ui.memory(|memory| memory.focused().is_none()) {
        again.request_focus();
    }
    if !again.clicked() {
        return Next::Stay;
    }
    match cx.desk.house_stands() {
        Ok(true) => Next::To(At::Card(Box::default())),
        Ok(false) => {
            cx.ask(Command::BeginAnew);
            Next::Stay
        }
        Err(error) => {
            *fault = error.into();
            Next::Stay
        }
    }
}

fn door_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    me: LoggedIn,
    pending: &mut Pending<AtTheDoor>,
    fault: &mut Option<Fault>,
) -> Next {
    product_ui(ui, cx);
    match pending.poll() {
        Some(Ok(door)) => return past_the_door(me, door),
        Some(Err(error)) => *fault = Some(error.into()),
        None => {}
    }
    if let Some(said) = fault {
        said.ui(ui);
        if Button::primary("Intentar de nuevo").icon(Icon::Refresh).show(ui).clicked() {
            *fault = None;
        }
        return Next::Stay;
    }
    let user = me.user;
    pending.start(|| cx.desk.read(move |house, reader| at_the_door(house, reader, user)));
    ui.label(format!("Abriendo la sesión de {}…", me.full_name));
    Next::Stay
}

/// What stands before the counter, the first thing first.
fn past_the_door(me: LoggedIn, door: AtTheDoor) -> Next {
    if let Some(doubt) = Doubt::of(&door) {
        return Next::To(At::Doubt(me, Box::new(doubt)));
    }
    if !door.answered.is_empty() {
        return Next::To(At::Answered(me, Box::new(Answered::of(&door)), door));
    }
    after_answers(me, &door)
}

fn after_answers(me: LoggedIn, door: &AtTheDoor) -> Next {
    match door.code_is_due {
        Some(due) => Next::To(At::Code(me, Box::new(OfferCode::because(due)))),
        None => Next::In(me),
    }
}
