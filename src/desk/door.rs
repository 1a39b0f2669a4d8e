//! Who comes in and goes: founding, logging in, locking, a supervisor's answer, passwords and accounts.

use std::sync::Arc;
use std::time::Duration;

use super::joining::{AsOwner, place_on, remember_server};
use super::{Desk, Error, Station, Ticket};
use crate::domain::approval::Matter;
use crate::domain::calendar::Zone;
use crate::domain::duty::Duty;
use crate::domain::id::{ApprovalId, UserId};
use crate::domain::ledger::CentreCode;
use crate::domain::system::ForLog as _;
use crate::domain::user::{Gender, Role};
use crate::ops::approval::{AnswerApproval, RequestApproval, WithdrawApproval};
use crate::ops::{self, Changed, Founding, House, Session, Subject, refuse};
use crate::store;
use crate::vault::{KdfCost, Login, NewPassword, Password, RecoveryCode, VaultError};

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
    /// In which gender that is said, where it is known.
    pub gender: Option<Gender>,
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
    /// In which gender the first supervisor's function is said.
    pub gender: Option<Gender>,
    /// The first supervisor's password.
    pub password: zeroize::Zeroizing<String>,
    /// The server that its store is to stand on; without: a file of this machine.
    pub server: Option<AsOwner>,
}

/// A house was founded. Its first supervisor is at the window until [`Desk::log_out`]: for the printer and the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Founded;

/// How often it is looked whether an open house is still held, and how long between two looks: two seconds in all.
const HOLDS_AT_MOST: usize = 40;
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

pub(super) fn typed(password: &str) -> Result<Password, ops::Error> {
    Password::typed(password).or_else(|fault| refuse("password", fault.to_string()))
}

pub(super) fn chosen(password: &str, login: &str) -> Result<NewPassword, ops::Error> {
    let login = Login::parse(login).or_else(|fault| refuse("login", fault.to_string()))?;
    NewPassword::chosen(password, &login).or_else(|fault| refuse("password", fault.to_string()))
}

impl Desk {
    /// Founds a house at this window's place, or on a server.
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
                gender: new.gender,
                holidays: ops::holiday::national()?,
                demo: false,
            };
            let password = chosen(&new.password, login)?;
            let cost = KdfCost::calibrated().map_err(ops::Error::from)?;
            let clock = Arc::clone(&station.clock);
            let place = match &new.server {
                Some(server) => place_on(&bench.office, &server.address)?,
                None => station.place.clone(),
            };
            let (house, session) = match &new.server {
                Some(server) => House::found_on(&place, server.owner(), &founding, &password, (cost, clock))?,
                None => House::found(&place, &founding, &password, cost, clock)?,
            };
            if let Some(server) = &new.server {
                remember_server(&bench.office, &server.address, new.window);
            }
            bench.office.set_station(Station { window: new.window, place, ..Station::clone(&station) });
            bench.office.set_house(Some(Arc::new(house)));
            bench.office.set_session(Some(Arc::new(session)));
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
                    if house.duty() == Duty::Window {
                        house.close_cut_runs(&session)?;
                    }
                    (Arc::new(house), session)
                }
            };
            office.come_in(house, session)
        })
    }

    /// A supervisor who lost the password sets another one with the recovery code from the safe, and is logged in. The
    /// code is spent by it: another one has to be made and printed at once ([`Desk::print_recovery_code`]).
    pub fn recover(
        &self,
        login: String,
        code: zeroize::Zeroizing<String>,
        new: zeroize::Zeroizing<String>,
    ) -> Ticket<LoggedIn> {
        self.door.hand_in(move |bench| {
            let office = &bench.office;
            let station = office.station();
            // What can be refused is refused before the house is closed.
            let code = RecoveryCode::parse(&code).or_else(|fault| refuse("recovery_code", fault.to_string()))?;
            let new = chosen(&new, &login)?;
            office.set_session(None);
            office.shut()?;
            let recovered =
                House::recover(&station.place, login.trim(), &code, &new, station.window, Arc::clone(&station.clock))?;
            // The code that replaces the used one is wiped unseen: the one to be printed is made when it is printed.
            let (house, session) = recovered.opened?;
            house.close_cut_runs(&session)?;
            office.come_in(Arc::new(house), session)
        })
    }

    /// Nobody is at the window any more; the store stays open.
    pub fn log_out(&self) {
        self.office.set_session(None);
    }

    /// A supervisor answers requests at this window, with their own user and password once; whoever works here stays. Each
    /// is answered by itself; one that was answered so before something kept the next from it stays answered.
    pub fn answer(
        &self,
        login: String,
        password: zeroize::Zeroizing<String>,
        answers: Vec<AnswerApproval>,
    ) -> Ticket<()> {
        self.door.hand_in(move |bench| {
            let house = bench.office.house()?;
            let window = bench.office.station().window;
            let supervisor = house.log_in_at(login.trim(), &typed(&password)?, window)?;
            for answer in &answers {
                if !house.has_this_answer(&supervisor, answer)? {
                    bench.office.noted(house.answer_approval(&supervisor, answer)?);
                }
            }
            Ok(())
        })
    }

    /// The supervisor at this window answers a request that still waits.
    pub fn answer_here(&self, approval: ApprovalId, granted: bool, note: String) -> Ticket<Matter> {
        self.write(move |office, house, session| {
            let answered = house.answer_approval(session, &AnswerApproval { approval, granted, note })?;
            Ok(office.noted(answered))
        })
    }

    /// Asks for a supervisor's word in the name of whoever is at the window, and gives it with the supervisor's own user and
    /// password: for a journal in doubt and a clock set back. Where the word is not given, nothing waits for an answer.
    pub fn accept_doubt(
        &self,
        matter: Matter,
        covers: String,
        reason: String,
        login: String,
        password: zeroize::Zeroizing<String>,
    ) -> Ticket<Matter> {
        self.door.hand_in(move |bench| {
            let (house, session) = (bench.office.house()?, bench.office.session()?);
            let supervisor = house.log_in_at(login.trim(), &typed(&password)?, bench.office.station().window)?;
            let request = RequestApproval { matter, subject: Subject::HOUSE, covers, reason: reason.clone() };
            let approval = bench.office.noted(house.perform(&session, &request)?);
            let answer = AnswerApproval { approval, granted: true, note: reason };
            match house.answer_approval(&supervisor, &answer) {
                Ok(answered) => Ok(bench.office.noted(answered)),
                Err(fault) => {
                    if let Err(error) = house.perform(&session, &WithdrawApproval { approval }) {
                        tracing::warn!(error = error.for_log(), "a request that was not granted was not withdrawn");
                    }
                    Err(fault.into())
                }
            }
        })
    }

    /// Changes the password of whoever is at the window.
    pub fn change_password(&self, old: zeroize::Zeroizing<String>, new: zeroize::Zeroizing<String>) -> Ticket<()> {
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
    pub fn add_user(
        &self,
        login: String,
        full_name: String,
        function: (Role, Option<Gender>),
    ) -> Ticket<zeroize::Zeroizing<String>> {
        self.door.hand_in(move |bench| {
            let (house, session) = (bench.office.house()?, bench.office.session()?);
            let login = Login::parse(&login).or_else(|fault| refuse("login", fault.to_string()))?;
            let (_, temporary) = house.add_user(&session, &login, full_name.trim(), function)?;
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

    /// A supervisor adds a window to the centre.
    pub fn add_window(&self, number: u16) -> Ticket<()> {
        self.door.hand_in(move |bench| {
            let (house, session) = (bench.office.house()?, bench.office.session()?);
            house.add_window(&session, number)?;
            bench.office.changed(&[Changed::Settings]);
            Ok(())
        })
    }

    /// A supervisor removes a window that nobody worked at.
    pub fn remove_window(&self, number: u16) -> Ticket<()> {
        self.door.hand_in(move |bench| {
            let (house, session) = (bench.office.house()?, bench.office.session()?);
            house.remove_window(&session, number)?;
            bench.office.changed(&[Changed::Settings]);
            Ok(())
        })
    }

    /// A supervisor gives the centre another name.
    pub fn rename_centre(&self, name: String) -> Ticket<()> {
        self.door.hand_in(move |bench| {
            let (house, session) = (bench.office.house()?, bench.office.session()?);
            house.rename_centre(&session, &name)?;
            bench.office.changed(&[Changed::Settings]);
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

impl super::office::Office {
    /// Whoever this session is of is at the window from now on.
    fn come_in(&self, house: Arc<House>, session: Session) -> Result<LoggedIn, Error> {
        let user = ops::view::user(&house.reader()?, session.actor().user)?;
        let come_in = LoggedIn {
            user: user.id,
            login: user.login,
            full_name: user.full_name,
            role: user.role,
            gender: user.gender,
            must_change_password: user.temporary_password,
        };
        self.set_house(Some(house));
        self.set_session(Some(Arc::new(session)));
        self.changed(&[Changed::Users, Changed::Approvals, Changed::Settings]);
        Ok(come_in)
    }

    /// Closes the house, if it is open: what replaces a password without one works on a house that is closed.
    fn shut(&self) -> Result<(), Error> {
        let Ok(mut house) = self.house() else { return Ok(()) };
        self.set_house(None);
        // Nobody takes hold of it any more; whoever still has it lets go within a moment.
        for _ in 0..HOLDS_AT_MOST {
            match Arc::try_unwrap(house) {
                Ok(house) => return Ok(house.close()?),
                Err(held) => house = held,
            }
            std::thread::sleep(BETWEEN_LOOKS);
        }
        self.set_house(Some(house));
        Err(Error::Busy)
    }
}

impl Error {
    /// For how many seconds nobody is let in under this name.
    #[must_use]
    pub fn wait_secs(&self) -> Option<u64> {
        match self {
            Self::Ops(ops::Error::Vault(VaultError::Wait { seconds })) => Some(*seconds),
            _ => None,
        }
    }

    /// Was it user or password that was wrong?
    #[must_use]
    pub fn is_wrong_login(&self) -> bool {
        matches!(self, Self::Ops(ops::Error::Vault(VaultError::WrongLogin)))
    }

    /// Does it keep everybody out, whatever is typed: a store that is elsewhere in use, damaged, newer, without its vault?
    #[must_use]
    pub fn keeps_everybody_out(&self) -> bool {
        let Self::Ops(fault) = self else { return false };
        match fault {
            ops::Error::Store(store::Error::Busy { .. } | store::Error::Statement { .. }) => false,
            ops::Error::Store(_) | ops::Error::Inconsistent(_) | ops::Error::File { .. } => true,
            ops::Error::Vault(fault) => matches!(
                fault,
                VaultError::NotAVault(_)
                    | VaultError::NewerVersion { .. }
                    | VaultError::Damaged(_)
                    | VaultError::CostTooHigh { .. }
                    | VaultError::OtherStore
                    | VaultError::Tampered
                    | VaultError::Io { .. }
            ),
            ops::Error::Refused(refusal) => {
                ["no_vault", "no_store", "no_house", "window"].contains(&refusal.code.as_str())
            }
            _ => false,
        }
    }
}
