//! What the screens around the counter share: a card in the middle of the window, a fault as it is shown, an attempt to
//! log in, a new password typed twice, this window's printer, the page with the recovery code, facts beside each other,
//! a question before something that is not taken back, one with several answers, points that are answered for together, a visit that somebody else left open, a
//! complaint, how somebody is reached, pages turned by the keyboard, the system's chooser of files and folders, a paper printed again, how
//! a letter stands.

mod answers;
mod attempt;
mod chooser;
mod complaint;
mod contact;
mod facts;
mod fault;
mod formats;
mod mail_standing;
mod middle;
mod others_visit;
mod own_password;
mod points;
mod printer;
mod question;
mod reason_field;
mod recovery_page;
mod reprint;
mod turning;

pub(super) use answers::{Answered, AnswersDialog};
pub(super) use attempt::{Attempt, Outcome};
pub(super) use chooser::{Chooser, typed_path};
pub(super) use complaint::ComplaintDialog;
pub(super) use contact::{contact_fields_ui, faulty_field};
pub(super) use facts::{facts_ui, short_facts_ui};
pub(super) use fault::Fault;
pub(super) use formats::{FORMATS, kind_of};
pub(super) use mail_standing::mail_ui;
pub(super) use middle::{card_in_the_middle, product_ui};
pub(super) use others_visit::{Act, OthersVisitDialog};
pub(super) use own_password::OwnPassword;
pub(super) use points::{Lacking, Point, ReasonsForm, number};
pub(super) use printer::PrinterSetup;
pub(super) use question::question_ui;
pub(super) use reason_field::ReasonField;
pub(super) use recovery_page::RecoveryPage;
pub(super) use reprint::{Reprint, constancia_words};
pub(super) use turning::turned;
