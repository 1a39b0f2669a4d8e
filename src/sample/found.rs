//! The demo house: a centre of an invented name, two windows, a supervisor and two clerks whose passwords are no secret.

use std::sync::Arc;

use crate::domain::calendar::Zone;
use crate::domain::ledger::CentreCode;
use crate::domain::user::{Gender, Role};
use crate::ops::{Clock, Error, Founding, House, Place};
use crate::vault::{KdfCost, Login, NewPassword};

/// Somebody who can log in to a demo house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SampleUser {
    /// The user's name at the login.
    pub login: &'static str,
    /// The name, as on paper.
    pub full_name: &'static str,
    /// As what.
    pub role: Role,
    /// In which gender that is said.
    pub gender: Gender,
    /// The password: shown on the login card, because there is nothing to protect.
    pub password: &'static str,
}

impl SampleUser {
    /// As what, in words.
    #[must_use]
    pub fn function(&self) -> &'static str {
        self.role.spanish(Some(self.gender))
    }
}

/// Who can log in to a demo house.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Users {
    /// The one supervisor.
    pub supervisor: SampleUser,
    /// The clerks.
    pub clerks: [SampleUser; 2],
}

impl Users {
    /// All of them, the supervisor first.
    pub fn all(&self) -> impl Iterator<Item = &SampleUser> {
        std::iter::once(&self.supervisor).chain(&self.clerks)
    }
}

/// Those of every demo house.
pub const USERS: Users = Users {
    supervisor: SampleUser {
        login: "supervisora",
        full_name: "Piedad Altamirano Proaño",
        role: Role::Supervisor,
        gender: Gender::Feminine,
        password: "arrayán de la cocha",
    },
    clerks: [
        SampleUser {
            login: "operador1",
            full_name: "Byron Chiluisa Tipán",
            role: Role::Clerk,
            gender: Gender::Masculine,
            password: "colibrí bajo el puente",
        },
        SampleUser {
            login: "operadora2",
            full_name: "Narcisa Loor Intriago",
            role: Role::Clerk,
            gender: Gender::Feminine,
            password: "guayaba con queso fresco",
        },
    ],
};

/// The windows of the demo centre.
const WINDOWS: [u16; 2] = [1, 2];

/// Founds a demo house. Nobody is logged in afterwards: [`Users`] says who can.
///
/// # Errors
/// As [`House::found`].
pub fn found(place: &Place, clock: Arc<dyn Clock>) -> Result<(House, Users), Error> {
    let [first_window, more_windows @ ..] = WINDOWS;
    let supervisor = USERS.supervisor;
    let founding = Founding {
        centre_code: CentreCode::parse("1701").map_err(|fault| Error::Inconsistent(fault.to_string()))?,
        centre_name: "CAU Quito Centro (demostración)".into(),
        province: "Pichincha".into(),
        canton: "Quito".into(),
        zone: Zone::Mainland,
        window: first_window,
        login: login(supervisor)?,
        full_name: supervisor.full_name.into(),
        gender: Some(supervisor.gender),
        holidays: crate::ops::holiday::national()?,
        demo: true,
    };
    let (house, session) = House::found(place, &founding, &chosen(supervisor)?, KdfCost::sample(), clock)?;
    for number in more_windows {
        house.add_window(&session, number)?;
    }
    for clerk in USERS.clerks {
        let (_, temporary) =
            house.add_user(&session, &login(clerk)?, clerk.full_name, (clerk.role, Some(clerk.gender)))?;
        let mut own = house.log_in_at(clerk.login, temporary.password(), first_window)?;
        house.change_password(&mut own, temporary.password(), &chosen(clerk)?)?;
    }
    Ok((house, USERS))
}

fn login(user: SampleUser) -> Result<Login, Error> {
    Login::parse(user.login).map_err(|fault| Error::Inconsistent(fault.to_string()))
}

fn chosen(user: SampleUser) -> Result<NewPassword, Error> {
    NewPassword::chosen(user.password, &login(user)?).map_err(|fault| Error::Inconsistent(fault.to_string()))
}
