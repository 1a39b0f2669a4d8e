//! What comes in from files.
pub mod agenda;
pub mod employers;
pub mod images;
pub mod table;
pub mod visit_v1;
