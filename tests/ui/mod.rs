//! The window, by its accessible names.

mod gallery;
mod widgets;
