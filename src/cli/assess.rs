//! `assess FILE`: a visit as JSON in, its verdict as JSON out. It reads no clock: the time comes with the visit.

use crate::domain::procedure;
use crate::domain::rule::{Assessment, Finding, OverrideBy, OverrideStatus};
use crate::domain::system::InSpanish;
use crate::intake::visit_v1;
use serde::Serialize;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::Path;

/// The visit may issue.
pub const MAY_ISSUE: u8 = 0;
/// The visit may not issue.
pub const MAY_NOT_ISSUE: u8 = 1;
/// The file is malformed, or cannot be read or answered.
pub const MALFORMED: u8 = 2;

/// Judges the visit in the file at `path` (`-`: standard input), answers on standard output, complains on standard
/// error. Gives the exit code.
pub fn run(path: &Path) -> u8 {
    let (mut out, mut complaints) = (io::stdout().lock(), io::stderr().lock());
    if path == Path::new("-") {
        return assess(io::stdin().lock(), &mut out, &mut complaints);
    }
    match File::open(path) {
        Ok(file) => assess(file, &mut out, &mut complaints),
        Err(fault) => {
            let why = InSpanish(&fault);
            let what_next = "Revise cómo está escrito el nombre y sus permisos";
            complain(&mut complaints, &format!("No se pudo abrir {}: {why}. {what_next}.", path.display()));
            MALFORMED
        }
    }
}

/// Judges the visit read from `from`; the verdict goes to `out`, a complaint to `complaints`. Gives the exit code.
pub fn assess(from: impl Read, out: &mut impl Write, complaints: &mut impl Write) -> u8 {
    let assessment = match visit_v1::read(from).map(|visit| visit.assess()) {
        Ok(Ok(assessment)) => assessment,
        Ok(Err(procedure)) => {
            let name = procedure::name(procedure);
            complain(complaints, &format!("«{name}» se atiende sin reglas: no hay nada que evaluar."));
            return MALFORMED;
        }
        Err(fault) => {
            complain(complaints, &format!("No se puede evaluar la atención: {fault}."));
            return MALFORMED;
        }
    };
    let answered = serde_json::to_writer_pretty(&mut *out, &Answer::from(&assessment))
        .map_err(io::Error::from)
        .and_then(|()| writeln!(out))
        // A reader that has seen enough is no reason to answer otherwise.
        .or_else(|fault| if fault.kind() == io::ErrorKind::BrokenPipe { Ok(()) } else { Err(fault) });
    match (answered, assessment.may_issue()) {
        (Ok(()), true) => MAY_ISSUE,
        (Ok(()), false) => MAY_NOT_ISSUE,
        (Err(fault), _) => {
            complain(complaints, &format!("No se pudo escribir el resultado: {}.", InSpanish(&fault)));
            MALFORMED
        }
    }
}

/// A complaint that cannot be written has nowhere else to go; the exit code still says it.
fn complain(complaints: &mut impl Write, sentence: &str) {
    let _ = writeln!(complaints, "{sentence}");
}

#[derive(Serialize)]
struct Answer<'a> {
    may_issue: bool,
    findings: Vec<FindingJson<'a>>,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    rule: &'static str,
    verdict: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    bring: Option<&'a str>,
    source: String,
    #[serde(rename = "override", skip_serializing_if = "Option::is_none")]
    answer: Option<OverrideJson<'a>>,
}

/// How a warning stands: whose answer it needs, and which it got.
#[derive(Serialize)]
#[serde(tag = "status", rename_all = "snake_case")]
enum OverrideJson<'a> {
    Open {
        needs: &'static str,
    },
    Accepted {
        reason: &'a str,
        by: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        approver: Option<&'a str>,
        own_approval: bool,
    },
    Ineffective {
        needs: &'static str,
        why: String,
    },
}

impl<'a> From<&'a Assessment> for Answer<'a> {
    fn from(assessment: &'a Assessment) -> Self {
        Self {
            may_issue: assessment.may_issue(),
            findings: assessment.findings().iter().map(FindingJson::from).collect(),
        }
    }
}

impl<'a> From<&'a Finding> for FindingJson<'a> {
    fn from(finding: &'a Finding) -> Self {
        Self {
            rule: finding.rule.as_str(),
            verdict: finding.verdict.code(),
            message: &finding.sentence,
            bring: finding.bring.as_deref(),
            source: finding.source.to_string(),
            answer: finding.override_status.as_ref().map(OverrideJson::from),
        }
    }
}

impl<'a> From<&'a OverrideStatus> for OverrideJson<'a> {
    fn from(status: &'a OverrideStatus) -> Self {
        match status {
            OverrideStatus::Open(needs) => Self::Open { needs: whose(*needs) },
            OverrideStatus::Accepted { reason, by, approver, own_approval } => {
                Self::Accepted { reason, by, approver: approver.as_deref(), own_approval: *own_approval }
            }
            OverrideStatus::Ineffective(needs, flaw) => {
                Self::Ineffective { needs: whose(*needs), why: flaw.to_string() }
            }
        }
    }
}

fn whose(needs: OverrideBy) -> &'static str {
    match needs {
        OverrideBy::Clerk => "clerk",
        OverrideBy::Supervisor => "supervisor",
    }
}
