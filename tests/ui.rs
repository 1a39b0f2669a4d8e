//! The window, by its accessible names.

mod door;
mod entry;
mod forms;
mod gallery;
mod hand;
mod harness;
mod registers;
mod theme;
mod visits;
mod widgets;
