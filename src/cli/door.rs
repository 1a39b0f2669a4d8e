//! Opening a store from the command line: the place, the user, and the password from a prompt or a file descriptor.

use std::fs::File;
use std::io::{self, Read as _};
use std::sync::Arc;

use zeroize::Zeroizing;

use super::args::Door;
use super::error::Error;
use crate::ops::{House, Place, Session, SystemClock, refuse};
use crate::station::Station;
use crate::vault::{Login, NewPassword, Password, RecoveryCode};

/// More than any password that is accepted.
const LONGEST_BYTES: u64 = 4096;

impl Door {
    /// Where the house stands.
    pub(super) fn place(&self) -> Result<Place, Error> {
        Ok(Station::read()?.place(self.store.as_deref())?.or_of_demo())
    }

    /// The password, asked for.
    pub(super) fn password(&self) -> Result<Password, Error> {
        let secrets = self.secrets(&[&format!("Contraseña de {}: ", self.user)])?;
        typed(secrets.first())
    }

    /// The recovery code, and a password to be set with it, asked for.
    pub(super) fn recovery(&self) -> Result<(RecoveryCode, NewPassword), Error> {
        let new = format!("Contraseña nueva de {}: ", self.user);
        let secrets = match self.password_fd {
            Some(_) => self.secrets(&["", ""])?,
            None => self.secrets(&["Código de recuperación: ", &new, "La contraseña nueva otra vez: "])?,
        };
        let text = |nth: usize| secrets.get(nth).map(|text| text.as_str()).unwrap_or_default();
        let code = RecoveryCode::parse(text(0)).or_else(|fault| refuse("recovery_code", fault.to_string()))?;
        if secrets.len() > 2 && text(1) != text(2) {
            return Ok(refuse("password", "Las dos contraseñas no son iguales. Intente de nuevo.")?);
        }
        let login = Login::parse(&self.user).or_else(|fault| refuse("login", fault.to_string()))?;
        let new = NewPassword::chosen(text(1), &login).or_else(|fault| refuse("password", fault.to_string()))?;
        Ok((code, new))
    }

    /// One secret for each prompt, or for each line of the descriptor.
    fn secrets(&self, prompts: &[&str]) -> Result<Vec<Zeroizing<String>>, Error> {
        secrets(self.password_fd, prompts)
    }

    /// Opens the house and logs the user in.
    pub(super) fn open(&self) -> Result<(House, Session), Error> {
        let station = Station::read()?;
        let place = station.place(self.store.as_deref())?.or_of_demo();
        place.require_house()?;
        let (house, session) =
            House::open(&place, &self.user, &self.password()?, station.window(), Arc::new(SystemClock))?;
        house.require_window()?;
        Ok((house, session))
    }
}

/// One secret for each prompt, or for each line of a descriptor.
pub(super) fn secrets(descriptor: Option<u32>, prompts: &[&str]) -> Result<Vec<Zeroizing<String>>, Error> {
    match descriptor {
        Some(number) => read_descriptor(number, prompts.len()).map_err(|source| Error::Descriptor { number, source }),
        None => prompts
            .iter()
            .map(|prompt| rpassword::prompt_password(prompt).map(Zeroizing::new).map_err(|_| Error::NoTerminal))
            .collect(),
    }
}

fn typed(text: Option<&Zeroizing<String>>) -> Result<Password, Error> {
    let text = text.map(|text| text.as_str()).unwrap_or_default();
    Ok(Password::typed(text).or_else(|fault| refuse("password", fault.to_string()))?)
}

/// The first lines of what an inherited descriptor gives; an absent one is empty.
fn read_descriptor(number: u32, lines: usize) -> io::Result<Vec<Zeroizing<String>>> {
    let mut text = Zeroizing::new(String::new());
    File::open(format!("/dev/fd/{number}"))?.take(LONGEST_BYTES).read_to_string(&mut text)?;
    Ok((0..lines).map(|nth| Zeroizing::new(text.lines().nth(nth).unwrap_or_default().to_owned())).collect())
}
