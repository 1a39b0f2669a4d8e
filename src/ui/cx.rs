//! What a screen is drawn with, and what it may ask of the whole.

use std::sync::Arc;

use super::screens::leaving::WayOut;
use super::widgets::Toasts;
use crate::desk::{Desk, LoggedIn};
use crate::domain::calendar::{Moment, Zone};
use crate::domain::id::{TurnId, VisitId};
use crate::domain::procedure_id::ProcedureId;
use crate::domain::user::Role;

/// The parts of the counter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Section {
    /// The turns of the day.
    Turns,
    /// The visit at hand.
    Visit,
    /// Employers, people, powers, artisan qualifications.
    Registers,
    /// The log of visits.
    Log,
    /// The day's close.
    Day,
    /// The month's figures.
    Reports,
    /// The users.
    Users,
    /// Printer, paper, scanner's folder, theme.
    Settings,
}

impl Section {
    /// All of them, as the rail shows them.
    pub const ALL: [Self; 8] =
        [Self::Turns, Self::Visit, Self::Registers, Self::Log, Self::Day, Self::Reports, Self::Users, Self::Settings];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Turns => "Turnos",
            Self::Visit => "Atención",
            Self::Registers => "Registros",
            Self::Log => "Bitácora",
            Self::Day => "Cierre",
            Self::Reports => "Reportes",
            Self::Users => "Usuarios",
            Self::Settings => "Configuración",
        }
    }

    /// May somebody of this role see it?
    #[must_use]
    pub fn is_for(self, role: Role) -> bool {
        match self {
            Self::Day | Self::Reports | Self::Users => role == Role::Supervisor,
            _ => true,
        }
    }

    /// Is it there at an arrival desk?
    #[must_use]
    pub fn is_at_arrivals(self) -> bool {
        matches!(self, Self::Turns | Self::Settings)
    }
}

/// Who books a turn and for what, where that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToBook {
    /// The procedure.
    pub procedure: ProcedureId,
    /// The person's number.
    pub number: String,
    /// Their name, or nothing.
    pub name: String,
}

/// What a screen asks of the whole; the app does it after the frame's views.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Shows a part of the counter.
    Show(Section),
    /// Shows a visit that was just begun, taken up or opened again.
    OpenVisit(VisitId),
    /// Shows the visit that is open here.
    GoToVisit(VisitId),
    /// Sets the visit at hand aside, once what was typed is saved.
    ParkVisit,
    /// The visit at hand is over: back to the turns.
    LeaveVisit,
    /// Calls whoever is next.
    CallNext,
    /// Does what the person of the visit at hand came for, now that a supervisor allowed it.
    Serve,
    /// Selects a turn in the list.
    SelectTurn(TurnId),
    /// Turns the screen to whoever came, for what they do by themselves; of a procedure, or of one that they choose.
    TurnScreen(Option<ProcedureId>),
    /// Asks for a turn at another time, for somebody who is known.
    BookTurn(ToBook),
    /// Shows a turn among those that were booked here.
    ShowBooked(TurnId),
    /// Locks the screen.
    Lock,
    /// Ends the session; with an open visit, that is asked about first.
    LogOut,
    /// Leaves: whatever was to be asked was answered.
    Leave(WayOut),
    /// Shows a visit in the log.
    ShowInLog(VisitId),
    /// Shows the card of a procedure, or asks of which one.
    ShowCard(Option<ProcedureId>),
    /// Turns the light theme dark, or the dark one light.
    ChangeTheme,
    /// Lists the shortcuts.
    ShowShortcuts,
    /// The house was founded or restored: on to the login.
    Founded,
    /// This machine is a call screen: the calls, on the whole screen.
    ShowCalls,
    /// There is no house any more: the first start.
    BeginAnew,
}

/// What a screen is drawn with.
pub struct Cx<'a> {
    /// Where work is handed in.
    pub desk: &'a Desk,
    /// Who is at the window; none before a login.
    pub me: Option<&'a LoggedIn>,
    /// What succeeded.
    pub toasts: &'a mut Toasts,
    /// What was asked of the whole.
    pub commands: &'a mut Vec<Command>,
}

impl Cx<'_> {
    /// Asks something of the whole.
    pub fn ask(&mut self, command: Command) {
        self.commands.push(command);
    }

    /// Tells a success.
    pub fn tell(&mut self, words: impl Into<String>) {
        self.toasts.success(words);
    }

    /// Now, by the house's clock: of a centre on a server, the server's. Before a house is open, by this machine's.
    #[must_use]
    pub fn now(&self) -> Moment {
        match self.desk.house() {
            Some(house) => house.clock().now(),
            None => self.desk.station().clock.now(),
        }
    }

    /// The centre's zone.
    #[must_use]
    pub fn zone(&self) -> Zone {
        self.desk.house().map_or(Zone::Mainland, |house| house.centre().zone)
    }

    /// Is a supervisor at the window?
    #[must_use]
    pub fn is_supervisor(&self) -> bool {
        self.me.is_some_and(|me| me.role == Role::Supervisor)
    }

    /// Is this machine an arrival desk, and no window?
    #[must_use]
    pub fn is_at_arrivals(&self) -> bool {
        self.desk.is_at_arrivals()
    }

    /// The open house.
    #[must_use]
    pub fn house(&self) -> Option<Arc<crate::ops::House>> {
        self.desk.house()
    }
}
