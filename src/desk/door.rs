//! Who comes in and goes: founding, logging in, locking, a supervisor's answer, passwords and accounts.

use std::sync::Arc;

use super::{Desk, Error, Ticket};
use crate::domain::approval::Matter;
use crate::domain::calendar::{Zone, national_holidays};
use crate::domain::id::{ApprovalId, UserId};
use crate::domain::ledger::CentreCode;
use crate::domain::user::Role;
use crate::ops::approval::AnswerApproval;
use crate::ops::{self, Changed, Founding, House, refuse};
use crate::vault::{KdfCost, Login, NewPassword, Password};

/// Who has come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedIn {
    /// The user.
    pub user: UserId,
    /// What was typed at the login.
    pub login: String,
    /// The name, as on paper.
    pub full_name: String,
    /// As what.
    pub role: Role,
    /// The password was given by somebody else and is to be changed first.
    pub must_change_password: bool,
}

/// What a new house is founded with, as typed.
#[derive(Debug, Clone)]
pub struct NewHouse {
    /// The centre's code, name, province and canton.
    pub centre: [String; 4],
    /// Its zone.
    pub zone: Zone,
    /// The number of this window.
    pub window: u16,
    /// The first supervisor's user and full name.
    pub supervisor: [String; 2],
    /// The first supervisor's password.
    pub password: zeroize::Zeroizing<String>,
}

/// A house was founded, and the first supervisor can log in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Founded;

fn typed(password: &str) -> Result<Password, ops::Error> {
    Password::typed(password).or_else(|fault| refuse("password", fault.to_string()))
}

fn chosen(password: &str, login: &str) -> Result<NewPassword, ops::Error> {
    let login = Login::parse(login).or_else(|fault| refuse("login", fault.to_string()))?;
    NewPassword::chosen(password, &login).or_else(|fault| refuse("password", fault.to_string()))
}

impl Desk {
    /// Founds a house at this window's place.
    pub fn found(&self, new: NewHouse) -> Ticket<Founded> {
        self.door.hand_in(move |bench| {
            let station = bench.office.station();
            let [code, name, province, canton] = &new.centre;
            let [login, full_name] = &new.supervisor;
            let founding = Founding {
                centre_code: CentreCode::parse(code).or_else(|fault| refuse("centre", fault.to_string()))?,
                centre_name: name.trim().to_owned(),
                province: province.trim().to_owned(),
                canton: canton.trim().to_owned(),
                zone: new.zone,
                window: new.window,
                login: Login::parse(login).or_else(|fault| refuse("login", fault.to_string()))?,
                full_name: full_name.trim().to_owned(),
                holidays: national_holidays()
                    .map_err(|fault| ops::Error::Inconsistent(fault.to_string()))?
                    .into_iter()
                    .map(|holiday| (holiday.day, holiday.name))
                    .collect(),
                demo: false,
            };
            let password = chosen(&new.password, login)?;
            let cost = KdfCost::calibrated().map_err(ops::Error::from)?;
            let (house, _) = House::found(&station.place, &founding, &password, cost, Arc::clone(&station.clock))?;
            bench.office.set_house(Some(Arc::new(house)));
            Ok(Founded)
        })
    }

    /// Logs somebody in at this window; the first login opens the house.
    pub fn log_in(&self, login: String, password: zeroize::Zeroizing<String>) -> Ticket<LoggedIn> {
        self.door.hand_in(move |bench| {
            let office = &bench.office;
            let station = office.station();
            let password = typed(&password)?;
            let (house, session) = match office.house() {
                Ok(house) => {
                    let session = house.log_in_at(login.trim(), &password, station.window)?;
                    (house, session)
                }
                Err(_) => {
                    let clock = Arc::clone(&station.clock);
                    let (house, session) = House::open(&station.place, login.trim(), &password, station.window, clock)?;
                    house.close_cut_runs(&session)?;
                    (Arc::new(house), session)
                }
            };
            let user = ops::view::user(&house.reader()?, session.actor().user)?;
            let come_in = LoggedIn {
                user: user.id,
                login: user.login,
                full_name: user.full_name,
                role: user.role,
                must_change_password: user.temporary_password,
            };
            office.set_house(Some(house));
            office.set_session(Some(Arc::new(session)));
            office.changed(&[Changed::Users, Changed::Approvals]);
            Ok(come_in)
        })
    }

    /// Nobody is at the window any more; the store stays open.
    pub fn log_out(&self) {
        self.office.set_session(None);
    }

    /// A supervisor answers a request at this window, with their own user and password; whoever works here stays.
    pub fn answer(
        &self,
        login: String,
        password: zeroize::Zeroizing<String>,
        approval: ApprovalId,
        granted: bool,
        note: String,
    ) -> Ticket<Matter> {
        self.door.hand_in(move |bench| {
            let house = bench.office.house()?;
            let window = bench.office.station().window;
            let supervisor = house.log_in_at(login.trim(), &typed(&password)?, window)?;
            let answered = house.answer_approval(&supervisor, &AnswerApproval { approval, granted, note })?;
            Ok(bench.office.noted(answered))
        })
    }

    /// Changes the password of whoever is at the window.
    pub fn change_password(
        &self,
        old: zeroize::Zeroizing<String>,
        new: zeroize::Zeroizing<String>,
    ) -> Ticket<()> {
        self.door.hand_in(move |bench| {
            let (house, session) = (bench.office.house()?, bench.office.session()?);
            let window = bench.office.station().window;
            let (old, chosen) = (typed(&old)?, chosen(&new, session.login())?);
            let mut own = house.log_in_at(session.login(), &old, window)?;
            house.change_password(&mut own, &old, &chosen)?;
            bench.office.set_session(Some(Arc::new(own)));
            bench.office.changed(&[Changed::Users]);
            Ok(())
        })
    }

    /// Adds a user; answers the temporary password, to be handed over and forgotten.
    pub fn add_user(&self, login: String, full_name: String, role: Role) -> Ticket<zeroize::Zeroizing<String>> {
        self.door.hand_in(move |bench| {
            let (house, session) = (bench.office.house()?, bench.office.session()?);
            let login = Login::parse(&login).or_else(|fault| refuse("login", fault.to_string()))?;
            let (_, temporary) = house.add_user(&session, &login, full_name.trim(), role)?;
            bench.office.changed(&[Changed::Users]);
            Ok(temporary.reveal().to_owned().into())
        })
    }

    /// Gives a user a temporary password.
    pub fn reset_user(&self, user: UserId) -> Ticket<zeroize::Zeroizing<String>> {
        self.door.hand_in(move |bench| {
            let (house, session) = (bench.office.house()?, bench.office.session()?);
            let temporary = house.reset_user(&session, user)?;
            bench.office.changed(&[Changed::Users]);
            Ok(temporary.reveal().to_owned().into())
        })
    }

    /// Keeps a user out from now on.
    pub fn disable_user(&self, user: UserId) -> Ticket<()> {
        self.door.hand_in(move |bench| {
            let (house, session) = (bench.office.house()?, bench.office.session()?);
            house.disable_user(&session, user)?;
            bench.office.changed(&[Changed::Users]);
            Ok(())
        })
    }

    /// Is there a house at this window's place? Says what is lacking where there is half of one.
    ///
    /// # Errors
    /// As [`ops::Place::require_house`], where there is something but not a whole house.
    pub fn house_stands(&self) -> Result<bool, Error> {
        let place = &self.office.station().place;
        if self.office.house().is_ok() {
            return Ok(true);
        }
        if !place.is_taken() {
            return Ok(false);
        }
        place.require_house()?;
        Ok(true)
    }
}
