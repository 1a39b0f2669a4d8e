//! Paper and printers: domain values become pages, pages become bytes, bytes go to a printer.
//!
//! [`documents`] is pure; [`pdf`] makes the bytes, the same for the same input; [`ipp`] talks to printers;
//! [`spreadsheet`] makes tables for whoever works on with them;
//! [`Destination`] is where a page goes to: a printer, or the folder of a demo store.

mod destination;
pub mod documents;
mod fault;
mod folder;
pub mod ipp;
pub mod pdf;
pub mod spreadsheet;

pub use destination::{Destination, media_of};
pub use fault::Fault;
pub use folder::Folder;
