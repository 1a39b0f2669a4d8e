//! Paper and printers.
pub mod documents;
pub mod ipp;
pub mod pdf;
