//! The images' lane: what the scanner left, opened to be looked at, turned, cropped, and kept.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::time::{Duration, SystemTime};

use super::lane::{Bench, Idle};
use super::{Desk, Error, Ticket};
use crate::domain::id::{ScanId, VisitId};
use crate::intake::images::{self, Area, Picture, QuarterTurns};
use crate::ops::scan::{ScanSubject, ScannedPaper};
use crate::ops::{self, Changed, new_op_id, refuse};

/// The longest side of a picture on the screen, in pixels: sharp enough to be read, and at most 16 MiB.
const SHOWN_SIDE: u32 = 1800;

/// The longest side of a picture in small, in pixels: sharp on a screen that is drawn twice as large.
const SMALL_SIDE: u32 = 360;

/// The most files of the scanner's folder that are offered.
const OFFERED: usize = 40;

/// What lies on the light table.
#[derive(Default)]
pub(super) struct LightTable {
    opened: Option<Opened>,
}

enum Opened {
    Picture(Picture),
    Pdf(Vec<u8>),
}

/// A file in the scanner's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrayFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its name.
    pub name: String,
    /// When it was written.
    pub modified: SystemTime,
}

/// What is shown of a scan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Preview {
    /// Its pixels.
    Picture {
        /// Width and height of what is shown, in pixels.
        size_px: [usize; 2],
        /// Four bytes a pixel: red, green, blue, opacity.
        rgba: Vec<u8>,
    },
    /// A PDF is kept as it is, and not drawn.
    Pdf {
        /// How many pages it has.
        pages: u32,
    },
}

pub(super) const WATCH: Idle<LightTable> = Idle { after: Duration::from_secs(1), act: watch };

/// Looks into the scanner's folder while somebody is at the window.
fn watch(bench: &mut Bench<LightTable>) {
    let station = bench.office.station();
    let Some(folder) = &station.scan_folder else { return };
    if bench.office.session().is_err() {
        return;
    }
    let files = newest(folder);
    let is_new = {
        let mut tray = bench.office.tray.lock().unwrap_or_else(PoisonError::into_inner);
        let is_new = *tray != files;
        *tray = files;
        is_new
    };
    if is_new {
        (bench.office.waker)();
    }
}

fn newest(folder: &Path) -> Vec<TrayFile> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<TrayFile> = entries
        .flatten()
        .filter_map(|entry| {
            let path = entry.path();
            let extension = path.extension()?.to_string_lossy().to_lowercase();
            let about = entry.metadata().ok()?;
            let is_scan = about.is_file() && ["png", "jpg", "jpeg", "pdf"].contains(&extension.as_str());
            let name = path.file_name()?.to_string_lossy().into_owned();
            is_scan.then_some(())?;
            Some(TrayFile { modified: about.modified().ok()?, name, path })
        })
        .collect();
    files.sort_by(|one, other| other.modified.cmp(&one.modified).then_with(|| one.name.cmp(&other.name)));
    files.truncate(OFFERED);
    files
}

/// The file's bytes; a file larger than any that is taken is not read to its end.
fn read_file(path: &Path) -> Result<Vec<u8>, ops::Error> {
    let failed = |source| ops::Error::File { doing: "leer la imagen", file: path.into(), source };
    let most = u64::try_from(images::PICTURE_FILE_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    fs::File::open(path).map_err(failed)?.take(most).read_to_end(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// The bytes of a file that somebody looked at: a scanner that writes another page under the same name must not have it
/// kept unseen.
fn read_as_seen(path: &Path, modified: SystemTime) -> Result<Vec<u8>, ops::Error> {
    let bytes = read_file(path)?;
    match fs::metadata(path).and_then(|about| about.modified()).is_ok_and(|now| now == modified) {
        true => Ok(bytes),
        false => refuse("changed", "El archivo cambió después de que se mostró: mire la imagen nueva y adjúntela."),
    }
}

fn unusable<T>(fault: &images::ScanError) -> Result<T, Error> {
    let mut letters = fault.to_string();
    if let Some(first) = letters.get(..1).map(str::to_uppercase) {
        letters.replace_range(..1, &first);
    }
    Ok(refuse("scan", format!("{letters}."))?)
}

impl LightTable {
    pub(super) fn lay(&mut self, bytes: &[u8]) -> Result<Preview, Error> {
        match Picture::open(bytes) {
            Ok(picture) => {
                let preview = shown(&picture, SHOWN_SIDE);
                self.opened = Some(Opened::Picture(picture));
                Ok(preview)
            }
            Err(images::ScanError::PdfIsKept) => match images::read(bytes) {
                Ok(scan) => {
                    self.opened = Some(Opened::Pdf(scan.bytes));
                    Ok(Preview::Pdf { pages: scan.pages })
                }
                Err(fault) => unusable(&fault),
            },
            Err(fault) => unusable(&fault),
        }
    }

    fn change(
        &mut self,
        change: impl FnOnce(&Picture) -> Result<Picture, images::ScanError>,
    ) -> Result<Preview, Error> {
        match &self.opened {
            Some(Opened::Picture(picture)) => match change(picture) {
                Ok(changed) => {
                    let preview = shown(&changed, SHOWN_SIDE);
                    self.opened = Some(Opened::Picture(changed));
                    Ok(preview)
                }
                Err(fault) => unusable(&fault),
            },
            Some(Opened::Pdf(_)) => unusable(&images::ScanError::PdfIsKept),
            None => Ok(refuse("scan", "No hay ninguna imagen abierta. Ábrala de nuevo.")?),
        }
    }

    fn scan(&self) -> Result<images::Scan, Error> {
        let scan = match &self.opened {
            Some(Opened::Picture(picture)) => picture.clone().into_scan(),
            Some(Opened::Pdf(bytes)) => images::read(bytes),
            None => return Ok(refuse("scan", "No hay ninguna imagen abierta. Ábrala de nuevo.")?),
        };
        scan.or_else(|fault| unusable(&fault))
    }
}

fn shown(picture: &Picture, longest: u32) -> Preview {
    let (width, height) = (picture.width(), picture.height());
    let pixels = if width.max(height) > longest {
        picture.pixels().thumbnail(longest, longest).into_rgba8()
    } else {
        picture.pixels().to_rgba8()
    };
    let side = |pixels: u32| usize::try_from(pixels).unwrap_or(0);
    Preview::Picture { size_px: [side(pixels.width()), side(pixels.height())], rgba: pixels.into_raw() }
}

impl Desk {
    /// Is there such a folder, for a scanner's files? A drive that hangs holds up nothing but images.
    pub fn is_scan_folder(&self, folder: PathBuf) -> Ticket<bool> {
        self.images.hand_in(move |_| Ok(folder.is_dir()))
    }

    /// A paper is asked for now: a scanner that needs nobody scans it, and its file is there.
    pub fn paper_is_asked_for(&self, paper: ScannedPaper) {
        let Some(scanner) = self.station().scanner.clone() else { return };
        drop(self.images.hand_in(move |bench| {
            scanner(paper)?;
            watch(bench);
            Ok(())
        }));
    }

    /// Opens a file to be looked at before it is kept.
    pub fn open_scan_file(&self, path: PathBuf) -> Ticket<Preview> {
        self.images.hand_in(move |bench| {
            let bytes = read_file(&path)?;
            bench.kept.lay(&bytes)
        })
    }

    /// What a file looks like, in small; what lies open stays as it is.
    pub fn scan_thumbnail(&self, path: PathBuf) -> Ticket<Preview> {
        self.images.hand_in(move |_| {
            let bytes = read_file(&path)?;
            match Picture::open(&bytes) {
                Ok(picture) => Ok(shown(&picture, SMALL_SIDE)),
                Err(images::ScanError::PdfIsKept) => match images::read(&bytes) {
                    Ok(scan) => Ok(Preview::Pdf { pages: scan.pages }),
                    Err(fault) => unusable(&fault),
                },
                Err(fault) => unusable(&fault),
            }
        })
    }

    /// Turns what lies open to the right by so many quarters.
    pub fn turn_scan(&self, quarters: u8) -> Ticket<Preview> {
        self.images.hand_in(move |bench| {
            let turns = match quarters % 4 {
                1 => QuarterTurns::One,
                2 => QuarterTurns::Two,
                3 => QuarterTurns::Three,
                _ => return bench.kept.change(|picture| Ok(picture.clone())),
            };
            bench.kept.change(|picture| Ok(picture.rotated(turns)))
        })
    }

    /// Crops what lies open. `left`, `top`, `right` and `bottom` are shares of its width and height, 0 to 1.
    pub fn crop_scan(&self, [left, top, right, bottom]: [f32; 4]) -> Ticket<Preview> {
        self.images.hand_in(move |bench| {
            bench.kept.change(|picture| {
                let at = |share: f32, whole: u32| share_of(share, whole);
                let (x, y) = (at(left, picture.width()), at(top, picture.height()));
                picture.cropped(Area {
                    x,
                    y,
                    width: at(right, picture.width()).saturating_sub(x),
                    height: at(bottom, picture.height()).saturating_sub(y),
                })
            })
        })
    }

    /// Keeps what lies open as this paper.
    pub fn keep_scan(&self, subject: ScanSubject, paper: ScannedPaper) -> Ticket<ScanId> {
        self.images.hand_in(move |bench| {
            let scan = bench.kept.scan()?;
            let (house, session) = (bench.office.house()?, bench.office.session()?);
            let kept = house.attach_scan(&session, new_op_id()?, subject, paper, &scan)?;
            bench.kept.opened = None;
            bench.office.changed(&[Changed::Visits]);
            Ok(bench.office.noted(kept))
        })
    }

    /// Keeps a file of the scanner's folder as this paper, without opening it first. It is refused where it is not the one
    /// of that moment any more.
    pub fn keep_scan_file(&self, file: TrayFile, subject: ScanSubject, paper: ScannedPaper) -> Ticket<ScanId> {
        self.images.hand_in(move |bench| {
            let bytes = read_as_seen(&file.path, file.modified)?;
            let scan = images::read(&bytes).or_else(|fault| unusable(&fault))?;
            let (house, session) = (bench.office.house()?, bench.office.session()?);
            let kept = house.attach_scan(&session, new_op_id()?, subject, paper, &scan)?;
            bench.office.changed(&[Changed::Visits]);
            Ok(bench.office.noted(kept))
        })
    }

    /// Opens a scan of the visit at hand.
    pub fn open_scan_at_hand(&self, visit: VisitId, scan: ScanId) -> Ticket<Preview> {
        self.images.hand_in(move |bench| {
            let (house, session) = (bench.office.house()?, bench.office.session()?);
            let opened = house.scan_at_hand(&session, visit, scan)?;
            bench.kept.lay(&opened.content)
        })
    }
}

/// A share of a length in pixels.
fn share_of(share: f32, whole: u32) -> u32 {
    let share = f64::from(share.clamp(0.0, 1.0));
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most the whole, and not negative")]
    let pixels = (share * f64::from(whole)).round() as u32;
    pixels.min(whole)
}
