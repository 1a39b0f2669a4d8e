//! What a rule says of a visit.

use super::source::Source;

/// The verdict of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// Satisfied.
    Met,
    /// Something must be brought or recorded first.
    Missing,
    /// This paper can never serve.
    Refused,
    /// May be overridden with a written reason, by whom it says.
    Warning(OverrideBy),
    /// The rule does not concern this visit, or what it judges is not there yet and another rule says so.
    NotApplicable,
}

impl Verdict {
    /// The stable word of the verdict.
    pub fn code(self) -> &'static str {
        match self {
            Self::Met => "met",
            Self::Missing => "missing",
            Self::Refused => "refused",
            Self::Warning(_) => "warning",
            Self::NotApplicable => "not_applicable",
        }
    }

    /// Whose answer a warning needs; None for what is no warning.
    pub fn needs(self) -> Option<OverrideBy> {
        match self {
            Self::Warning(needs) => Some(needs),
            _ => None,
        }
    }
}

/// Whose written reason a warning needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OverrideBy {
    /// The clerk's own.
    Clerk,
    /// The clerk's, approved by a supervisor.
    Supervisor,
}

/// Whether anybody looked at what a rule judges. What nobody looked at is neither met nor lacking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Looked {
    /// Somebody recorded it, or the register and the clock say it.
    AtIt,
    /// Nobody has recorded it yet.
    NotYet,
}

/// A verdict with its Spanish sentence for the clerk and what the person must bring.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// One short sentence, with the names, numbers and dates it is about.
    pub sentence: String,
    /// What to bring, in plain words for the person. None where only the clerk has something to record.
    pub bring: Option<String>,
    /// Whether it rests on something that was recorded.
    pub looked: Looked,
    /// The source, where it is not the rule's own.
    pub source: Option<Source>,
}

/// The outcome of judging: `Err` is a judgement reached early, because what the rest would look at is not there.
pub type Judging = Result<Judgement, Judgement>;

impl Judgement {
    fn new(verdict: Verdict, sentence: impl Into<String>) -> Self {
        Self { verdict, sentence: sentence.into(), bring: None, looked: Looked::AtIt, source: None }
    }

    /// Satisfied.
    pub fn met(sentence: impl Into<String>) -> Self {
        Self::new(Verdict::Met, sentence)
    }

    /// The rule does not concern this visit.
    pub fn not_applicable(sentence: impl Into<String>) -> Self {
        Self::new(Verdict::NotApplicable, sentence)
    }

    /// Something the clerk has not recorded yet; the person has nothing to bring for it.
    pub fn unrecorded(what: impl std::fmt::Display) -> Self {
        Self::new(Verdict::Missing, format!("Falta registrar {what}.")).not_yet()
    }

    /// What it would look at is not recorded yet, and another rule says so.
    pub fn later(what: impl std::fmt::Display) -> Self {
        Self::new(Verdict::NotApplicable, format!("Se revisa cuando conste {what}.")).not_yet()
    }

    /// Something must be corrected or brought; `bring` adds the latter.
    pub fn missing(sentence: impl Into<String>) -> Self {
        Self::new(Verdict::Missing, sentence)
    }

    /// The paper can never serve.
    pub fn refused(sentence: impl Into<String>) -> Self {
        Self::new(Verdict::Refused, sentence)
    }

    /// A warning for the clerk to answer.
    pub fn warning(sentence: impl Into<String>) -> Self {
        Self::new(Verdict::Warning(OverrideBy::Clerk), sentence)
    }

    /// A warning that a supervisor must approve.
    pub fn supervisor_warning(sentence: impl Into<String>) -> Self {
        Self::new(Verdict::Warning(OverrideBy::Supervisor), sentence)
    }

    /// Says that nobody has looked yet.
    pub fn not_yet(mut self) -> Self {
        self.looked = Looked::NotYet;
        self
    }

    /// Adds what to bring.
    pub fn bring(mut self, what: impl Into<String>) -> Self {
        self.bring = Some(what.into());
        self
    }

    /// Says that this verdict is ours and not the sheet's.
    pub fn own(mut self) -> Self {
        self.source = Some(Source::OWN);
        self
    }
}
