//! The window, by its accessible names.

mod forms;
mod gallery;
mod hand;
mod entry;
mod gallery;
mod harness;
mod theme;
mod widgets;
