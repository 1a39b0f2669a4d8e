//! What a printer can do, and how a page size is asked of it.
use std::collections::BTreeMap;

use ipp::attribute::IppAttribute;
use ipp::model::Operation;
use ipp::value::{IppName, IppValue};

use super::answer::Group;
use super::device::Device;
use super::error::Error;

/// The paper that a document was laid out for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Media {
    /// ISO A4, 210 × 297 mm.
    A4,
    /// ISO A5, 148 × 210 mm.
    A5,
    /// A roll 80 mm wide, cut after the page.
    Roll80 {
        /// The page's length.
        length_mm: u16,
    },
}

/// Width and height in hundredths of a millimetre, the protocol's unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Size {
    width: i32,
    height: i32,
}

impl Size {
    /// Sizes that two makers round differently are still one size: one millimetre.
    fn agrees(self, other: Self) -> bool {
        self.width.abs_diff(other.width) <= 100 && self.height.abs_diff(other.height) <= 100
    }

    /// From a self-describing media name (PWG 5101.1), `iso_a4_210x297mm` or `na_letter_8.5x11in`.
    fn named(name: &str) -> Option<Self> {
        let dimensions = name.rsplit('_').next()?;
        let (dimensions, hundredths) = match dimensions.strip_suffix("mm") {
            Some(millimetres) => (millimetres, 100.0),
            None => (dimensions.strip_suffix("in")?, 2540.0),
        };
        let (width, height) = dimensions.split_once('x')?;
        let measure = |text: &str| {
            let value = text.parse::<f64>().ok()? * hundredths;
            // A wall-sized page is no page; the cast below is exact within these bounds.
            (0.0..=10_000_000.0).contains(&value).then_some(value.round() as i32)
        };
        Some(Self { width: measure(width)?, height: measure(height)? })
    }
}

impl Media {
    fn size(self) -> Size {
        match self {
            Self::A4 => Size { width: 21_000, height: 29_700 },
            Self::A5 => Size { width: 14_800, height: 21_000 },
            Self::Roll80 { length_mm } => Size { width: 8_000, height: i32::from(length_mm).saturating_mul(100) },
        }
    }
}

/// How well a printer takes a page of a certain size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The printer does not list the size; the page is scaled onto whatever it holds.
    Unlisted,
    /// The printer takes it, but does not say that it is loaded.
    Supported,
    /// It is in the tray.
    Loaded,
}

/// What a printer says of itself. Colour does not matter: everything printed here is black.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capabilities {
    /// Its name, for lists.
    pub name: String,
    /// Maker and model, when it says so.
    pub make_and_model: Option<String>,
    /// Where it stands, when somebody wrote it down.
    pub location: Option<String>,
    /// MIME types of documents.
    pub formats: Vec<String>,
    /// Self-describing names of the sizes it takes.
    pub media_supported: Vec<String>,
    /// The sizes that are loaded now; empty where it does not say.
    pub media_ready: Vec<String>,
    /// The size it uses when nobody asks for one.
    pub media_default: Option<String>,
    /// Codes of the operations it offers.
    pub operations: Vec<i32>,
    sized_media: bool,
    scalings: Vec<String>,
    sides: Vec<String>,
    job_sheets: Vec<String>,
    /// Where a queue of CUPS sends its pages; `None` for a printer.
    pub(super) device: Option<Device>,
}

impl Capabilities {
    pub(super) const ATTRIBUTES: [&'static str; 14] = [
        "printer-name",
        "printer-info",
        "printer-make-and-model",
        "printer-location",
        "document-format-supported",
        "media-supported",
        "media-ready",
        "media-default",
        "media-col-supported",
        "operations-supported",
        "print-scaling-supported",
        "sides-supported",
        "job-sheets-supported",
        "device-uri",
    ];

    pub(super) fn read(group: Group<'_>) -> Self {
        let said = |name: &str| group.text(name).filter(|text| !text.trim().is_empty());
        Self {
            name: said("printer-info").or_else(|| said("printer-name")).unwrap_or_else(|| "sin nombre".to_owned()),
            make_and_model: said("printer-make-and-model"),
            location: said("printer-location"),
            formats: group.texts("document-format-supported"),
            media_supported: group.texts("media-supported"),
            media_ready: group.texts("media-ready"),
            media_default: said("media-default"),
            operations: group.numbers("operations-supported"),
            sized_media: group.texts("media-col-supported").iter().any(|member| member == "media-size"),
            scalings: group.texts("print-scaling-supported"),
            sides: group.texts("sides-supported"),
            job_sheets: group.texts("job-sheets-supported"),
            device: group.text("device-uri").map(|uri| Device::read(&uri)),
        }
    }

    /// Whether it prints PDF.
    pub fn prints_pdf(&self) -> bool {
        self.formats.iter().any(|format| format.eq_ignore_ascii_case("application/pdf"))
    }

    /// Whether this program can print on it: PDF, and jobs that are made first and sent afterwards.
    ///
    /// # Errors
    /// [`Error::NoPdf`] or [`Error::Unsupported`], each a sentence that names the printer.
    pub fn usable(&self) -> Result<(), Error> {
        if !self.prints_pdf() {
            return Err(Error::NoPdf { name: self.name.clone() });
        }
        let needed = [
            (Operation::CreateJob, "Create-Job"),
            (Operation::SendDocument, "Send-Document"),
            (Operation::CancelJob, "Cancel-Job"),
            (Operation::GetJobAttributes, "Get-Job-Attributes"),
            (Operation::GetJobs, "Get-Jobs"),
        ];
        match needed.into_iter().find(|(operation, _)| !self.operations.contains(&(*operation as i32))) {
            Some((_, operation)) => Err(Error::Unsupported { host: self.name.clone(), operation }),
            None => Ok(()),
        }
    }

    /// How well a page of this size is served.
    pub fn fit(&self, media: Media) -> Fit {
        let size = media.size();
        if self.media_ready.iter().filter_map(|name| Size::named(name)).any(|loaded| loaded.agrees(size)) {
            Fit::Loaded
        } else if self.listed(size).is_some() || self.within_custom(size) {
            Fit::Supported
        } else {
            Fit::Unlisted
        }
    }

    /// The printer's own name for exactly this size.
    fn listed(&self, size: Size) -> Option<&str> {
        self.media_ready
            .iter()
            .chain(&self.media_supported)
            .filter(|name| !is_bound(name))
            .find(|name| Size::named(name).is_some_and(|listed| listed.agrees(size)))
            .map(String::as_str)
    }

    /// Whether the size lies between the smallest and the largest free size (`custom_…` or `roll_…`).
    fn within_custom(&self, size: Size) -> bool {
        ["custom", "roll"].into_iter().any(|class| {
            let bound = |which: &str| {
                let prefix = format!("{class}_{which}_");
                self.media_supported.iter().find(|name| name.starts_with(&prefix)).and_then(|name| Size::named(name))
            };
            matches!((bound("min"), bound("max")), (Some(min), Some(max))
                if (min.width..=max.width).contains(&size.width) && (min.height..=max.height).contains(&size.height))
        })
    }

    /// The job attributes for one copy, one side, this size and no banner page; only what the printer lists.
    pub(super) fn job_attributes(&self, media: Media) -> Result<Vec<IppAttribute>, Error> {
        let size = media.size();
        let scaling = if self.fit(media) == Fit::Unlisted { "fit" } else { "none" };
        let mut attributes = vec![named("copies", IppValue::Integer(1))?];
        if let Some(name) = self.listed(size) {
            attributes.push(named("media", keyword(name)?)?);
        } else if self.within_custom(size) && self.sized_media {
            attributes.push(named("media-col", media_col(size)?)?);
        }
        let wanted = [
            ("print-scaling", scaling, &self.scalings),
            ("sides", "one-sided", &self.sides),
            ("job-sheets", "none", &self.job_sheets),
        ];
        for (name, value, supported) in wanted {
            if supported.iter().any(|other| other == value) {
                attributes.push(named(name, keyword(value)?)?);
            }
        }
        Ok(attributes)
    }
}

/// The ends of a range of free sizes, which are no sizes to ask for.
fn is_bound(name: &str) -> bool {
    ["custom_min_", "custom_max_", "roll_min_", "roll_max_"].iter().any(|prefix| name.starts_with(prefix))
}

fn media_col(size: Size) -> Result<IppValue, Error> {
    let member = |name: &str| IppName::new(name).map_err(fault);
    let dimensions = BTreeMap::from([
        (member("x-dimension")?, IppValue::Integer(size.width)),
        (member("y-dimension")?, IppValue::Integer(size.height)),
    ]);
    Ok(IppValue::Collection(BTreeMap::from([(member("media-size")?, IppValue::Collection(dimensions))])))
}

pub(super) fn named(name: &str, value: IppValue) -> Result<IppAttribute, Error> {
    IppAttribute::with_name(name, value).map_err(fault)
}

pub(super) fn keyword(value: &str) -> Result<IppValue, Error> {
    IppValue::new_keyword(value).map_err(fault)
}

pub(super) fn fault(error: ipp::parser::IppParseError) -> Error {
    Error::Request { detail: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::{Capabilities, Error, Fit, Media, Size};

    fn printer(supported: &[&str], ready: &[&str]) -> Capabilities {
        let texts = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        Capabilities {
            name: "Caja 3".to_owned(),
            make_and_model: None,
            location: None,
            formats: texts(&["application/pdf"]),
            media_supported: texts(supported),
            media_ready: texts(ready),
            media_default: None,
            operations: vec![5, 6, 8, 9, 10],
            sized_media: true,
            scalings: texts(&["auto", "fit", "none"]),
            sides: texts(&["one-sided", "two-sided-long-edge"]),
            job_sheets: Vec::new(),
            device: None,
        }
    }

    fn asked(capabilities: &Capabilities, media: Media) -> Vec<String> {
        let attributes = capabilities.job_attributes(media).unwrap();
        attributes.iter().map(|attribute| format!("{}={}", attribute.name().as_str(), attribute.value())).collect()
    }

    #[test]
    fn sizes_are_read_from_names() {
        assert_eq!(Size::named("iso_a4_210x297mm"), Some(Size { width: 21_000, height: 29_700 }));
        assert_eq!(Size::named("na_letter_8.5x11in"), Some(Size { width: 21_590, height: 27_940 }));
        for odd in ["", "A4", "iso_a4_210mm", "x_-1x2mm", "x_1e99x2mm", "x_nanxnanmm", "auto"] {
            assert_eq!(Size::named(odd), None, "{odd}");
        }
    }

    #[test]
    fn a_listed_size_is_asked_for_by_the_printers_own_name() {
        let laser = printer(&["iso_a4_210x297mm", "iso_a5_148x210mm"], &["iso_a4_210x297mm"]);
        assert_eq!(laser.fit(Media::A4), Fit::Loaded);
        assert_eq!(laser.fit(Media::A5), Fit::Supported);
        assert_eq!(
            asked(&laser, Media::A5),
            ["copies=1", "media=iso_a5_148x210mm", "print-scaling=none", "sides=one-sided"]
        );
    }

    #[test]
    fn an_unlisted_size_is_scaled_to_fit() {
        let letter = printer(&["na_letter_8.5x11in"], &[]);
        assert_eq!(letter.fit(Media::A5), Fit::Unlisted);
        assert_eq!(asked(&letter, Media::A5), ["copies=1", "print-scaling=fit", "sides=one-sided"]);
    }

    #[test]
    fn a_roll_is_asked_for_by_its_measures() {
        let roll = printer(&["roll_min_58x25mm", "roll_max_80x3000mm"], &[]);
        let slip = Media::Roll80 { length_mm: 240 };
        assert_eq!(roll.fit(slip), Fit::Supported);
        let asked = asked(&roll, slip).join(" ");
        assert!(asked.contains("x-dimension=8000") && asked.contains("y-dimension=24000"), "{asked}");
        assert_eq!(roll.fit(Media::A4), Fit::Unlisted);
        assert_eq!(roll.fit(Media::Roll80 { length_mm: 4000 }), Fit::Unlisted);
    }

    #[test]
    fn a_printer_without_pdf_is_named_as_unusable() {
        let mut raster = printer(&[], &[]);
        assert_eq!(raster.usable(), Ok(()));
        raster.formats = vec!["image/pwg-raster".to_owned()];
        assert_eq!(raster.usable(), Err(Error::NoPdf { name: "Caja 3".to_owned() }));
        let mut old = printer(&[], &[]);
        old.operations = vec![2, 8, 9, 10];
        assert!(matches!(old.usable(), Err(Error::Unsupported { operation: "Create-Job", .. })));
    }
}
