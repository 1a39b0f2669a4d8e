//! The window, by its accessible names.

mod backup;
mod day;
mod deliberate;
mod door;
mod entry;
mod forms;
mod gallery;
mod hand;
mod harness;
mod holidays;
mod hours;
mod log;
mod papers;
mod printer_faults;
mod registers;
mod reports;
mod retention;
mod snapshots;
mod theme;
mod visits;
mod widgets;
