//! What surrounds a visit, and what was judged of it earlier the same day, as JSON.

use super::documents::PersonJson;
use super::fault::Error;
use crate::domain::calendar::{Calendar, Moment, Zone};
use crate::domain::hours::WeekHours;
use crate::domain::procedure_id::ProcedureId;
use crate::domain::rule::{Approver, Covers, Override, Supervision};
use crate::domain::turn::{PriorityGroup, PriorityWhose, TurnPriority};
use crate::domain::user::Role;
use crate::domain::visit::{
    Around, ConfirmationShown, FirstJudgement, KeptFinding, KeptVerdict, OnlineTurn, Tolerance, TurnAnswer, TurnOrigin,
    TurnRecord, Visit, VisitTurn, WorkingCopy,
};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The common part.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Common {
    now: DateTime<FixedOffset>,
    centre: Centre,
    clerk: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    arrival: Option<DateTime<FixedOffset>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    turn: Option<TurnJson>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    overrides: Vec<OverrideJson>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_judgement: Option<FirstJudgementJson>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Centre {
    code: String,
    zone: ZoneJson,
    #[serde(default)]
    holidays: Vec<NaiveDate>,
    #[serde(default, skip_serializing_if = "WeekHours::are_the_sheet_s")]
    hours: WeekHours,
    #[serde(default)]
    tolerance: ToleranceJson,
    #[serde(default = "several")]
    supervision: Supervision,
}

fn several() -> Supervision {
    Supervision::Several
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum ZoneJson {
    Mainland,
    Galapagos,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ToleranceJson {
    early_minutes: u16,
    late_minutes: u16,
}

impl Default for ToleranceJson {
    fn default() -> Self {
        let Tolerance { early_minutes, late_minutes } = Tolerance::default();
        Self { early_minutes, late_minutes }
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum TurnJson {
    NoTurn,
    Turn(TurnFields),
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TurnFields {
    code: String,
    procedure: String,
    centre: String,
    day: NaiveDate,
    holder: PersonJson,
    origin: OriginJson,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum OriginJson {
    Online {
        at: Hour,
        record: TurnRecord,
        #[serde(skip_serializing_if = "Option::is_none")]
        confirmation: Option<ConfirmationShown>,
    },
    WalkIn {
        #[serde(skip_serializing_if = "Option::is_none")]
        priority: Option<PriorityJson>,
    },
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PriorityJson {
    group: PriorityGroup,
    whose: PriorityWhose,
}

/// An hour as "10:05"; the turn's minute is all there is to it.
#[derive(Debug, Clone, Copy)]
struct Hour(NaiveTime);

impl Serialize for Hour {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0.format("%H:%M"))
    }
}

impl<'de> Deserialize<'de> for Hour {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        NaiveTime::parse_from_str(&text, "%H:%M").map(Self).map_err(serde::de::Error::custom)
    }
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OverrideJson {
    rule: String,
    covers: CoversJson,
    reason: String,
    by: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    approver: Option<ApproverJson>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum CoversJson {
    Sentence(String),
    AnyWarning,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ApproverJson {
    login: String,
    role: Role,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FirstJudgementJson {
    at: DateTime<FixedOffset>,
    turn_code: String,
    about: String,
    findings: Vec<KeptJson>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeptJson {
    rule: String,
    sentence: String,
    verdict: KeptVerdictJson,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KeptVerdictJson {
    Met,
    Overridden(OverrideJson),
}

impl Common {
    /// What surrounds the visit, and what of the working copy every visit has, around these papers.
    pub(super) fn into_domain<P>(self, papers: P) -> Result<(Around, WorkingCopy<P>), Error> {
        let zone = match self.centre.zone {
            ZoneJson::Mainland => Zone::Mainland,
            ZoneJson::Galapagos => Zone::Galapagos,
        };
        let ToleranceJson { early_minutes, late_minutes } = self.centre.tolerance;
        let confirmation = match &self.turn {
            Some(TurnJson::Turn(TurnFields { origin: OriginJson::Online { confirmation, .. }, .. })) => *confirmation,
            _ => None,
        };
        let around = Around {
            now: moment(self.now),
            centre: self.centre.code,
            calendar: Calendar { zone, holidays: self.centre.holidays.into_iter().collect(), hours: self.centre.hours },
            tolerance: Tolerance { early_minutes, late_minutes },
            clerk: self.clerk,
            supervision: self.centre.supervision,
            arrival: self.arrival.map(moment),
            turn: self.turn.map(turn_into_domain).transpose()?,
            overrides: self.overrides.into_iter().map(Override::from).collect(),
        };
        let first_judgement = self.first_judgement.map(FirstJudgement::from);
        Ok((around, WorkingCopy { confirmation, first_judgement, papers }))
    }

    /// The common part of a visit.
    pub(super) fn from_domain<P, A>(visit: &Visit<P, A>) -> Self {
        let Visit { around, copy, .. } = visit;
        let local = |moment: Moment| around.local(moment);
        Self {
            now: local(around.now),
            centre: Centre {
                code: around.centre.clone(),
                zone: match around.calendar.zone {
                    Zone::Mainland => ZoneJson::Mainland,
                    Zone::Galapagos => ZoneJson::Galapagos,
                },
                holidays: around.calendar.holidays.iter().copied().collect(),
                hours: around.calendar.hours,
                tolerance: ToleranceJson {
                    early_minutes: around.tolerance.early_minutes,
                    late_minutes: around.tolerance.late_minutes,
                },
                supervision: around.supervision,
            },
            clerk: around.clerk.clone(),
            arrival: around.arrival.map(local),
            turn: around.turn.as_ref().map(|turn| TurnJson::of(turn, copy.confirmation)),
            overrides: around.overrides.iter().map(OverrideJson::from).collect(),
            first_judgement: copy
                .first_judgement
                .as_ref()
                .map(|first| FirstJudgementJson::of(first, around.calendar.zone)),
        }
    }
}

impl FirstJudgementJson {
    /// With its moment as a clock of the zone shows it.
    pub(super) fn of(first: &FirstJudgement, zone: Zone) -> Self {
        Self {
            at: first.at.local(zone),
            turn_code: first.turn_code.clone(),
            about: first.about.clone(),
            findings: first.findings.iter().map(KeptJson::from).collect(),
        }
    }
}

fn moment(at: DateTime<FixedOffset>) -> Moment {
    Moment(at.timestamp_millis())
}

fn turn_into_domain(turn: TurnJson) -> Result<TurnAnswer, Error> {
    let turn = match turn {
        TurnJson::NoTurn => return Ok(TurnAnswer::NoTurn),
        TurnJson::Turn(turn) => turn,
    };
    let procedure = ProcedureId::parse(&turn.procedure).ok_or(Error::UnknownProcedure { found: turn.procedure })?;
    Ok(TurnAnswer::Turn(VisitTurn {
        code: turn.code,
        procedure,
        centre: turn.centre,
        day: turn.day,
        holder: turn.holder.into(),
        origin: match turn.origin {
            OriginJson::Online { at, record, .. } => TurnOrigin::Online(OnlineTurn { at: at.0, record }),
            OriginJson::WalkIn { priority } => {
                TurnOrigin::WalkIn(priority.map(|it| TurnPriority { group: it.group, whose: it.whose }))
            }
        },
    }))
}

impl TurnJson {
    fn of(answer: &TurnAnswer, confirmation: Option<ConfirmationShown>) -> Self {
        let turn = match answer {
            TurnAnswer::NoTurn => return Self::NoTurn,
            TurnAnswer::Turn(turn) => turn,
        };
        Self::Turn(TurnFields {
            code: turn.code.clone(),
            procedure: turn.procedure.as_str().to_owned(),
            centre: turn.centre.clone(),
            day: turn.day,
            holder: (&turn.holder).into(),
            origin: match &turn.origin {
                TurnOrigin::Online(online) => {
                    OriginJson::Online { at: Hour(online.at), record: online.record, confirmation }
                }
                TurnOrigin::WalkIn(priority) => OriginJson::WalkIn {
                    priority: priority.map(|it| PriorityJson { group: it.group, whose: it.whose }),
                },
            },
        })
    }
}

impl From<OverrideJson> for Override {
    fn from(json: OverrideJson) -> Self {
        Self {
            rule: json.rule,
            covers: match json.covers {
                CoversJson::Sentence(sentence) => Covers::Sentence(sentence),
                CoversJson::AnyWarning => Covers::AnyWarning,
            },
            reason: json.reason,
            by: json.by,
            approver: json.approver.map(|it| Approver { login: it.login, role: it.role }),
        }
    }
}

impl From<&Override> for OverrideJson {
    fn from(given: &Override) -> Self {
        Self {
            rule: given.rule.clone(),
            covers: match &given.covers {
                Covers::Sentence(sentence) => CoversJson::Sentence(sentence.clone()),
                Covers::AnyWarning => CoversJson::AnyWarning,
            },
            reason: given.reason.clone(),
            by: given.by.clone(),
            approver: given.approver.as_ref().map(|it| ApproverJson { login: it.login.clone(), role: it.role }),
        }
    }
}

impl From<FirstJudgementJson> for FirstJudgement {
    fn from(json: FirstJudgementJson) -> Self {
        Self {
            at: moment(json.at),
            turn_code: json.turn_code,
            about: json.about,
            findings: json.findings.into_iter().map(KeptFinding::from).collect(),
        }
    }
}

impl From<KeptJson> for KeptFinding {
    fn from(json: KeptJson) -> Self {
        Self {
            rule: json.rule,
            sentence: json.sentence,
            verdict: match json.verdict {
                KeptVerdictJson::Met => KeptVerdict::Met,
                KeptVerdictJson::Overridden(given) => KeptVerdict::Overridden(given.into()),
            },
        }
    }
}

impl From<&KeptFinding> for KeptJson {
    fn from(kept: &KeptFinding) -> Self {
        Self {
            rule: kept.rule.clone(),
            sentence: kept.sentence.clone(),
            verdict: match &kept.verdict {
                KeptVerdict::Met => KeptVerdictJson::Met,
                KeptVerdict::Overridden(given) => KeptVerdictJson::Overridden(given.into()),
            },
        }
    }
}
