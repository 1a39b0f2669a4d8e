//! By which way the letters of a house go.

use std::path::Path;

use crate::domain::email::Email;
use crate::domain::mail::MailFault;
use crate::mail::{Carrier, Failure, Folder, Login, Party, Root, Server, Smtp};
use crate::ops::error::Error;
use crate::ops::house::House;
use crate::ops::mail::change::{self, MailSettings};
use crate::store::Reader;

/// The way of the letters, and in whose name they go.
pub enum Way {
    /// There is one.
    Open {
        /// Who carries them.
        carrier: Box<dyn Carrier>,
        /// The sender.
        from: Party,
        /// What it is called: the server's name, or the folder's.
        called: String,
        /// The mark of the settings that it comes of; nothing where it is a demonstration's.
        settings: String,
    },
    /// There is none, and why.
    Closed(Failure),
}

/// The way of this house's letters: a demonstration's go to `folder`, any other's to the server that is set.
///
/// # Errors
/// The store's.
pub fn way(house: &House, reader: &Reader, folder: Option<&Path>) -> Result<Way, Error> {
    if house.is_demo() {
        return Ok(folder.map_or(Way::Closed(MailFault::NoServer.into()), |folder| sample(house, folder)));
    }
    let settings = change::load(reader, house.centre().id)?;
    if !settings.is_set_up() {
        return Ok(Way::Closed(MailFault::NoServer.into()));
    }
    let password = change::password(reader, house.centre().id)?;
    let login = match (settings.user.is_empty(), password) {
        (true, _) => None,
        (false, Some(password)) => Some(Login { user: settings.user.clone(), password }),
        (false, None) => return Ok(Way::Closed(MailFault::Credentials.into())),
    };
    let mark = change::kept_mark(reader, house.centre().id)?;
    Ok(server(house, &settings, login, mark).unwrap_or_else(Way::Closed))
}

fn server(house: &House, settings: &MailSettings, login: Option<Login>, mark: String) -> Result<Way, Failure> {
    let unusable = || Failure::from(MailFault::Settings);
    let root = settings.root.as_deref().map(Root::parse).transpose().map_err(|_| unusable())?;
    let address = Email::parse(&settings.from_address).map_err(|_| unusable())?;
    let name = match settings.from_name.as_str() {
        "" => house.centre().name.clone(),
        name => name.to_owned(),
    };
    let server =
        Server { host: settings.server.clone(), port: settings.port, encryption: settings.encryption, login, root };
    let carrier = Box::new(Smtp::new(server)?);
    Ok(Way::Open { carrier, from: Party { name, address }, called: settings.server.clone(), settings: mark })
}

/// Nobody's address: nothing is sent from it.
const SAMPLE_SENDER: &str = "avisos@muestra.invalid";

fn sample(house: &House, folder: &Path) -> Way {
    match Email::parse(SAMPLE_SENDER) {
        Ok(address) => Way::Open {
            carrier: Box::new(Folder::new(folder)),
            from: Party { name: house.centre().name.clone(), address },
            called: folder.display().to_string(),
            settings: String::new(),
        },
        Err(_) => Way::Closed(MailFault::Settings.into()),
    }
}
