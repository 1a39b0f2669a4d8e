//! The papers of the counter: domain values to pages. Pure: no file, clock or printer in here.
mod block;
mod compose;
mod content;
mod face;
mod page;
mod sheet;
mod slip;

pub use compose::TooLong;
pub use content::{
    Attendance, Attendee, Employer, Issuance, Occasion, Person, Point, PointKind, PrinterTest, Recovery,
};
pub(in crate::print) use face::Cut;
pub use face::Face;
pub use page::{Document, Ink, Operation, Page, SecretText, Stroke, Style};
pub use sheet::{Paper, Sheet, Worth};
pub use slip::slip;
