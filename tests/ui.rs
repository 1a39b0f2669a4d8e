//! The window, by its accessible names.

mod backup;
mod day;
mod deliberate;
mod door;
mod entry;
mod faults;
mod focus;
mod forms;
mod gallery;
mod hand;
mod harness;
mod holidays;
mod hours;
mod log;
mod papers;
mod papers_of_a_visit;
mod printer_faults;
mod registers;
mod reports;
mod retention;
mod room;
mod snapshots;
mod theme;
mod together;
mod visits;
mod widgets;
