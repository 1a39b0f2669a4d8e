//! Every operation and every run, listed once: what has to be signed comes from themselves, and so do their names.

use super::operation::Operation;
use super::run::Run;
use crate::domain::journal::Outcome;
use crate::domain::procedure::checklists;
use crate::ops::{FAILED_LOGINS, FOUNDED, LAPSED};

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
    /// It may run at a screen that was turned to whoever came.
    pub for_self_service: bool,
}

/// An entry that is about no operation of its own.
const fn entry(name: &'static str) -> Listed {
    Listed {
        name,
        signed: None,
        is_operation: false,
        mends: true,
        by_settings: false,
        supervises: false,
        for_self_service: false,
    }
}

macro_rules! listed {
    (
        operations: $($operation:ty),+;
        runs: $($run:ty),+;
        entries: $($entry:ident),+;
        $($folder:ident: $papers:ident,)+
    ) => {
        listed! {
            @with operations: $($operation,)+
            $(<crate::domain::procedure::$folder::$papers as crate::ops::procedure::AtCounter>::Serves,)+;
            runs: $($run),+; entries: $($entry),+
        }
    };
    (@with operations: $($operation:ty,)+; runs: $($run:ty),+; entries: $($entry:ident),+) => {
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
                for_self_service: <$operation as Operation>::FOR_SELF_SERVICE,
            },)+
            $(Listed {
                name: <$run as Run>::NAME,
                signed: if <$run as Run>::SIGNED { Some(Outcome::Started) } else { None },
                is_operation: true,
                mends: false,
                by_settings: false,
                supervises: <$run as Run>::SIGNED,
                for_self_service: false,
            },)+
        ];
    };
}

// The operation by which each procedure's visits are served comes with the procedure.
checklists! {
    [listed]
    operations:
    crate::ops::approval::AnswerApproval,
    crate::ops::approval::MarkShown,
    crate::ops::approval::RequestApproval,
    crate::ops::approval::WithdrawApproval,
    crate::ops::artisan_qualification::RecordQualification,
    crate::ops::artisan_qualification::RevokeQualification,
    crate::ops::artisan_qualification::SetQualificationAside,
    crate::ops::artisan_qualification::WithdrawQualificationRevocation,
    crate::ops::centre::RenameCentre,
    crate::ops::complaint::RecordComplaint,
    crate::ops::day::CloseDay,
    crate::ops::day::PrintDayAct,
    crate::ops::employer::ConfirmEmployer,
    crate::ops::employer::ConfirmRepresentative,
    crate::ops::employer::CorrectEmployer,
    crate::ops::employer::EndRepresentative,
    crate::ops::employer::RecordEmployer,
    crate::ops::employer::SetBranch,
    crate::ops::employer::SetRepresentative,
    crate::ops::export::ExportChosenKeys,
    crate::ops::export::ExportIssued,
    crate::ops::export::ExportUnlocked,
    crate::ops::holiday::ChangeHoliday,
    crate::ops::insured::ConfirmInsured,
    crate::ops::insured::CorrectInsured,
    crate::ops::insured::RecordInsured,
    crate::ops::issuance::MarkPrinted,
    crate::ops::issuance::MarkPurged,
    crate::ops::issuance::MarkSent,
    crate::ops::issuance::MarkUnconfirmed,
    crate::ops::issuance::PrintPaper,
    crate::ops::issuance::ReserveSlip,
    crate::ops::issuance::VoidSlip,
    crate::ops::log::ExportLog,
    crate::ops::mail::ChangeMail,
    crate::ops::mail::NoteFailed,
    crate::ops::mail::NoteSent,
    crate::ops::notarial_power::RecordPower,
    crate::ops::notarial_power::RevokePower,
    crate::ops::notarial_power::SetPowerAside,
    crate::ops::notarial_power::WithdrawPowerRevocation,
    crate::ops::person::ConfirmPerson,
    crate::ops::person::CorrectPerson,
    crate::ops::person::RecordPerson,
    crate::ops::printer::TrustPrinter,
    crate::ops::procedure::AnswerQuestions,
    crate::ops::procedure::BeginKey,
    crate::ops::procedure::ConfirmData,
    crate::ops::procedure::AskUnlock,
    crate::ops::procedure::BeginRecovery,
    crate::ops::reading::LookAtApprovals,
    crate::ops::reading::OpenInsured,
    crate::ops::reading::OpenPerson,
    crate::ops::reading::OpenScan,
    crate::ops::reading::OpenVisit,
    crate::ops::moving::NoteMove,
    crate::ops::rekey::NoteRekey,
    crate::ops::restore::NoteRestore,
    crate::ops::retention::LookAtDue,
    crate::ops::scan::DetachAcknowledgement,
    crate::ops::scan::DetachScan,
    crate::ops::scan::NameScan,
    crate::ops::scan::NoteSweep,
    crate::ops::self_service::AskAgain,
    crate::ops::self_service::ChooseKey,
    crate::ops::self_service::GiveCode,
    crate::ops::self_service::LeaveFlow,
    crate::ops::self_service::OpenLink,
    crate::ops::settings::ChangeSettings,
    crate::ops::turn::BeginBooking,
    crate::ops::turn::BookAlone,
    crate::ops::turn::BookTurn,
    crate::ops::turn::CallAgain,
    crate::ops::turn::CallTurn,
    crate::ops::turn::CancelTurn,
    crate::ops::turn::GiveWalkIn,
    crate::ops::turn::MarkArrived,
    crate::ops::turn::MarkNoShow,
    crate::ops::turn::MoveTurn,
    crate::ops::turn::PrintBooked,
    crate::ops::turn::PrintTicket,
    crate::ops::turn::TakeBackArrival,
    crate::ops::turn::TakeBackCall,
    crate::ops::turn::TakeBackNoShow,
    crate::ops::turn::TypeConfirmation,
    crate::ops::user::AddRow,
    crate::ops::user::BeginReset,
    crate::ops::user::Disable,
    crate::ops::user::LogIn,
    crate::ops::user::NoteRecoveryCode,
    crate::ops::user::OwnPassword,
    crate::ops::user::TakeOverRecovered,
    crate::ops::user::TakeOverSlot,
    crate::ops::visit::AnswerLook,
    crate::ops::visit::AskLook,
    crate::ops::visit::BeginVisit,
    crate::ops::visit::EndOthersVisit,
    crate::ops::visit::EndVisit,
    crate::ops::visit::GiveOverride,
    crate::ops::visit::GoOnWith,
    crate::ops::visit::LinkVisit,
    crate::ops::visit::MarkNoticeSeen,
    crate::ops::visit::ParkOthersVisit,
    crate::ops::visit::ParkVisit,
    crate::ops::visit::ReopenVisit,
    crate::ops::visit::ResumeVisit,
    crate::ops::window::AddWindow,
    crate::ops::window::RemoveWindow;
    runs:
    crate::ops::backup::MakeBackup,
    crate::ops::erasure::ErasePerson,
    crate::ops::import::AgendaImport<std::io::Empty>,
    crate::ops::import::EmployerImport<std::io::Empty>,
    crate::ops::import::InsuredImport<std::io::Empty>,
    crate::ops::import::PeopleImport<std::io::Empty>,
    crate::ops::import::WorkHistoryImport<std::io::Empty>,
    crate::ops::retention::EraseDue,
    crate::ops::retention::EraseScans;
    entries: FOUNDED, FAILED_LOGINS, LAPSED
}

/// What is listed under a name.
pub(in crate::ops) fn listed(name: &str) -> Option<&'static Listed> {
    LISTED.iter().find(|listed| listed.name == name)
}

/// Which entries of this name a supervisor signs.
pub(in crate::ops) fn signed_at(name: &str) -> Option<Outcome> {
    LISTED.iter().find(|listed| listed.signed.is_some() && listed.name == name)?.signed
}
