//! The papers of the counter: domain values to pages. Pure: no file, clock or printer in here.
mod acknowledgement;
mod barcode;
mod block;
mod by_themselves;
mod centres_month;
mod chart;
mod compose;
mod constancia;
mod content;
mod day_act;
mod error;
mod face;
mod flow;
mod log;
mod month_table;
mod page;
mod printer_test;
mod procedure_card;
mod recovery_sheet;
mod sheet;
mod slip;
mod turn_confirmation;
mod turn_ticket;

pub use acknowledgement::acknowledgement;
pub use centres_month::centres_month;
pub use chart::chart_pages;
pub use constancia::constancia;
pub use content::{
    Attendance, Attendee, CentresTable, Charts, DayAct, Employer, HandOver, Issuance, LogEntry, LogPages, MonthTable,
    Occasion, Person, Point, PointKind, PrinterTest, ProcedureCard, Recovery, TurnConfirmation, TurnTicket,
};
pub use day_act::day_act;
pub use error::Error;
pub(in crate::print) use face::Cut;
pub use face::Face;
pub use log::log;
pub use month_table::month_table;
pub use page::{Document, Ink, Operation, Page, SecretText, Stroke, Style};
pub use printer_test::test_page;
pub use procedure_card::procedure_card;
pub use recovery_sheet::recovery_sheet;
pub use sheet::{Paper, Sheet, Worth};
pub use slip::slip;
pub use turn_confirmation::turn_confirmation;
pub use turn_ticket::turn_ticket;
