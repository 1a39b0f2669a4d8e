//! One arm a procedure, made from the list of the procedures that are served by a checklist.

use super::common::{Common, FirstJudgementJson};
use super::{Error, VERSION, fault, read_str, write};
use crate::domain::calendar::Zone;
use crate::domain::procedure::{self, Case, Papers, checklists};
use crate::domain::procedure_id::ProcedureId;
use crate::domain::rule::Assessment;
use crate::domain::visit::{ConfirmationShown, FirstJudgement, Visit, WorkingCopy};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

/// How the papers of a procedure stand in a file: with what the registers answered about them.
pub(super) trait Arm {
    /// The papers.
    type Papers: Papers;

    /// The papers, and what the registers answered about them.
    fn into_domain(self) -> (Self::Papers, <Self::Papers as Papers>::Answers);

    /// The papers of a case, with what the registers answered.
    fn from_domain(case: &Case<Self::Papers>) -> Self;

    /// The papers alone.
    fn of_papers(papers: &Self::Papers) -> Self;
}

/// The papers of a procedure, as the store keeps them: the working copy of a visit, without what surrounds it and without what
/// the registers answered. A copy that an earlier edition kept, which had both around it, is read as well.
pub trait KeptPapers: Sized {
    /// Reads a working copy.
    ///
    /// # Errors
    /// A text that is no working copy of this procedure, nor a whole visit for it.
    fn read_draft(text: &str) -> Result<WorkingCopy<Self>, Error>;

    /// Writes a working copy.
    ///
    /// # Errors
    /// None that is known: the error is serde's.
    fn write_draft(copy: &WorkingCopy<Self>) -> Result<String, Error>;

    /// Writes a whole visit.
    ///
    /// # Errors
    /// None that is known: the error is serde's.
    fn write_whole(case: &Case<Self>) -> Result<String, Error>
    where
        Self: Papers;
}

/// Only what tells a whole visit from a working copy.
#[derive(Deserialize)]
struct Shape {
    visit: Option<IgnoredAny>,
}

macro_rules! arms {
    (; $($folder:ident: $type:ident,)+) => {
        /// A visit of any procedure.
        #[derive(Debug, Clone, PartialEq)]
        pub enum AnyVisit {
            $(
                #[doc = concat!("With the papers of `", stringify!($folder), "`.")]
                $type(Box<Case<procedure::$folder::$type>>),
            )+
            /// For a procedure that is served as a plain attention.
            Plain(ProcedureId, Box<Visit<()>>),
        }

        impl AnyVisit {
            /// Its judgement by the rules of its procedure.
            ///
            /// # Errors
            /// The procedure, where it is served without rules.
            pub fn assess(&self) -> Result<Assessment, ProcedureId> {
                match self {
                    $(Self::$type(case) => Ok(procedure::assess(case)),)+
                    Self::Plain(procedure, _) => Err(*procedure),
                }
            }
        }

        /// The whole file. The common part has a key of its own: serde's `flatten` would lose the place of an error.
        #[derive(Debug, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub(super) struct Whole {
            version: u32,
            procedure: String,
            visit: Common,
            $(#[serde(skip_serializing_if = "Option::is_none")] $folder: Option<super::$folder::$type>,)+
        }

        impl Whole {
            /// Without papers.
            fn of<P, A>(procedure: ProcedureId, visit: &Visit<P, A>) -> Self {
                let (version, procedure) = (VERSION, procedure.as_str().to_owned());
                Self { version, procedure, visit: Common::from_domain(visit), $($folder: None,)+ }
            }

            /// The visit, with the papers of its procedure and no others.
            pub(super) fn into_visit(self) -> Result<AnyVisit, Error> {
                let procedure = ProcedureId::parse(&self.procedure)
                    .ok_or_else(|| Error::UnknownProcedure { found: self.procedure.clone() })?;
                $(
                    if self.$folder.is_some() && procedure != <procedure::$folder::$type as Papers>::PROCEDURE {
                        let arm = stringify!($folder);
                        return Err(Error::OtherPapers { procedure: procedure.as_str(), arm });
                    }
                )+
                $(
                    if procedure == <procedure::$folder::$type as Papers>::PROCEDURE {
                        let papers = self.$folder.ok_or(Error::NoPapers { arm: stringify!($folder) })?;
                        let (papers, answers) = papers.into_domain();
                        let (around, copy) = self.visit.into_domain(papers)?;
                        return Ok(AnyVisit::$type(Box::new(Visit { copy, around, answers })));
                    }
                )+
                let (around, copy) = self.visit.into_domain(())?;
                Ok(AnyVisit::Plain(procedure, Box::new(Visit { copy, around, answers: () })))
            }
        }

        #[derive(Debug, Serialize, Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Draft {
            version: u32,
            procedure: String,
            #[serde(skip_serializing_if = "Option::is_none")]
            confirmation: Option<ConfirmationShown>,
            #[serde(skip_serializing_if = "Option::is_none")]
            first_judgement: Option<FirstJudgementJson>,
            $(#[serde(skip_serializing_if = "Option::is_none")] $folder: Option<super::$folder::$type>,)+
        }

        impl Draft {
            /// Without papers.
            fn of<P>(procedure: ProcedureId, copy: &WorkingCopy<P>) -> Self {
                let first = copy.first_judgement.as_ref();
                Self {
                    version: VERSION,
                    procedure: procedure.as_str().to_owned(),
                    confirmation: copy.confirmation,
                    // A moment is the same on every clock, and the copy knows of none.
                    first_judgement: first.map(|first| FirstJudgementJson::of(first, Zone::Mainland)),
                    $($folder: None,)+
                }
            }
        }

        $(
            impl KeptPapers for procedure::$folder::$type {
                fn read_draft(text: &str) -> Result<WorkingCopy<Self>, Error> {
                    let no_papers = Error::NoPapers { arm: stringify!($folder) };
                    if let Ok(Shape { visit: Some(_) }) = serde_json::from_str(text) {
                        return match read_str(text)? {
                            AnyVisit::$type(case) => Ok(case.copy),
                            _ => Err(no_papers),
                        };
                    }
                    let draft = read_of(text, Self::PROCEDURE)?;
                    let (papers, _) = draft.$folder.ok_or(no_papers)?.into_domain();
                    let first_judgement = draft.first_judgement.map(FirstJudgement::from);
                    Ok(WorkingCopy { confirmation: draft.confirmation, first_judgement, papers })
                }

                fn write_draft(copy: &WorkingCopy<Self>) -> Result<String, Error> {
                    let papers = Some(Arm::of_papers(&copy.papers));
                    write(&Draft { $folder: papers, ..Draft::of(Self::PROCEDURE, copy) })
                }

                fn write_whole(case: &Case<Self>) -> Result<String, Error> {
                    let papers = Some(Arm::from_domain(case));
                    write(&Whole { $folder: papers, ..Whole::of(Self::PROCEDURE, case) })
                }
            }
        )+

        /// Writes a visit.
        ///
        /// # Errors
        /// None that is known: the error is serde's.
        pub fn write_any(visit: &AnyVisit) -> Result<String, Error> {
            match visit {
                $(AnyVisit::$type(case) => KeptPapers::write_whole(case.as_ref()),)+
                AnyVisit::Plain(procedure, visit) => write(&Whole::of(*procedure, visit)),
            }
        }
    };
}

checklists!([arms]);

/// A working copy of this procedure.
fn read_of(text: &str, procedure: ProcedureId) -> Result<Draft, Error> {
    let reader = &mut serde_json::Deserializer::from_str(text);
    let draft: Draft = serde_path_to_error::deserialize(&mut *reader).map_err(|fault| fault::of_json(&fault))?;
    reader.end().map_err(|fault| fault::at_the_end(&fault))?;
    if draft.version != VERSION {
        return Err(Error::Version { found: draft.version, known: VERSION });
    }
    if ProcedureId::parse(&draft.procedure) != Some(procedure) {
        return Err(Error::UnknownProcedure { found: draft.procedure });
    }
    Ok(draft)
}

/// Reads a working copy.
///
/// # Errors
/// As [`KeptPapers::read_draft`].
pub fn read_draft<P: KeptPapers>(text: &str) -> Result<WorkingCopy<P>, Error> {
    P::read_draft(text)
}

/// Writes a working copy.
///
/// # Errors
/// As [`KeptPapers::write_draft`].
pub fn write_draft<P: KeptPapers>(copy: &WorkingCopy<P>) -> Result<String, Error> {
    P::write_draft(copy)
}
