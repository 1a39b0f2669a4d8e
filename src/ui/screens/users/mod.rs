//! The users, for a supervisor: who there is, adding, resetting, disabling, and the recovery code.

mod adding;
mod once;

use eframe::egui::{Context, Ui};

use self::adding::Adding;
use self::once::ShownOnce;
use super::common::{Fault, RecoveryPage};
use crate::desk::{Live, Pending};
use crate::domain::id::UserId;
use crate::ops::Changed;
use crate::ops::view::{self, User};
use crate::ui::cx::Cx;
use crate::ui::theme::Icon;
use crate::ui::widgets::{self, Button, Column, Dialog, Sign, Table, last_row};
use crate::ui::words;

/// The users of the centre.
#[derive(Default)]
pub struct UsersScreen {
    users: Live<Vec<User>>,
    selected: Option<usize>,
    dialog: Option<Open>,
    /// The list takes the keyboard.
    wants_focus: bool,
}

/// The dialog that is open.
enum Open {
    Adding(Box<Adding>),
    /// A temporary password is given to somebody.
    Resetting(User, Pending<zeroize::Zeroizing<String>>, Option<Fault>),
    Disabling(User, Pending<()>, Option<Fault>),
    Shown(ShownOnce),
    Code(RecoveryPage),
}

fn columns() -> [Column<'static>; 5] {
    [
        Column::exact("Usuario", 170.0),
        Column::rest("Nombre"),
        Column::exact("Función", 130.0),
        Column::exact("Estado", 210.0),
        Column::exact("Último ingreso", 170.0),
    ]
}

impl UsersScreen {
    /// The keyboard goes to the list.
    pub fn focus_list(&mut self) {
        self.wants_focus = true;
    }

    /// One frame.
    pub fn ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>) {
        self.users.refresh(cx.desk, &[Changed::Users], |desk| desk.read(|_, reader| view::users(reader)));
        widgets::panel_title(
            ui,
            "Usuarios",
            "Quienes pueden ingresar en este centro. Cada cambio queda firmado en la bitácora.",
        );
        ui.add_space(12.0);
        // Only as long as the list cannot be read.
        if let Some(fault) = self.users.fault() {
            Fault::from(fault).ui(ui);
        }
        self.actions_ui(ui, cx);
        ui.add_space(12.0);
        self.table_ui(ui, cx);
        let ctx = ui.ctx().clone();
        self.dialog_ui(&ctx, cx);
    }

    fn actions_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        let chosen = self.users.get().zip(self.selected).and_then(|(users, at)| users.get(at)).cloned();
        let me = cx.me.map(|me| me.user);
        let is_own = chosen.as_ref().is_some_and(|user| Some(user.id) == me);
        let why = match (&chosen, is_own) {
            (None, _) => "Elija primero un usuario de la lista.",
            (Some(_), true) => "Su propia contraseña se cambia en Configuración.",
            _ => "Este usuario ya está deshabilitado.",
        };
        ui.horizontal_wrapped(|ui| {
            if Button::primary("Agregar usuario…").icon(Icon::Add).show(ui).clicked() {
                self.dialog = Some(Open::Adding(Box::default()));
            }
            let is_enabled = chosen.as_ref().is_none_or(|user| user.enabled);
            let label = if is_enabled { "Restablecer contraseña…" } else { "Habilitar con otra contraseña…" };
            let reset = Button::secondary(label).icon(Icon::Key).enabled(chosen.is_some() && !is_own).why(why);
            if reset.show(ui).clicked()
                && let Some(user) = chosen.clone()
            {
                self.dialog = Some(Open::Resetting(user, Pending::default(), None));
            }
            let may_disable = chosen.is_some() && is_enabled && !is_own;
            let disable =
                Button::danger("Deshabilitar…").icon(Icon::Forbidden).enabled(may_disable).why(match is_own {
                    true => "Nadie deshabilita su propio usuario: pídalo a otra persona de supervisión.",
                    false => why,
                });
            if disable.show(ui).clicked()
                && let Some(user) = chosen
            {
                self.dialog = Some(Open::Disabling(user, Pending::default(), None));
            }
            if Button::quiet("Hacer otro código de recuperación…").icon(Icon::Printer).show(ui).clicked() {
                self.dialog = Some(Open::Code(RecoveryPage::in_dialog()));
            }
        });
    }

    fn table_ui(&mut self, ui: &mut Ui, cx: &Cx<'_>) {
        let Some(users) = self.users.get() else {
            ui.label("Leyendo los usuarios…");
            return;
        };
        let zone = cx.zone();
        let name = |row: usize| users.get(row).map(|user| user.full_name.clone()).unwrap_or_default();
        let columns = columns();
        let table = Table::new("users").name("Usuarios del centro").columns(&columns).row_name(&name);
        if std::mem::take(&mut self.wants_focus) {
            ui.memory_mut(|memory| memory.request_focus(table.id()));
        }
        table.rows(ui, users.len(), &mut self.selected, |row, column, ui| {
            let Some(user) = users.get(row) else { return };
            match column {
                0 => ui.label(&user.login),
                1 => ui.label(&user.full_name),
                2 => ui.label(words::capital(user.role.spanish(user.gender))),
                3 => {
                    let (sign, word) = state_of(user);
                    widgets::badge(ui, sign, word)
                }
                _ => match user.last_login_at_ms {
                    Some(at) => ui.label(words::day_and_hour(at, zone)),
                    None => ui.label("Nunca"),
                },
            };
        });
    }

    fn dialog_ui(&mut self, ctx: &Context, cx: &mut Cx<'_>) {
        let Some(open) = self.dialog.take() else { return };
        let stays = match open {
            Open::Adding(mut adding) => match adding.ui(ctx, cx) {
                adding::Answer::Stay => Some(Open::Adding(adding)),
                adding::Answer::Close => None,
                adding::Answer::Added(shown) => Some(Open::Shown(shown)),
            },
            Open::Resetting(user, pending, fault) => resetting_ui(ctx, cx, user, pending, fault),
            Open::Disabling(user, pending, fault) => disabling_ui(ctx, cx, user, pending, fault),
            Open::Shown(shown) => (!shown.ui(ctx)).then_some(Open::Shown(shown)),
            Open::Code(page) => code_ui(ctx, cx, page),
        };
        self.dialog = stays;
    }
}

fn state_of(user: &User) -> (Sign, &'static str) {
    match (user.enabled, user.temporary_password) {
        (false, _) => (Sign::Refused, "Deshabilitado"),
        (true, true) => (Sign::Waiting, "Contraseña temporal"),
        (true, false) => (Sign::Met, "Activo"),
    }
}

/// A question with one verb; answers what was pressed: the verb, or the way back.
fn question_ui(
    ctx: &Context,
    title: &str,
    text: &str,
    verb: Button<'_>,
    is_busy: bool,
    fault: Option<&Fault>,
) -> (bool, bool) {
    let shown = Dialog::new(title).width(520.0).show(ctx, |ui| {
        if let Some(fault) = fault {
            fault.ui(ui);
        }
        ui.label(text);
        last_row(ui, [verb.busy(is_busy)]).is_some()
    });
    (shown.inner, shown.gives_up && !is_busy)
}

fn resetting_ui(
    ctx: &Context,
    cx: &Cx<'_>,
    user: User,
    mut pending: Pending<zeroize::Zeroizing<String>>,
    mut fault: Option<Fault>,
) -> Option<Open> {
    match pending.poll() {
        Some(Ok(password)) => return Some(Open::Shown(ShownOnce::of(&user.full_name, &user.login, password))),
        Some(Err(error)) => fault = Some(error.into()),
        None => {}
    }
    let text = format!(
        "{} recibe una contraseña temporal y elige otra al ingresar. La de ahora deja de servir, y su sesión abierta termina.",
        user.full_name
    );
    let verb = Button::primary("Restablecer").icon(Icon::Key);
    let (does, leaves) =
        question_ui(ctx, "¿Restablecer la contraseña?", &text, verb, pending.is_busy(), fault.as_ref());
    if does {
        fault = None;
        let id: UserId = user.id;
        pending.start(|| cx.desk.reset_user(id));
    }
    (!leaves).then_some(Open::Resetting(user, pending, fault))
}

fn disabling_ui(
    ctx: &Context,
    cx: &mut Cx<'_>,
    user: User,
    mut pending: Pending<()>,
    mut fault: Option<Fault>,
) -> Option<Open> {
    match pending.poll() {
        Some(Ok(())) => {
            cx.tell(format!("{} ya no puede ingresar.", user.full_name));
            return None;
        }
        Some(Err(error)) => fault = Some(error.into()),
        None => {}
    }
    let text = format!(
        "{} no podrá ingresar desde ahora, ni seguir con una sesión abierta. Lo que hizo se conserva. Se habilita de nuevo con otra contraseña.",
        user.full_name
    );
    let verb = Button::danger("Sí, deshabilitar").icon(Icon::Forbidden);
    let (does, leaves) =
        question_ui(ctx, "¿Deshabilitar este usuario?", &text, verb, pending.is_busy(), fault.as_ref());
    if does {
        fault = None;
        let id = user.id;
        pending.start(|| cx.desk.disable_user(id));
    }
    (!leaves).then_some(Open::Disabling(user, pending, fault))
}

fn code_ui(ctx: &Context, cx: &mut Cx<'_>, mut page: RecoveryPage) -> Option<Open> {
    let shown = Dialog::new("Nuevo código de recuperación").width(560.0).show(ctx, |ui| {
        ui.label(
            "Se hace otro código y se imprime para la caja fuerte. El que está guardado deja de servir en ese momento.",
        );
        ui.add_space(12.0);
        page.ui(ui, cx, true)
    });
    let leaves = shown.inner.is_some() || (shown.gives_up && !page.is_busy());
    (!leaves).then_some(Open::Code(page))
}
