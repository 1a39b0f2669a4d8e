//! The centre's settings as they are kept in the store, and the mark by which an entry names those that it went by.

use crate::domain::id::CentreId;
use crate::domain::journal::Digest;
use crate::domain::settings::Settings;
use crate::ops::error::Error;
use crate::store::{self, Reader};

/// Under this name the settings stand in the store, as one JSON object.
pub(in crate::ops) const NAME: &str = "centre";

/// The settings in force.
///
/// # Errors
/// The store's; [`Error::Inconsistent`] when what stands there is not ours.
pub fn load(reader: &Reader, centre: CentreId) -> Result<Settings, Error> {
    read(store::centre::setting(reader, centre, NAME)?.as_deref())
}

/// The settings of which this is kept; those at the beginning where nobody ever changed them.
pub(in crate::ops) fn read(kept: Option<&str>) -> Result<Settings, Error> {
    match kept {
        None => Ok(Settings::default()),
        Some(text) => serde_json::from_str(text)
            .map_err(|fault| Error::Inconsistent(format!("la configuración del centro no se lee ({fault})"))),
    }
}

/// Under this name an entry's detail holds the mark of the settings that it went by.
pub(in crate::ops) const WENT_BY: &str = "settings";

/// The mark of settings as they are kept: the beginning of their digest, or nothing where nobody ever changed them. Of
/// their value and not of their text, so that whatever wrote it down says the same.
pub(in crate::ops) fn mark(kept: Option<&serde_json::Value>) -> String {
    kept.map(|kept| Digest::of(kept.to_string().as_bytes()).to_string().chars().take(MARK_LENGTH).collect())
        .unwrap_or_default()
}

const MARK_LENGTH: usize = 16;
