//! The topics of the settings, in the order in which they are listed. A new one is a line here, its page one in
//! [`SettingsScreen`](super::SettingsScreen).

use crate::domain::user::Role;
use crate::ui::theme::Icon;

/// Something that is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Topic {
    /// Where this window prints.
    #[default]
    Printer,
    /// Where its scanner leaves its files.
    Scanner,
    /// Where and when this machine backs up.
    Backups,
    /// Whether what is asked for sounds.
    Sound,
    /// Theme and size.
    Look,
    /// One's own password.
    Password,
    /// What holds at every window.
    Rules,
    /// When the counter is open.
    Hours,
    /// What can be booked at the centre.
    Booking,
    /// The days of rest.
    Holidays,
    /// What the centre is, and which windows it has.
    Windows,
    /// How letters are sent.
    Mail,
    /// For how long data are kept.
    Retention,
}

/// Whom a topic is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// This window, or whoever works at it.
    Here,
    /// The whole centre: a supervisor's.
    Centre,
}

impl Reach {
    /// Both, as they are listed.
    pub(super) const ALL: [Self; 2] = [Self::Here, Self::Centre];

    /// What stands above its topics.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Here => "Esta ventanilla",
            Self::Centre => "Todo el centro",
        }
    }
}

impl Topic {
    /// All of them.
    pub(super) const ALL: [Self; 13] = [
        Self::Printer,
        Self::Scanner,
        Self::Backups,
        Self::Sound,
        Self::Look,
        Self::Password,
        Self::Rules,
        Self::Hours,
        Self::Booking,
        Self::Holidays,
        Self::Windows,
        Self::Mail,
        Self::Retention,
    ];

    /// Is it there at an arrival desk?
    pub(super) fn is_at_arrivals(self) -> bool {
        matches!(self, Self::Printer | Self::Look)
    }

    /// What the list says, and the title of its page.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Printer => "Impresora",
            Self::Scanner => "Escáner",
            Self::Backups => "Respaldos",
            Self::Sound => "Sonido",
            Self::Look => "Apariencia",
            Self::Password => "Mi contraseña",
            Self::Rules => "Reglas de atención",
            Self::Hours => "Horario de atención",
            Self::Booking => "Reservas",
            Self::Holidays => "Feriados",
            Self::Windows => "Centro y ventanillas",
            Self::Mail => "Correo",
            Self::Retention => "Conservación de datos",
        }
    }

    /// What stands below the title.
    pub(super) fn about(self) -> &'static str {
        match self {
            Self::Printer => "Dónde imprime esta ventanilla, y una página para probarla.",
            Self::Scanner => "De dónde se toman los documentos digitalizados de cada atención.",
            Self::Backups => "Copias comprobadas y cifradas del almacén, que hace este equipo.",
            Self::Sound => "Lo que suena en este equipo.",
            Self::Look => "El tema y el tamaño en este equipo.",
            Self::Password => "La contraseña con la que usted ingresa.",
            Self::Rules => "Lo que vale en todas las ventanillas. Cada cambio queda firmado en la bitácora.",
            Self::Hours => "De lunes a viernes. Quien llega fuera del horario pasa con advertencia.",
            Self::Booking => {
                "Los turnos que el centro reserva para otro momento, dentro del horario. Cada cambio queda firmado en la bitácora."
            }
            Self::Holidays => {
                "Los días sin atención: quien llega en uno pasa con advertencia. De hoy en adelante se cambian, con su motivo."
            }
            Self::Windows => "Cómo se llama el centro en el papel, y qué ventanillas tiene.",
            Self::Mail => {
                "Por qué servidor y a nombre de quién salen códigos, enlaces, confirmaciones y avisos. Cada cambio queda firmado en la bitácora."
            }
            Self::Retention => "Cuánto se guardan los documentos digitalizados y los datos de las personas.",
        }
    }

    /// Its sign in the list.
    pub(super) fn icon(self) -> Icon {
        match self {
            Self::Printer => Icon::Printer,
            Self::Scanner => Icon::Scan,
            Self::Backups => Icon::Store,
            Self::Sound => Icon::Call,
            Self::Look => Icon::Light,
            Self::Password => Icon::Key,
            Self::Rules => Icon::Settings,
            Self::Hours => Icon::Clock,
            Self::Booking => Icon::Turns,
            Self::Holidays => Icon::Calendar,
            Self::Windows => Icon::Registers,
            Self::Mail => Icon::Mail,
            Self::Retention => Icon::History,
        }
    }

    /// Whom it is about.
    pub(super) fn reach(self) -> Reach {
        match self {
            Self::Printer | Self::Scanner | Self::Backups | Self::Sound | Self::Look | Self::Password => Reach::Here,
            Self::Rules
            | Self::Hours
            | Self::Booking
            | Self::Holidays
            | Self::Windows
            | Self::Mail
            | Self::Retention => Reach::Centre,
        }
    }

    /// Is it shown to somebody of this role?
    pub(super) fn is_for(self, role: Role) -> bool {
        role == Role::Supervisor || self.reach() == Reach::Here && !matches!(self, Self::Backups | Self::Sound)
    }
}
