//! A demo house filled for a day: registers, papers, 60 turns, those who come to have a key unlocked; and whom a script can send to the window.

use chrono::{NaiveDate, NaiveTime, TimeDelta};

use super::agenda::{self, OnlineTurn, WalkIn};
use super::chance::Chance;
use super::employers::{Employers, SampleEmployer, Trait};
use super::insured::{self, SampleInsured};
use super::load;
use super::papers::{self, SamplePower, SampleQualification};
use super::people::{People, SamplePerson};
use super::{SEED, refuse_real_house};
use crate::domain::id::{ArtisanQualificationId, NotarialPowerId, TurnId};
use crate::domain::number::Entered;
use crate::domain::register::{AffiliateKeyState, ArtisanMark, EmployerKind, InsuredKind, SriState};
use crate::domain::turn::{InNameOf, Reason, TurnCode};
use crate::ops::artisan_qualification::RecordQualification;
use crate::ops::employer::{EmployerFacts, RecordEmployer, SetRepresentative};
use crate::ops::notarial_power::{RecordPower, RevokePower};
use crate::ops::person::RecordPerson;
use crate::ops::turn::{GiveWalkIn, MarkArrived};
use crate::ops::{Error, House, Session, known, refuse};
use crate::store;

/// People of the register who are in nothing else.
const BYSTANDERS: usize = 60;
/// How many of them are insured.
const INSURED_BYSTANDERS: usize = 12;
/// How many have arrived besides the walk-ins, where the hour allows.
const ARRIVED: usize = 5;
/// How far from now the hour of somebody who has just arrived lies.
const ARRIVE_WITHIN: TimeDelta = TimeDelta::minutes(10);

/// What a filled house holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// The day of the turns.
    pub day: NaiveDate,
    /// How many people the register knows.
    pub people: usize,
    /// Every employer; the last one was recorded by hand.
    pub employers: Vec<SampleEmployer>,
    /// The day's turns: those of the script, the other online ones, the walk-ins.
    pub turns: Vec<TurnId>,
    /// How many of them have arrived.
    pub arrived: usize,
    /// The notarial powers.
    pub powers: Vec<(NotarialPowerId, SamplePower)>,
    /// The artisan qualifications.
    pub qualifications: Vec<(ArtisanQualificationId, SampleQualification)>,
    /// The insured, with their birthdays and for whom they worked.
    pub insured: Vec<SampleInsured>,
    /// Who came without a turn taken online to have a key unlocked, and got one here: an affiliate, a pensioner, a
    /// beneficiary, a foreigner without cédula; each key is blocked.
    pub unlocks: Vec<Unlocker>,
    /// Who can be sent to the window.
    pub script: Script,
}

impl Contents {
    /// Affiliates who can do by themselves what there is to do with their key, one for each state of it: they have an e-mail
    /// address, their data are up to date, and they do not wait here to have it unlocked.
    #[must_use]
    pub fn by_themselves(&self) -> Vec<&SampleInsured> {
        let can = |insured: &&SampleInsured| {
            let waits = self.unlocks.iter().any(|unlocker| unlocker.insured == **insured);
            insured.kind == InsuredKind::Affiliate && !insured.contact.email.is_empty() && !waits
        };
        let one = |key| self.insured.iter().filter(can).find(|insured| insured.key == key);
        AffiliateKeyState::ALL.into_iter().filter_map(one).collect()
    }

    /// Employers of the institution's file whose key is recovered at the counter alone: one whose RUC is closed, one whose is
    /// suspended, one without an e-mail address.
    #[must_use]
    pub fn led_to_the_counter(&self) -> Vec<&SampleEmployer> {
        let imported = self.employers.split_last().map_or(&[][..], |(_, imported)| imported);
        let one = |state: SriState, has_email: bool| {
            imported.iter().find(|it| it.sri_state == state && it.email.is_empty() != has_email)
        };
        let led = [one(SriState::Closed, true), one(SriState::Suspended, true), one(SriState::Active, false)];
        led.into_iter().flatten().collect()
    }
}

/// Somebody who waits to have their affiliate key unlocked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unlocker {
    /// The turn, in their name; they have arrived.
    pub turn: TurnId,
    /// Who, as the register has them.
    pub insured: SampleInsured,
}

/// Those whom a script can send to the window. Each applicant has an online turn for an employer key about now, and has
/// not yet arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// A household's employer, who comes in person.
    pub domestic: Caller,
    /// The representative of a company, who comes in person.
    pub company: Caller,
    /// The representative of a company, who sends an attorney …
    pub represented: Caller,
    /// … with this power: in force, validated, sufficient.
    pub power: (NotarialPowerId, SamplePower),
    /// An independent employer, who sends a third party …
    pub authorising: Caller,
    /// … known to the register of people.
    pub third_party: SamplePerson,
    /// A foreigner without cédula, an independent employer.
    pub foreigner: Caller,
    /// An artisan …
    pub artisan: Caller,
    /// … with this qualification, in force.
    pub qualification: (ArtisanQualificationId, SampleQualification),
    /// An independent employer whose request is signed electronically: refused.
    pub electronic: Caller,
    /// The representative of the company that was recorded by hand and that nobody has confirmed.
    pub by_hand: Caller,
}

impl Script {
    /// Everybody who comes, with what they bring, in words.
    #[must_use]
    pub fn cast(&self) -> [(&Caller, String); 8] {
        let of = |caller: &Caller| format!("{} ({})", caller.employer.name, caller.employer.number);
        [
            (&self.domestic, "por su empleo de servicio doméstico, en persona y con todo en orden".to_owned()),
            (&self.company, format!("representa a {}, en persona y con todo en orden", of(&self.company))),
            (
                &self.represented,
                format!(
                    "manda a {} ({}) con un poder del registro, para {}",
                    self.power.1.attorney.name,
                    self.power.1.attorney.number,
                    of(&self.represented)
                ),
            ),
            (
                &self.authorising,
                format!("manda a una persona autorizada, {} ({})", self.third_party.name, self.third_party.number),
            ),
            (
                &self.foreigner,
                format!(
                    "sin cédula, con el pasaporte {}, válido hasta el {}, y código de extranjero",
                    self.foreigner.applicant.passport.as_ref().map(|it| it.to_string()).unwrap_or_default(),
                    self.foreigner.applicant.document_valid_until.format("%d/%m/%Y")
                ),
            ),
            (&self.artisan, "con su calificación artesanal, que está en el registro".to_owned()),
            (&self.electronic, "trae la solicitud con firma electrónica: no se le puede entregar".to_owned()),
            (&self.by_hand, "su empresa se registró a mano: hace falta supervisión".to_owned()),
        ]
    }

    /// The turns of everybody who comes.
    #[must_use]
    pub fn turns(&self) -> [TurnId; 8] {
        self.cast().map(|(caller, _)| caller.turn)
    }
}

/// Somebody who comes with a turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The turn, in the applicant's name.
    pub turn: TurnId,
    /// Its code.
    pub turn_code: String,
    /// Its hour.
    pub hour: NaiveTime,
    /// The applicant.
    pub applicant: SamplePerson,
    /// For which employer; the branch is its first.
    pub employer: SampleEmployer,
}

/// Fills a demo house for `day`. The script's turns lie about the house's hour; whoever has arrived, walk-ins included,
/// arrived at the house's now: so its clock has to stand on `day`.
///
/// # Errors
/// A refusal where the house is not a demo's or its clock stands on another day; the store's, also where the house was
/// filled before.
pub fn fill(house: &House, by: &Session, day: NaiveDate) -> Result<Contents, Error> {
    refuse_real_house(house)?;
    let now = house.clock().now().local(house.centre().zone).naive_local();
    if now.date() != day {
        return refuse("sample_day", "La muestra se carga para el día que marca el reloj del almacén.");
    }
    let made = Made::of(day, now.time())?;
    let by_hand = made.employers.nth(Trait::CompanyByHand, 0)?;
    let imported: Vec<&SampleEmployer> = made.employers.iter().map(|(_, it)| it).filter(|it| *it != by_hand).collect();
    // Whoever was recorded by hand is not in the institution's file.
    let person_by_hand = by_hand.applicant()?;
    let people: Vec<SamplePerson> = made.people.iter().filter(|it| *it != person_by_hand).cloned().collect();
    load::people(house, by, &people)?;
    load::employers(house, by, &imported)?;
    load::insured(house, by, &made.insured)?;
    load::work_histories(house, by, &made.insured)?;
    load::agenda(house, by, day, &made.online)?;
    let mut turns = turns_of(house, &made.online)?;
    record_by_hand(house, by, by_hand)?;
    let powers = record_powers(house, by, &made.powers)?;
    let qualifications = record_qualifications(house, by, &made.qualifications)?;
    let script = made.script(&turns, &powers, &qualifications)?;
    let arrived = arrive(house, by, &made.online, &turns, now.time())?;
    let mut unlocks = Vec::new();
    for walk_in in &made.walk_ins {
        let turn = give(house, by, walk_in)?;
        turns.push(turn);
        let insured = made.insured.iter().find(|insured| insured.person == walk_in.holder);
        unlocks.extend(insured.cloned().map(|insured| Unlocker { turn, insured }));
    }
    Ok(Contents {
        day,
        people: made.people.len(),
        employers: imported.into_iter().chain([by_hand]).cloned().collect(),
        turns,
        arrived: arrived.saturating_add(made.walk_ins.len()),
        powers,
        qualifications,
        insured: made.insured,
        unlocks,
        script,
    })
}

/// Everything that the sample of a day consists of, made up and not yet recorded.
struct Made {
    people: Vec<SamplePerson>,
    employers: Employers,
    online: Vec<OnlineTurn>,
    walk_ins: Vec<WalkIn>,
    powers: Vec<SamplePower>,
    qualifications: Vec<SampleQualification>,
    insured: Vec<SampleInsured>,
    third_party: SamplePerson,
}

/// Who is in the script, in the order of the turns: what their employer shows, and which of those it is.
const CAST: [(Trait, usize); 8] = [
    (Trait::Domestic, 0),
    (Trait::Company, 0),
    REPRESENTED,
    (Trait::Independent, 0),
    (Trait::ForeignIndependent, 0),
    (Trait::Artisan, 0),
    (Trait::Independent, 1),
    (Trait::CompanyByHand, 0),
];

/// Whose representative granted the first power.
const REPRESENTED: (Trait, usize) = (Trait::LargeCompany, 0);

impl Made {
    fn of(day: NaiveDate, now: NaiveTime) -> Result<Self, Error> {
        let mut people = People::new(Chance::new(SEED), day);
        let employers = Employers::make(&mut people)?;
        let third_party = people.citizen()?;
        let represented = employers.nth(REPRESENTED.0, REPRESENTED.1)?;
        let powers = papers::powers(&mut people, represented, &employers, day)?;
        let qualifications = papers::qualifications(&mut people, &employers, day)?;
        let cast = CAST.iter().map(|(shows, nth)| employers.nth(*shows, *nth)?.applicant().cloned());
        let cast = cast.collect::<Result<Vec<_>, _>>()?;
        let mut online = agenda::online(&mut people, &cast, &employers, day, now)?;
        let walk_ins = agenda::walk_ins(&mut people, &employers)?;
        let bystanders = (0..BYSTANDERS).map(|_| people.citizen()).collect::<Result<Vec<_>, _>>()?;
        let mut last = agenda::last(&mut people, &cast, &employers, day)?;
        let of_them = bystanders.get(..INSURED_BYSTANDERS).unwrap_or_default();
        let is_a_company = |kind| matches!(kind, EmployerKind::PrivateCompany | EmployerKind::PublicBody);
        let companies: Vec<&str> =
            employers.iter().filter(|(_, it)| is_a_company(it.kind)).map(|(_, it)| it.name.as_str()).collect();
        let insured = insured::insured(&online, &walk_ins, of_them, &last, &companies, day);
        online.append(&mut last);
        Ok(Self {
            people: people.all().to_vec(),
            employers,
            online,
            walk_ins,
            powers,
            qualifications,
            insured,
            third_party,
        })
    }

    fn script(
        &self,
        turns: &[TurnId],
        powers: &[(NotarialPowerId, SamplePower)],
        qualifications: &[(ArtisanQualificationId, SampleQualification)],
    ) -> Result<Script, Error> {
        let callers = CAST.iter().zip(turns).zip(&self.online).map(|(((shows, nth), turn), online)| {
            Ok(Caller {
                turn: *turn,
                turn_code: online.code.clone(),
                hour: online.hour,
                applicant: online.holder.clone(),
                employer: self.employers.nth(*shows, *nth)?.clone(),
            })
        });
        let callers: Vec<Caller> = callers.collect::<Result<_, Error>>()?;
        let lacking = |_| Error::Inconsistent("a la muestra le falta alguien del guion".into());
        let [domestic, company, represented, authorising, foreigner, artisan, electronic, by_hand] =
            <[Caller; CAST.len()]>::try_from(callers).map_err(lacking)?;
        let none = || Error::Inconsistent("a la muestra le falta un papel del guion".into());
        Ok(Script {
            domestic,
            company,
            represented,
            power: powers.first().cloned().ok_or_else(none)?,
            authorising,
            third_party: self.third_party.clone(),
            foreigner,
            artisan,
            qualification: qualifications.first().cloned().ok_or_else(none)?,
            electronic,
            by_hand,
        })
    }
}

/// The turns that the agenda brought, in its order.
fn turns_of(house: &House, agenda: &[OnlineTurn]) -> Result<Vec<TurnId>, Error> {
    let reader = house.reader()?;
    let id = |turn: &OnlineTurn| {
        let code = TurnCode::parse(&turn.code).map_err(|fault| Error::Inconsistent(fault.to_string()))?;
        Ok(known(store::turn::by_code(&reader, house.centre().id, &code)?, "un turno de la muestra")?.id)
    };
    agenda.iter().map(id).collect()
}

fn record_by_hand(house: &House, by: &Session, employer: &SampleEmployer) -> Result<(), Error> {
    let facts = EmployerFacts {
        number: employer.number.clone(),
        kind: employer.kind,
        name: employer.name.clone(),
        email: None,
        sri_state: employer.sri_state,
        artisan: if employer.artisan { ArtisanMark::Artisan } else { ArtisanMark::NotMarked },
    };
    let branch = employer.branches.first().map(|(branch, _)| branch.clone());
    let branch = branch.ok_or_else(|| Error::Inconsistent("a la muestra le falta una sucursal".into()))?;
    let id = house.perform(by, &RecordEmployer { facts, branch })?.output;
    for representative in &employer.representatives {
        let SamplePerson { number, name, .. } = representative.person.clone();
        house.perform(by, &RecordPerson { number: number.clone(), name: name.clone() })?;
        house
            .perform(by, &SetRepresentative { employer: id, number, name, capacity: representative.capacity.into() })?;
    }
    Ok(())
}

fn record_powers(
    house: &House,
    by: &Session,
    powers: &[SamplePower],
) -> Result<Vec<(NotarialPowerId, SamplePower)>, Error> {
    let mut recorded = Vec::new();
    for power in powers {
        let operation = RecordPower {
            code: Some(Entered::new(power.code.as_str())),
            grantor: (power.grantor.number.clone(), power.grantor.name.clone()),
            holder: (power.attorney.number.clone(), power.attorney.name.clone()),
            granted_on: power.granted_on,
            valid_until: power.valid_until,
            scope: power.scope,
            legal_validation: power.legal_validation.clone(),
        };
        let id = house.perform(by, &operation)?.output.id;
        if power.is_revoked {
            let reason = reason("La poderdante presentó la escritura de revocatoria")?;
            let on = power.granted_on.checked_add_days(chrono::Days::new(30)).unwrap_or(power.granted_on);
            house.perform(by, &RevokePower { power: id, on, reason })?;
        }
        recorded.push((id, power.clone()));
    }
    Ok(recorded)
}

fn record_qualifications(
    house: &House,
    by: &Session,
    qualifications: &[SampleQualification],
) -> Result<Vec<(ArtisanQualificationId, SampleQualification)>, Error> {
    let mut recorded = Vec::new();
    for paper in qualifications {
        let operation = RecordQualification {
            issuer: paper.issuer,
            number: paper.number.clone(),
            holder: (paper.holder.number.clone(), paper.holder.name.clone()),
            issued_on: paper.issued_on,
            expires_on: paper.expires_on,
        };
        recorded.push((house.perform(by, &operation)?.output.id, paper.clone()));
    }
    Ok(recorded)
}

/// Those whose hour it is come in, the script's apart; answers how many.
fn arrive(
    house: &House,
    by: &Session,
    online: &[OnlineTurn],
    turns: &[TurnId],
    now: NaiveTime,
) -> Result<usize, Error> {
    let others = online.iter().zip(turns).skip(CAST.len());
    let due = others.filter(|(turn, _)| (turn.hour - now).abs() <= ARRIVE_WITHIN).take(ARRIVED);
    due.map(|(_, turn)| house.perform(by, &MarkArrived { turn: *turn, reason: None }))
        .try_fold(0, |count: usize, arrived| arrived.map(|_| count.saturating_add(1)))
}

fn give(house: &House, by: &Session, walk_in: &WalkIn) -> Result<TurnId, Error> {
    let operation = GiveWalkIn {
        procedure: walk_in.procedure,
        holder: walk_in.holder.number.clone(),
        holder_name: walk_in.holder.name.clone(),
        in_name_of: InNameOf::Applicant,
        priority: walk_in.priority,
    };
    Ok(house.perform(by, &operation)?.output)
}

fn reason(text: &str) -> Result<Reason, Error> {
    Reason::parse(text).map_err(|fault| Error::Inconsistent(fault.to_string()))
}
