//! agenda.
