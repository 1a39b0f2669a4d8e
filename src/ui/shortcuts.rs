//! What the keyboard does everywhere: one flat list, in the order in which F1 shows it.

use eframe::egui::{self, Event, Key, KeyboardShortcut, Modifiers};

use super::cx::Section;

/// A constant action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Action {
    /// Shows this list.
    Help,
    /// Calls whoever is next.
    Next,
    /// To the search of the screen.
    Search,
    /// A turn given at the window.
    WalkIn,
    /// A turn for another time.
    Book,
    /// The visits that were set aside.
    Parked,
    /// Sets the visit at hand aside.
    Park,
    /// What the large button says.
    GoOn,
    /// Prints what the visit comes to.
    Print,
    /// The step before.
    PreviousStep,
    /// The step after.
    NextStep,
    /// To the turns.
    ShowTurns,
    /// To the visit.
    ShowVisit,
    /// To the registers.
    ShowRegisters,
    /// To the log of visits.
    ShowLog,
    /// To the day's close.
    ShowDay,
    /// To the month's figures.
    ShowReports,
    /// To the users.
    ShowUsers,
    /// To the settings.
    ShowSettings,
    /// The card of the visit's procedure, or of one that is asked for.
    Card,
    /// Turns the screen to whoever came.
    TurnScreen,
    /// Locks the screen.
    Lock,
    /// Changes the theme.
    Theme,
}

impl Action {
    /// Is there anything that it does at an arrival desk?
    #[must_use]
    pub fn is_at_arrivals(self) -> bool {
        matches!(
            self,
            Self::Help | Self::Search | Self::WalkIn | Self::ShowTurns | Self::ShowSettings | Self::Lock | Self::Theme
        )
    }
}

/// An action with its keys and its words.
#[derive(Debug, Clone, Copy)]
pub struct Shortcut {
    /// What it does.
    pub action: Action,
    /// By which keys.
    pub keys: KeyboardShortcut,
    /// The keys in words.
    pub cap: &'static str,
    /// What it does, in words.
    pub words: &'static str,
}

const fn plain(action: Action, key: Key, cap: &'static str, words: &'static str) -> Shortcut {
    Shortcut { action, keys: KeyboardShortcut::new(Modifiers::NONE, key), cap, words }
}

const fn ctrl(action: Action, key: Key, cap: &'static str, words: &'static str) -> Shortcut {
    Shortcut { action, keys: KeyboardShortcut::new(Modifiers::COMMAND, key), cap, words }
}

/// Every shortcut.
pub const ALL: [Shortcut; 23] = [
    plain(Action::Help, Key::F1, "F1", "Ver los atajos"),
    plain(Action::Next, Key::F2, "F2", "Llamar el turno siguiente"),
    plain(Action::Search, Key::F3, "F3", "Buscar en esta pantalla"),
    plain(Action::WalkIn, Key::F4, "F4", "Dar un turno presencial"),
    plain(Action::Parked, Key::F6, "F6", "Ver las atenciones en pausa"),
    plain(Action::Park, Key::F7, "F7", "Poner en pausa esta atención"),
    plain(Action::GoOn, Key::F8, "F8", "Hacer lo que dice el botón grande"),
    plain(Action::Print, Key::F9, "F9", "Hacer lo que la persona pide, o imprimir la constancia"),
    plain(Action::Card, Key::F11, "F11", "Ver la ficha de un trámite, e imprimirla"),
    plain(Action::Book, Key::F12, "F12", "Reservar un turno para otro momento"),
    plain(Action::PreviousStep, Key::PageUp, "RePág", "Paso anterior de la atención"),
    plain(Action::NextStep, Key::PageDown, "AvPág", "Paso siguiente de la atención"),
    ctrl(Action::ShowTurns, Key::Num1, "Ctrl 1", "Turnos"),
    ctrl(Action::ShowVisit, Key::Num2, "Ctrl 2", "Atención"),
    ctrl(Action::ShowRegisters, Key::Num3, "Ctrl 3", "Registros"),
    ctrl(Action::ShowLog, Key::Num4, "Ctrl 4", "Bitácora"),
    ctrl(Action::ShowDay, Key::Num5, "Ctrl 5", "Cierre del día (supervisión)"),
    ctrl(Action::ShowReports, Key::Num6, "Ctrl 6", "Reportes del mes (supervisión)"),
    ctrl(Action::ShowUsers, Key::Num7, "Ctrl 7", "Usuarios (supervisión)"),
    ctrl(Action::ShowSettings, Key::Num8, "Ctrl 8", "Configuración"),
    ctrl(Action::TurnScreen, Key::Num9, "Ctrl 9", "Pasar la pantalla a la persona (autoservicio)"),
    ctrl(Action::Lock, Key::L, "Ctrl L", "Bloquear la pantalla"),
    ctrl(Action::Theme, Key::T, "Ctrl T", "Cambiar entre tema claro y oscuro"),
];

/// Keys that mean something wherever the focus is; told with the others, and matched by the widgets themselves.
pub const BY_THE_WAY: [(&str, &str); 7] = [
    ("F5", "Adjuntar lo último del escáner, cuando su imagen está a la vista"),
    ("Entrar", "Seguir con lo que falta; al final, el botón grande. Solo elige lo que señalaron las flechas"),
    ("1 a 9", "Elegir la opción de ese número"),
    ("Tab", "Campo siguiente; con Mayús, el anterior"),
    ("Ctrl AvPág", "Pestaña o tema siguiente en Registros y Configuración; con RePág, el anterior"),
    ("Flechas", "Moverse en una lista o entre opciones"),
    ("Esc", "Volver atrás; lo escrito se conserva"),
];

/// The action whose keys were pressed in this frame, in this part of the counter; its keys are then used up.
#[must_use]
pub fn pressed(ctx: &egui::Context, at: Section) -> Option<Action> {
    // The keys of the steps turn pages elsewhere.
    let is_heard = |action| at == Section::Visit || !matches!(action, Action::PreviousStep | Action::NextStep);
    ctx.input_mut(|input| {
        // A key held down is one press.
        input.events.retain(|event| {
            !matches!(event, Event::Key { key, repeat: true, modifiers, .. }
                if ALL.iter().any(|it| is_heard(it.action) && it.keys.logical_key == *key && modifiers.matches_logically(it.keys.modifiers)))
        });
        ALL.iter().filter(|it| is_heard(it.action)).find(|it| input.consume_shortcut(&it.keys)).map(|it| it.action)
    })
}

/// The keys of an action, in words.
#[must_use]
pub fn cap(action: Action) -> &'static str {
    ALL.iter().find(|it| it.action == action).map_or("", |it| it.cap)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_actions_have_the_same_keys_or_the_same_words() {
        for (at, one) in ALL.iter().enumerate() {
            for other in &ALL[at + 1..] {
                assert_ne!(one.keys, other.keys, "{:?} and {:?}", one.action, other.action);
                assert_ne!(one.cap, other.cap);
                assert_ne!(one.action, other.action);
            }
        }
    }

    #[test]
    fn what_widgets_match_themselves_is_no_shortcut_besides() {
        for (cap, _) in BY_THE_WAY {
            assert!(ALL.iter().all(|it| it.cap != cap), "{cap}");
        }
    }

    #[test]
    fn no_shortcut_takes_what_a_text_field_needs() {
        let edits =
            [Key::A, Key::C, Key::V, Key::X, Key::Z, Key::Y, Key::ArrowLeft, Key::ArrowRight, Key::Home, Key::End];
        for shortcut in ALL {
            let plain_letter = shortcut.keys.modifiers.is_none() && shortcut.keys.logical_key.name().len() == 1;
            assert!(!plain_letter, "{:?} would be typed", shortcut.action);
            assert!(!edits.contains(&shortcut.keys.logical_key), "{:?} edits text", shortcut.action);
        }
    }
}
