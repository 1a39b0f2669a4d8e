//! Opening a store from the command line: the place, the user, and the password from a prompt or a file descriptor.

use std::fs::File;
use std::io::{self, Read as _};
use std::sync::Arc;

use zeroize::Zeroizing;

use super::args::Door;
use super::error::Error;
use crate::ops::{House, Place, Session, SystemClock, refuse};
use crate::station::Station;
use crate::vault::Password;

/// More than any password that is accepted.
const LONGEST_BYTES: u64 = 4096;

impl Door {
    /// Where the house stands.
    pub(super) fn place(&self) -> Result<Place, Error> {
        Ok(Station::read()?.place(self.store.as_deref()).or_of_demo())
    }

    /// The password, asked for.
    pub(super) fn password(&self) -> Result<Password, Error> {
        let text = match self.password_fd {
            Some(number) => read_descriptor(number).map_err(|source| Error::Descriptor { number, source })?,
            None => {
                let asked = rpassword::prompt_password(format!("Contraseña de {}: ", self.user));
                Zeroizing::new(asked.map_err(|_| Error::NoTerminal)?)
            }
        };
        Ok(Password::typed(&text).or_else(|fault| refuse("password", fault.to_string()))?)
    }

    /// Opens the house and logs the user in.
    pub(super) fn open(&self) -> Result<(House, Session), Error> {
        let station = Station::read()?;
        let place = station.place(self.store.as_deref()).or_of_demo();
        place.require_house()?;
        Ok(House::open(&place, &self.user, &self.password()?, station.window(), Arc::new(SystemClock))?)
    }
}

/// The first line of what an inherited descriptor gives.
fn read_descriptor(number: u32) -> io::Result<Zeroizing<String>> {
    let mut text = Zeroizing::new(String::new());
    File::open(format!("/dev/fd/{number}"))?.take(LONGEST_BYTES).read_to_string(&mut text)?;
    let line = text.lines().next().unwrap_or_default();
    Ok(Zeroizing::new(line.to_owned()))
}
