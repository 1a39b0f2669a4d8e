//! Opening a store from the command line: the place, the user, and the password from a prompt or a file descriptor.

use std::fs::File;
use std::io::Read as _;
use std::path::PathBuf;
use std::sync::Arc;

use zeroize::Zeroizing;

use super::args::Door;
use crate::ops::{Error, House, Place, Session, SystemClock, refuse};
use crate::station::Station;
use crate::vault::Password;

/// More than any password that is accepted.
const LONGEST_BYTES: u64 = 4096;

impl Door {
    /// Where the house stands.
    pub(super) fn place(&self) -> Result<Place, Error> {
        match Station::read() {
            Ok(station) => Ok(station.place(self.store.as_deref())),
            Err(fault) => refuse("station", fault.to_string()),
        }
    }

    /// The password, asked for.
    pub(super) fn password(&self) -> Result<Password, Error> {
        let text = match self.password_fd {
            Some(number) => read_descriptor(number)?,
            None => {
                let asked = rpassword::prompt_password(format!("Contraseña de {}: ", self.user));
                Zeroizing::new(asked.or_else(|_| {
                    refuse("no_terminal", "No hay un terminal para preguntar la contraseña: use --password-fd N.")
                })?)
            }
        };
        Password::typed(&text).or_else(|fault| refuse("password", fault.to_string()))
    }

    /// Opens the house and logs the user in.
    pub(super) fn open(&self) -> Result<(House, Session), Error> {
        let station = match Station::read() {
            Ok(station) => station,
            Err(fault) => return refuse("station", fault.to_string()),
        };
        House::open(
            &station.place(self.store.as_deref()),
            &self.user,
            &self.password()?,
            station.window(),
            Arc::new(SystemClock),
        )
    }
}

/// The first line of what an inherited descriptor gives.
fn read_descriptor(number: u32) -> Result<Zeroizing<String>, Error> {
    let file = PathBuf::from(format!("/dev/fd/{number}"));
    let mut text = Zeroizing::new(String::new());
    File::open(&file)
        .and_then(|open| open.take(LONGEST_BYTES).read_to_string(&mut text))
        .map_err(|source| Error::File { doing: "leer la contraseña", file, source })?;
    let line = text.lines().next().unwrap_or_default();
    Ok(Zeroizing::new(line.to_owned()))
}
