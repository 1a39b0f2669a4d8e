//! A demonstration's scanner. Nobody lays a paper on it: it scans by itself the one that is asked for.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use super::scans::{SamplePaper, drawn};
use crate::ops::scan::ScannedPaper;
use crate::ops::{Error, write_file};

/// It leaves its files in a folder, numbered, each with the name of its paper.
#[derive(Debug)]
pub struct SampleScanner {
    folder: PathBuf,
    scanned: AtomicU32,
}

const DOING: &str = "preparar la carpeta del escáner";

impl SampleScanner {
    /// At this folder, which is made where it is not there.
    ///
    /// # Errors
    /// The system's, when the folder cannot be made.
    pub fn at(folder: PathBuf) -> Result<Self, Error> {
        fs::create_dir_all(&folder).map_err(|source| Error::File { doing: DOING, file: folder.clone(), source })?;
        Ok(Self { folder, scanned: AtomicU32::new(0) })
    }

    /// Scans this paper: its file is the newest in the folder.
    ///
    /// # Errors
    /// The system's, when the file cannot be written.
    pub fn scan(&self, paper: ScannedPaper) -> Result<(), Error> {
        let number = self.scanned.fetch_add(1, Ordering::Relaxed).saturating_add(1);
        let file = self.folder.join(format!("{number:03}-{}.jpg", name(paper)));
        let page = drawn(SamplePaper::of(paper), number.into())?;
        // An earlier demonstration may have left one of that name, and nobody else writes here.
        write_file(DOING, &file, true, |out| out.write(&page))
    }
}

fn name(paper: ScannedPaper) -> &'static str {
    match paper {
        ScannedPaper::Request => "solicitud",
        ScannedPaper::ApplicantDocument => "cedula",
        ScannedPaper::PresenterDocument => "cedula-de-quien-viene",
        ScannedPaper::AttorneyDocument => "cedula-de-quien-tiene-poder",
        ScannedPaper::NotarialPower => "poder",
        ScannedPaper::Appointment => "nombramiento",
        ScannedPaper::ArtisanQualification => "calificacion",
        ScannedPaper::Acknowledgement => "acuse-firmado",
        ScannedPaper::Other => "otro-documento",
    }
}
