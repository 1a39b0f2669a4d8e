//! Every operation and every run, listed once: what has to be signed comes from themselves, and so do their names.

use super::operation::Operation;
use super::run::Run;
use super::{FAILED_LOGINS, FOUNDED, LAPSED};
use crate::domain::journal::Outcome;

/// What the journal calls an operation or a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Listed {
    /// Its name in the journal.
    pub name: &'static str,
    /// Which of its entries a supervisor signs, where one does: what was done, or the start of a run.
    pub signed: Option<Outcome>,
    /// It is an operation or a run, and no other entry.
    pub is_operation: bool,
    /// It may run while the clock stands back.
    pub mends: bool,
    /// Its entry names the settings that it went by.
    pub by_settings: bool,
    /// Only a supervisor does it.
    pub supervises: bool,
}

/// An entry that is about no operation of its own.
const fn entry(name: &'static str) -> Listed {
    Listed { name, signed: None, is_operation: false, mends: true, by_settings: false, supervises: false }
}

macro_rules! listed {
    (operations: $($operation:ty),+; runs: $($run:ty),+; entries: $($entry:ident),+ $(;)?) => {
        /// Everything that an entry of the journal can be about.
        pub const LISTED: &[Listed] = &[
            $(entry($entry),)+
            $(Listed {
                name: <$operation as Operation>::NAME,
                signed: if <$operation as Operation>::SIGNED { Some(Outcome::Done) } else { None },
                is_operation: true,
                mends: <$operation as Operation>::MENDS,
                by_settings: <$operation as Operation>::BY_SETTINGS,
                supervises: <$operation as Operation>::SUPERVISES,
            },)+
            $(Listed {
                name: <$run as Run>::NAME,
                signed: if <$run as Run>::SIGNED { Some(Outcome::Started) } else { None },
                is_operation: true,
                mends: false,
                by_settings: false,
                supervises: <$run as Run>::SIGNED,
            },)+
        ];
    };
}

listed! {
    operations:
    super::approval::AnswerApproval,
    super::approval::MarkShown,
    super::approval::RequestApproval,
    super::approval::WithdrawApproval,
    super::artisan_qualification::RecordQualification,
    super::artisan_qualification::RevokeQualification,
    super::artisan_qualification::SetQualificationAside,
    super::artisan_qualification::WithdrawQualificationRevocation,
    super::centre::RenameCentre,
    super::complaint::RecordComplaint,
    super::day::CloseDay,
    super::day::PrintDayAct,
    super::employer::ConfirmEmployer,
    super::employer::ConfirmRepresentative,
    super::employer::CorrectEmployer,
    super::employer::EndRepresentative,
    super::employer::RecordEmployer,
    super::employer::SetBranch,
    super::employer::SetRepresentative,
    super::export::ExportIssued,
    super::export::ExportUnlocked,
    super::holiday::ChangeHoliday,
    super::insured::ConfirmInsured,
    super::insured::CorrectInsured,
    super::insured::RecordInsured,
    super::issuance::DeliverSlip,
    super::issuance::MarkPrinted,
    super::issuance::MarkPurged,
    super::issuance::MarkSent,
    super::issuance::MarkUnconfirmed,
    super::issuance::PrintPaper,
    super::issuance::ReserveSlip,
    super::issuance::VoidSlip,
    super::log::ExportLog,
    super::mail::ChangeMail,
    super::mail::NoteFailed,
    super::mail::NoteSent,
    super::notarial_power::RecordPower,
    super::notarial_power::RevokePower,
    super::notarial_power::SetPowerAside,
    super::notarial_power::WithdrawPowerRevocation,
    super::person::ConfirmPerson,
    super::person::CorrectPerson,
    super::person::RecordPerson,
    super::printer::TrustPrinter,
    super::procedure::UnlockKey,
    super::reading::LookAtApprovals,
    super::reading::OpenInsured,
    super::reading::OpenPerson,
    super::reading::OpenScan,
    super::reading::OpenVisit,
    super::rekey::NoteRekey,
    super::restore::NoteRestore,
    super::retention::LookAtDue,
    super::scan::DetachAcknowledgement,
    super::scan::DetachScan,
    super::scan::NameScan,
    super::scan::NoteSweep,
    super::settings::ChangeSettings,
    super::turn::CallAgain,
    super::turn::CallTurn,
    super::turn::CancelTurn,
    super::turn::GiveWalkIn,
    super::turn::MarkArrived,
    super::turn::MarkNoShow,
    super::turn::TakeBackArrival,
    super::turn::TakeBackCall,
    super::turn::TakeBackNoShow,
    super::turn::TypeConfirmation,
    super::user::AddRow,
    super::user::BeginReset,
    super::user::Disable,
    super::user::LogIn,
    super::user::NoteRecoveryCode,
    super::user::OwnPassword,
    super::user::TakeOverRecovered,
    super::user::TakeOverSlot,
    super::visit::AnswerLook,
    super::visit::AskLook,
    super::visit::BeginVisit,
    super::visit::EndOthersVisit,
    super::visit::EndVisit,
    super::visit::GiveOverride,
    super::visit::GoOnWith,
    super::visit::LinkVisit,
    super::visit::MarkNoticeSeen,
    super::visit::ParkOthersVisit,
    super::visit::ParkVisit,
    super::visit::ReopenVisit,
    super::visit::ResumeVisit,
    super::window::AddWindow,
    super::window::RemoveWindow;
    runs:
    super::backup::MakeBackup,
    super::erasure::ErasePerson,
    super::import::AgendaImport<std::io::Empty>,
    super::import::EmployerImport<std::io::Empty>,
    super::import::InsuredImport<std::io::Empty>,
    super::import::PeopleImport<std::io::Empty>,
    super::retention::EraseDue,
    super::retention::EraseScans;
    entries: FOUNDED, FAILED_LOGINS, LAPSED;
}

/// What is listed under a name.
pub(super) fn listed(name: &str) -> Option<&'static Listed> {
    LISTED.iter().find(|listed| listed.name == name)
}

/// Which entries of this name a supervisor signs.
pub(super) fn signed_at(name: &str) -> Option<Outcome> {
    LISTED.iter().find(|listed| listed.signed.is_some() && listed.name == name)?.signed
}
