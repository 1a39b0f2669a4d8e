//! The window, by its accessible names.

mod entry;
mod gallery;
mod harness;
mod theme;
mod widgets;
