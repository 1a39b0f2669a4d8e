//! What comes in from files.
pub mod images;
pub mod agenda;
pub mod employers;
pub mod visit_v1;
pub mod table;
