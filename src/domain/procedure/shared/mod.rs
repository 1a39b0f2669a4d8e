//! Rules that several checklists ask, over the papers of any of them: a procedure lists them in its own table, under ids,
//! sources and steps of its own.

pub mod identity;
pub mod person;
pub mod turn;
