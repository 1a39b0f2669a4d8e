//! This machine: where its store stands, which window it is, where anchor and log are kept.
//!
//! What belongs to the centre lives in the store and is the same at every window. What is here is a small TOML file in
//! the user's configuration folder; without one the defaults hold.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::NaiveTime;
use etcetera::AppStrategy as _;
use etcetera::app_strategy::{AppStrategyArgs, choose_app_strategy};
use serde::{Deserialize, Serialize};

use crate::domain::settings::Paper;
use crate::domain::system::{ForLog, InSpanish};
use crate::ops::Address;
use crate::ops::AddressFault;
use crate::ops::Place;

/// What is set on this machine.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The folder of the store, or the address of the server that the centre's store stands on; without: the user's data
    /// folder.
    pub store: Option<PathBuf>,
    /// The number over this window; without: 1.
    pub window: Option<u16>,
    /// The address of this window's printer.
    pub printer: Option<String>,
    /// The paper of the tickets that this window prints, `a4`, `a5` or `roll80`; without: the centre's.
    pub ticket_paper: Option<Paper>,
    /// The folder in which the scanner leaves its files.
    pub scan_folder: Option<PathBuf>,
    /// The folder for this machine's backups; without: none is made by itself.
    pub backup_folder: Option<PathBuf>,
    /// From this hour on the day's backup is made, as `13:00`; without: 13:00.
    #[serde(with = "hour", skip_serializing_if = "Option::is_none")]
    pub backup_hour: Option<NaiveTime>,
    /// How many backups stay in the folder; without: 7.
    pub backup_keep: Option<u16>,
    /// Does a request for a supervisor's word sound at this window? Without: it does not.
    pub approval_chime: Option<bool>,
    /// `dark` for the dark theme; anything else, or nothing, is the light one.
    pub theme: Option<String>,
    /// How large everything is drawn: 1.0 is the system's own size.
    pub scale: Option<f32>,
    /// The window's width and height when it was last closed, in points.
    pub window_size: Option<[f32; 2]>,
}

/// This machine's folders and settings.
#[derive(Debug, Clone)]
pub struct Station {
    settings: Settings,
    file: PathBuf,
    data: PathBuf,
    state: PathBuf,
}

/// Why the station could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The system names no home folder.
    #[error("El sistema no dice cuál es la carpeta personal de este usuario. Defina HOME, o indique --store CARPETA.")]
    NoHome,
    /// The settings' file cannot be read.
    #[error("No se pudo leer {}: {}. Revise sus permisos.", file.display(), InSpanish(source))]
    Unreadable {
        /// Which file.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The settings' file cannot be written.
    #[error("No se pudo guardar {}: {}. Revise sus permisos y el espacio libre.", file.display(), InSpanish(source))]
    Unwritable {
        /// Which file.
        file: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The address of the centre's server is none.
    #[error(transparent)]
    Address(#[from] AddressFault),
    /// The settings' file is not what it should be.
    #[error(
        "{}, línea {line}: no se entiende «{text}». Van «store = \"carpeta o dirección\"», «window = número», «printer = \"dirección\"», «ticket_paper = \"roll80\"», «scan_folder = \"carpeta\"», «backup_folder = \"carpeta\"», «backup_hour = \"13:00\"». Corríjalo, o bórrelo para usar los valores de fábrica.",
        file.display()
    )]
    Malformed {
        /// Which file.
        file: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What stands there.
        text: String,
    },
}

impl ForLog for Error {
    fn for_log(&self) -> String {
        match self {
            Self::NoHome => "station: no home folder".into(),
            Self::Unreadable { source, .. } => format!("station: settings not read: {}", source.for_log()),
            Self::Unwritable { source, .. } => format!("station: settings not written: {}", source.for_log()),
            Self::Address(_) => "station: an address that is none".into(),
            Self::Malformed { line, .. } => format!("station: settings malformed in line {line}"),
        }
    }
}

impl Station {
    /// Reads this machine's settings.
    ///
    /// # Errors
    /// [`Error`], by name.
    pub fn read() -> Result<Self, Error> {
        let app = AppStrategyArgs {
            top_level_domain: "ec".into(),
            author: "ventanilla".into(),
            app_name: "ventanilla".into(),
        };
        let folders = choose_app_strategy(app).map_err(|_| Error::NoHome)?;
        let data = folders.data_dir();
        let state = folders.state_dir().unwrap_or_else(|| data.join("state"));
        let file = folders.config_dir().join("station.toml");
        Ok(Self { settings: settings(&file)?, file, data, state })
    }

    /// Nothing is set yet, and what is set is written into this file.
    #[cfg(test)]
    pub(crate) fn kept_at(file: &Path) -> Self {
        let beside = |name| file.with_file_name(name);
        Self { settings: Settings::default(), file: file.into(), data: beside("data"), state: beside("state") }
    }

    /// Where the house stands: in `chosen`, or as set, or in the user's data folder. Of a house on a server, what belongs to
    /// this machine stands in the user's data folder.
    ///
    /// # Errors
    /// [`Error::Address`] where it is to stand on a server whose address is none.
    pub fn place(&self, chosen: Option<&Path>) -> Result<Place, Error> {
        let store = chosen.map(Path::to_path_buf).or_else(|| self.settings.store.clone());
        let address = store.as_deref().and_then(Path::to_str).filter(|text| Address::is_meant(text));
        let server: Option<Address> = address.map(str::parse).transpose()?;
        let folder = match (&server, store) {
            (Some(address), _) => self.data.join(format!("centre-{}-{}", address.schema(), address.role())),
            (None, Some(folder)) => folder,
            (None, None) => self.data.join("store"),
        };
        Ok(Place {
            folder,
            anchor_folder: self.state.join("anchors"),
            known_folder: self.file.with_file_name("known"),
            server,
        })
    }

    /// The number over this window.
    #[must_use]
    pub fn window(&self) -> u16 {
        self.settings.window.unwrap_or(1)
    }

    /// What is set on this machine.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Changes what is set on this machine, and writes it down.
    ///
    /// # Errors
    /// [`Error`]: the file as it stands is not understood, or cannot be written; it is then left as it was.
    pub fn change(&mut self, change: impl FnOnce(&mut Settings)) -> Result<(), Error> {
        let mut settings = settings(&self.file)?;
        change(&mut settings);
        let unwritten = |source| Error::Unwritable { file: self.file.clone(), source };
        let text = toml::to_string(&settings).map_err(|fault| unwritten(io::Error::other(fault)))?;
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder).map_err(unwritten)?;
        }
        let unfinished = self.file.with_extension("parcial");
        fs::write(&unfinished, text).and_then(|()| fs::rename(&unfinished, &self.file)).map_err(unwritten)?;
        self.settings = settings;
        Ok(())
    }

    /// The folder of the log.
    #[must_use]
    pub fn log_folder(&self) -> PathBuf {
        self.state.join("log")
    }
}

/// An hour of the day as it is typed: hours and minutes.
mod hour {
    use chrono::NaiveTime;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    const SHAPE: &str = "%H:%M";

    pub(super) fn serialize<S: Serializer>(hour: &Option<NaiveTime>, to: S) -> Result<S::Ok, S::Error> {
        match hour {
            Some(hour) => to.serialize_str(&hour.format(SHAPE).to_string()),
            None => to.serialize_none(),
        }
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveTime>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        text.map(|text| NaiveTime::parse_from_str(&text, SHAPE).map_err(D::Error::custom)).transpose()
    }
}

fn settings(file: &Path) -> Result<Settings, Error> {
    match fs::read_to_string(file) {
        Ok(text) => toml::from_str(&text).map_err(|fault| {
            let begin = fault.span().map_or(0, |span| span.start);
            let line = text.bytes().take(begin).filter(|byte| *byte == b'\n').count();
            let text = text.lines().nth(line).unwrap_or_default().trim().to_owned();
            Error::Malformed { file: file.into(), line: line.saturating_add(1), text }
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Settings::default()),
        Err(source) => Err(Error::Unreadable { file: file.into(), source }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_changed_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ventanilla").join("station.toml");
        let mut station = Station::kept_at(&file);
        station.change(|settings| settings.printer = Some("ipp://localhost/printers/uno".into())).unwrap();
        station.change(|settings| settings.theme = Some("dark".into())).unwrap();
        let read = settings(&file).unwrap();
        assert_eq!(read.printer.as_deref(), Some("ipp://localhost/printers/uno"));
        assert_eq!(read.theme.as_deref(), Some("dark"));
        station.change(|settings| settings.backup_hour = NaiveTime::from_hms_opt(17, 30, 0)).unwrap();
        assert!(fs::read_to_string(&file).unwrap().contains("backup_hour = \"17:30\""));
        assert_eq!(settings(&file).unwrap().backup_hour, NaiveTime::from_hms_opt(17, 30, 0));
    }

    #[test]
    fn a_missing_file_means_the_defaults_and_a_wrong_one_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("station.toml");
        assert_eq!(settings(&file).unwrap(), Settings::default());
        fs::write(&file, "window = 3\nstore = \"/srv/ventanilla\"\n").unwrap();
        assert_eq!(
            settings(&file).unwrap(),
            Settings { store: Some("/srv/ventanilla".into()), window: Some(3), ..Settings::default() }
        );
        fs::write(&file, "ventana = 3\n").unwrap();
        let fault = settings(&file).unwrap_err().to_string();
        assert!(fault.contains("station.toml, línea 1") && fault.contains("«ventana = 3»"), "{fault}");
        fs::write(&file, "window = 3\nbackup_hour = \"la una\"\n").unwrap();
        let fault = settings(&file).unwrap_err().to_string();
        assert!(fault.contains("línea 2") && fault.contains("«backup_hour = \"la una\"»"), "{fault}");
    }
}
