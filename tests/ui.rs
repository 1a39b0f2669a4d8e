//! The window, by its accessible names.

mod forms;
mod gallery;
mod hand;
mod theme;
mod widgets;
