//! How a paper of the registers stands: in force, revoked, set aside; and the dialogs that change it. A revocation is the
//! notary's or the issuer's act, with its day; what was only copied wrongly is set aside.

use chrono::NaiveDate;
use eframe::egui::{Context, Ui};

use super::finder::out_of_force;
use super::reason::{Question, ReasonDialog, Said};
use super::words::{self, Names};
use crate::desk::{Desk, Ticket};
use crate::domain::calendar::day_in_figures;
use crate::domain::turn::Reason;
use crate::ops::view::{Revocation, SetAside, Visit};
use crate::ui::cx::Cx;
use crate::ui::theme::SPACE_S;
use crate::ui::widgets::{self, Button, Sign};

/// What is to be done with a paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Revoke,
    Withdraw,
    SetAside,
}

/// What a kind of paper is called in the sentences.
#[derive(Debug, Clone, Copy)]
pub(super) struct Nouns {
    /// "El poder".
    pub(super) the: &'static str,
    /// "Este poder".
    pub(super) this: &'static str,
    /// "Revocar poder", on the button.
    pub(super) revoke: &'static str,
    /// "Poder", before an entry that is taken back.
    pub(super) revoked: &'static str,
}

const ACT: &str = "Fecha de la revocatoria";

/// The dialog that changes how a paper stands, while it is open.
#[derive(Debug)]
pub(super) struct Changing {
    change: Change,
    dialog: ReasonDialog,
}

/// What hands a change in: what, the day of the act where one is asked for, and why.
pub(super) type HandIn<'a> = &'a dyn Fn(&Desk, Change, Option<NaiveDate>, Reason) -> Ticket<()>;

impl Changing {
    fn ask(change: Change, nouns: Nouns) -> Self {
        let the = nouns.the;
        let question = match change {
            Change::Revoke => Question {
                title: "Anotar una revocatoria",
                sentence: format!(
                    "{the} no servirá en ninguna atención desde el día del acto que lo revoca. Si solo se copió mal, use «Anular por error de copia…»."
                ),
                verb: nouns.revoke,
                optional: false,
            },
            Change::Withdraw => Question {
                title: "Retirar la revocatoria",
                sentence: format!("{the} volverá a servir, si está vigente. Queda en la bitácora, con su firma."),
                verb: "Retirar la revocatoria",
                optional: false,
            },
            Change::SetAside => Question {
                title: "Anular por error de copia",
                sentence: "Este registro ya no se ofrecerá en ninguna atención. El documento no queda revocado: puede registrarlo de nuevo, bien copiado.".into(),
                verb: "Anular el registro",
                optional: false,
            },
        };
        let dialog = ReasonDialog::ask(question);
        Self { change, dialog: if change == Change::Revoke { dialog.with_day(ACT) } else { dialog } }
    }

    /// One frame; answers what was done, and whether it stays open.
    pub(super) fn ui(&mut self, ctx: &Context, cx: &mut Cx<'_>, hand_in: HandIn<'_>) -> (Option<Change>, bool) {
        match self.dialog.ui(ctx) {
            Said::Do(Some(reason)) => {
                let (change, day) = (self.change, self.dialog.day());
                self.dialog.sending.start(|| hand_in(cx.desk, change, day, reason));
                (None, true)
            }
            Said::Done => {
                cx.tell(match self.change {
                    Change::Revoke => "Revocatoria anotada.",
                    Change::Withdraw => "Revocatoria retirada.",
                    Change::SetAside => "Registro anulado por error de copia.",
                });
                (Some(self.change), false)
            }
            Said::GivenUp => (None, false),
            Said::Nothing | Said::Do(None) => (None, true),
        }
    }
}

/// How a paper stands, in a tag or a notice.
pub(super) fn standing_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    names: &Names,
    nouns: Nouns,
    (revoked, set_aside, last_day): (Option<&Revocation>, Option<&SetAside>, Option<NaiveDate>),
) {
    let zone = cx.zone();
    if let Some(aside) = set_aside {
        let more = format!(
            "Lo anuló {}, {}. Motivo: {}",
            names.of(aside.by),
            words::day_and_hour(aside.at_ms, zone),
            aside.reason
        );
        let said = format!("{} se copió mal: este registro no cuenta.", nouns.the);
        widgets::notice(ui, Sign::Warning, &said, Some(&more));
        return;
    }
    if let Some(revocation) = revoked {
        let since = revocation.on.map_or(String::new(), |day| format!(" desde el {}", day_in_figures(day)));
        let said = format!("{} está {}{since}.", nouns.this, nouns.revoked);
        let (by, at) = (names.of(revocation.by), words::day_and_hour(revocation.at_ms, zone));
        let more = format!("Lo anotó {by}, {at}. Motivo: {}", revocation.reason);
        widgets::notice(ui, Sign::Refused, &said, Some(&more));
        return;
    }
    match out_of_force((false, false), last_day, cx.now().day(zone)) {
        Some(_) => widgets::badge(ui, Sign::Warning, "Fuera de vigencia"),
        None => widgets::badge(ui, Sign::Met, "Vigente"),
    };
}

/// The buttons that change how a paper stands; answers the dialog that one of them opens.
pub(super) fn actions_ui(
    ui: &mut Ui,
    cx: &Cx<'_>,
    nouns: Nouns,
    (revoked, set_aside): (Option<&Revocation>, Option<&SetAside>),
) -> Option<Changing> {
    if set_aside.is_some() {
        return None;
    }
    let mut asked = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = SPACE_S;
        if revoked.is_none() {
            let revoke = format!("{}…", nouns.revoke);
            if Button::danger(&revoke).show(ui).clicked() {
                asked = Some(Change::Revoke);
            }
            if Button::secondary("Anular por error de copia…").show(ui).clicked() {
                asked = Some(Change::SetAside);
            }
        } else if cx.is_supervisor() && Button::secondary("Retirar la revocatoria…").show(ui).clicked() {
            asked = Some(Change::Withdraw);
        }
    });
    asked.map(|change| Changing::ask(change, nouns))
}

/// Who recorded a paper, when, and from where: the register or the paper that was shown in a visit.
pub(super) fn recorded_words(by: &str, at: &str, recorded_in: Option<&Visit>) -> String {
    match recorded_in {
        Some(visit) => format!("Copiado del papel por {by}, {at}, en una atención: {}", words::visit_line(visit)),
        None => format!("Escrito a mano en el registro por {by}, {at}"),
    }
}
