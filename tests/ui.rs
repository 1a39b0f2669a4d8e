//! The window, by its accessible names.

mod backup;
mod day;
mod door;
mod entry;
mod forms;
mod gallery;
mod hand;
mod harness;
mod log;
mod printer_faults;
mod registers;
mod reports;
mod snapshots;
mod theme;
mod visits;
mod widgets;
