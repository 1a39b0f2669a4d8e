//! An employer of the register: its facts with their sources, branches, representatives, history, and what can be done.

mod forms;
mod people;

use eframe::egui::Ui;

use self::forms::{BranchForm, EmployerForm};
use self::people::RepresentativeForm;
use super::dialog::Outcome;
use super::parts::{self, ONE_ACTION, THREE_ACTIONS, line_button, line_ui};
use super::reason::{Question, ReasonDialog, Said};
use super::sending::Sending;
use super::words::{KINDS, Names, SRI_STATES, word_for};
use crate::desk::Live;
use crate::domain::calendar::{Moment, Zone};
use crate::domain::id::{EmployerId, UserId};
use crate::domain::number::{EmployerNumber, PersonNumber};
use crate::ops::Changed;
use crate::ops::employer::{ConfirmEmployer, ConfirmRepresentative, EndRepresentative};
use crate::ops::view::{self, EmployerBranch, EmployerCard, Provenance, Representative};
use crate::ui::cx::Cx;
use crate::ui::screens::common::facts_ui;
use crate::ui::theme::{Icon, SPACE_M};
use crate::ui::widgets::{self, Button};

/// The page of an employer.
#[derive(Default)]
pub(super) struct EmployerPage {
    id: Option<EmployerId>,
    card: Live<EmployerCard>,
    dialog: Option<Open>,
    /// A confirmation under way, and what is said once it is done.
    confirming: Sending<()>,
    shows_all_history: bool,
}

/// The one dialog that stands.
enum Open {
    Employer(Box<EmployerForm>),
    Branch(BranchForm),
    Representative(RepresentativeForm),
    End(PersonNumber, ReasonDialog),
}

/// Something that a click asked for.
enum Asked {
    Correct,
    Confirm,
    AddBranch,
    CorrectBranch(EmployerBranch),
    AddRepresentative,
    CorrectRepresentative(Representative),
    ConfirmRepresentative(PersonNumber),
    EndRepresentative(PersonNumber, String),
}

impl EmployerPage {
    /// Shows this employer.
    pub(super) fn open(&mut self, id: EmployerId) {
        if self.id != Some(id) {
            *self = Self { id: Some(id), ..Self::default() };
        }
    }

    /// Asks for what is known of an employer who is not in the register.
    pub(super) fn record(&mut self) {
        self.dialog = Some(Open::Employer(Box::new(EmployerForm::record())));
    }

    /// One frame.
    pub(super) fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, names: &Names) {
        if let Some(id) = self.id {
            let read = move |desk: &crate::desk::Desk| desk.read(move |_, reader| view::employer_card(reader, id));
            self.card.refresh(cx.desk, &[Changed::Employers], read);
        }
        if self.confirming.poll().is_some() {
            cx.tell("Datos confirmados.");
        }
        if let Some(asked) = self.page_ui(ui, cx, names) {
            self.act(cx, asked);
        }
        self.dialog_ui(ui, cx);
    }

    fn page_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>, names: &Names) -> Option<Asked> {
        if let Some(fault) = self.card.fault() {
            parts::fault_ui(ui, fault);
        }
        let Some(card) = self.card.get() else {
            if self.id.is_none() {
                let words = "Busque a la izquierda y elija uno con Entrar, o registre uno nuevo.";
                widgets::empty(ui, Icon::Employer, "Ningún empleador abierto", words);
            }
            return None;
        };
        let (zone, me) = (cx.zone(), cx.me.map(|me| me.user));
        let mut asked = None;
        head_ui(ui, card, names, zone);
        self.confirming.fault_ui(ui);
        ui.horizontal(|ui| {
            if Button::secondary("Corregir datos…").icon(Icon::Edit).show(ui).clicked() {
                asked = Some(Asked::Correct);
            }
            let branches_trusted = card.branches.iter().all(|branch| branch.provenance.is_trusted());
            if !card.employer.provenance.is_trusted() || !branches_trusted {
                let wrote = card.branches.iter().map(|branch| &branch.provenance).chain([&card.employer.provenance]);
                let own = wrote.filter(|it| !it.is_trusted()).any(|it| Some(it.recorded_by) == me);
                if confirm_button(ui, "Confirmar datos", own, self.confirming.is_busy()) {
                    asked = Some(Asked::Confirm);
                }
            }
        });
        ui.add_space(SPACE_M);
        if let Some(branch) = branches_ui(ui, card, names, zone) {
            asked = Some(branch);
        }
        if let Some(person) = representatives_ui(ui, card, names, zone, (me, self.confirming.is_busy())) {
            asked = Some(person);
        }
        parts::history_ui(ui, &card.history, zone, &mut self.shows_all_history);
        asked
    }

    fn act(&mut self, cx: &Cx<'_>, asked: Asked) {
        let (Some(employer), Some(card)) = (self.id, self.card.get()) else { return };
        self.confirming.forget_fault();
        match asked {
            Asked::Correct => self.dialog = Some(Open::Employer(Box::new(EmployerForm::correct(&card.employer)))),
            Asked::AddBranch => self.dialog = Some(Open::Branch(BranchForm::add(employer))),
            Asked::CorrectBranch(branch) => self.dialog = Some(Open::Branch(BranchForm::correct(employer, &branch))),
            Asked::AddRepresentative => self.dialog = Some(Open::Representative(RepresentativeForm::add(employer))),
            Asked::CorrectRepresentative(one) => {
                self.dialog = Some(Open::Representative(RepresentativeForm::correct(employer, &one)));
            }
            Asked::Confirm => self.confirming.start(|| cx.desk.perform(ConfirmEmployer { employer })),
            Asked::ConfirmRepresentative(number) => {
                self.confirming.start(|| cx.desk.perform(ConfirmRepresentative { employer, number }));
            }
            Asked::EndRepresentative(number, name) => {
                let question = Question {
                    title: "Terminar funciones",
                    sentence: format!("{name} dejará de constar como representante. Queda en la historia."),
                    verb: "Terminar funciones",
                    optional: false,
                };
                self.dialog = Some(Open::End(number, ReasonDialog::ask(question)));
            }
        }
    }

    fn dialog_ui(&mut self, ui: &Ui, cx: &mut Cx<'_>) {
        let ctx = ui.ctx().clone();
        let outcome = match &mut self.dialog {
            None => return,
            Some(Open::Employer(form)) => match form.ui(&ctx, cx) {
                Outcome::Done(id) => {
                    self.open(id);
                    Outcome::Done("Datos guardados.")
                }
                other => other.without_value("Datos guardados."),
            },
            Some(Open::Branch(form)) => form.ui(&ctx, cx).without_value("Sucursal guardada."),
            Some(Open::Representative(form)) => form.ui(&ctx, cx).without_value("Datos guardados."),
            Some(Open::End(number, dialog)) => match (dialog.ui(&ctx), self.id) {
                (Said::Do(Some(reason)), Some(employer)) => {
                    let number = number.clone();
                    dialog.sending.start(|| cx.desk.perform(EndRepresentative { employer, number, reason }));
                    Outcome::Stays
                }
                (Said::Done, _) => Outcome::Done("Funciones terminadas."),
                (Said::GivenUp, _) => Outcome::GivenUp,
                _ => Outcome::Stays,
            },
        };
        match outcome {
            Outcome::Stays => return,
            Outcome::Done(words) => cx.tell(words),
            Outcome::GivenUp => {}
        }
        self.dialog = None;
    }
}

fn head_ui(ui: &mut Ui, card: &EmployerCard, names: &Names, zone: Zone) {
    let employer = &card.employer;
    let number = match &employer.number {
        EmployerNumber::Ruc(ruc) => format!("RUC {ruc}"),
        EmployerNumber::Domestic(domestic) => format!("Número de servicio doméstico {domestic}"),
    };
    widgets::panel_title(ui, &employer.name, &number);
    parts::source_ui(ui, &employer.provenance, names, zone);
    ui.add_space(SPACE_M);
    let facts = [
        ("Tipo", word_for(&employer.kind, &KINDS).to_owned()),
        ("Estado en el SRI", word_for(&employer.sri_state, &SRI_STATES).to_owned()),
        ("Correo registrado", if employer.email.is_empty() { "No tiene".into() } else { employer.email.clone() }),
        ("Calificación artesanal", if employer.artisan { "Sí" } else { "No consta" }.to_owned()),
    ];
    facts_ui(ui, &facts);
    ui.add_space(SPACE_M);
}

/// The button of a second person: whoever wrote the fact sees why it is not theirs.
pub(super) fn confirm_button(ui: &mut Ui, label: &str, is_own: bool, is_busy: bool) -> bool {
    Button::secondary(label)
        .icon(Icon::CheckCircle)
        .enabled(!is_own)
        .busy(is_busy)
        .why("Usted lo escribió: debe confirmarlo otra persona, con su propio usuario.")
        .show(ui)
        .clicked()
}

fn branches_ui(ui: &mut Ui, card: &EmployerCard, names: &Names, zone: Zone) -> Option<Asked> {
    let mut asked = None;
    widgets::section(ui, "Sucursales", |ui| {
        for branch in &card.branches {
            let what = match branch.name.as_str() {
                "" => branch.branch.to_string(),
                name => format!("{} · {name}", branch.branch),
            };
            line_ui(ui, (&what, ""), ONE_ACTION, Some((&branch.provenance, names, zone)), |ui| {
                if line_button(ui, "Corregir…", &format!("Corregir la sucursal {}", branch.branch)) {
                    asked = Some(Asked::CorrectBranch(branch.clone()));
                }
            });
        }
        if Button::quiet("Agregar sucursal…").icon(Icon::Add).show(ui).clicked() {
            asked = Some(Asked::AddBranch);
        }
    });
    asked
}

fn representatives_ui(
    ui: &mut Ui,
    card: &EmployerCard,
    names: &Names,
    zone: Zone,
    (me, is_busy): (Option<UserId>, bool),
) -> Option<Asked> {
    let mut asked = None;
    widgets::section(ui, "Representantes", |ui| {
        if card.representatives.iter().all(|(_, ended)| ended.is_some()) {
            parts::small_ui(ui, "Nadie consta en funciones: agregue a quien representa al empleador.");
        }
        for (one, _) in card.representatives.iter().filter(|(_, ended)| ended.is_none()) {
            let more = [one.number.as_str(), &one.capacity].join(" · ");
            let more = more.trim_end_matches(" · ");
            let action = line_ui(ui, (&one.name, more), THREE_ACTIONS, Some((&one.provenance, names, zone)), |ui| {
                representative_buttons(ui, one, me, is_busy)
            });
            asked = action.or(asked.take());
        }
        if Button::quiet("Agregar representante…").icon(Icon::Add).show(ui).clicked() {
            asked = Some(Asked::AddRepresentative);
        }
        for (one, ended) in &card.representatives {
            if let Some(ended) = ended {
                let until = Moment(*ended).in_figures(zone);
                let more = format!("{} · Terminó sus funciones el {until}", one.number);
                line_ui(ui, (&one.name, &more), 0.0, None, |_| ());
            }
        }
    });
    asked
}

/// From right to left.
fn representative_buttons(ui: &mut Ui, one: &Representative, me: Option<UserId>, is_busy: bool) -> Option<Asked> {
    let mut asked = None;
    if line_button(ui, "Terminar…", &format!("Terminar las funciones de {}", one.name)) {
        asked = Some(Asked::EndRepresentative(one.number.clone(), one.name.clone()));
    }
    if line_button(ui, "Corregir…", &format!("Corregir a {}", one.name)) {
        asked = Some(Asked::CorrectRepresentative(one.clone()));
    }
    if !one.provenance.is_trusted() {
        let own = is_by(&one.provenance, me);
        let button = Button::quiet("Confirmar")
            .enabled(!own && !is_busy)
            .why("Usted lo escribió: debe confirmarlo otra persona, con su propio usuario.");
        let response = button.show(ui);
        ui.accesskit_node_builder(response.id, |node| node.set_label(format!("Confirmar a {}", one.name)));
        if response.clicked() {
            asked = Some(Asked::ConfirmRepresentative(one.number.clone()));
        }
    }
    asked
}

/// Did this user write it last?
pub(super) fn is_by(provenance: &Provenance, me: Option<UserId>) -> bool {
    Some(provenance.recorded_by) == me
}
