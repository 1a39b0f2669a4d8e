//! The letters of what people do by themselves: the code or the link that is waited for, made when its letter is written; and
//! that a key was chosen.

use crate::domain::calendar::{Moment, day_in_words};
use crate::domain::challenge::{CHOOSE_WITHIN_MINUTES, ChallengeKind, Form, OneTimeSecret};
use crate::domain::email::Email;
use crate::domain::id::{ChallengeId, SelfServiceId};
use crate::domain::mail::{Intent, MailFault};
use crate::domain::number::EmployerNumber;
use crate::mail::{Failure, KEY_CHOSEN, Letter, Party, Picture, of_challenge};
use crate::ops::error::Error;
use crate::ops::house::House;
use crate::ops::house::operation::{Operation as _, Subject};
use crate::ops::procedure::chooses_own_key;
use crate::ops::self_service::{ChooseKey, contact_given, proof_of};
use crate::store::self_service::Flow;
use crate::store::{self, Reader};

/// Is there nothing to be sent? Of a decoy there never is, nor of what serves no more: then nobody learns of it, and nothing
/// is noted.
pub(super) fn is_idle(reader: &Reader, intent: Intent) -> Result<bool, Error> {
    let Intent::Challenge(id) = intent else { return Ok(false) };
    let challenge = store::challenge::get(reader, id)?;
    Ok(challenge.is_none_or(|challenge| challenge.is_decoy || !challenge.state.is_open()))
}

/// The letter with a code or a link. The secret is made now and its hash kept before anything leaves; one that an earlier try
/// may have sent serves no more.
pub(super) fn challenge(
    house: &House,
    reader: &Reader,
    from: &Party,
    (id, at): (&str, Moment),
    challenge: ChallengeId,
) -> Result<Result<Letter, Failure>, Error> {
    let gone = || Ok(Err(Failure::from(MailFault::Gone)));
    let Some(challenge) = store::challenge::get(reader, challenge)? else { return gone() };
    let Some(flow) = store::self_service::get(reader, challenge.flow)? else { return gone() };
    let kind = challenge.kind;
    let to = match addressee(reader, &flow, kind)? {
        Ok(to) => to,
        Err(fault) => return Ok(Err(fault.into())),
    };
    let mut random = |bytes: &mut [u8]| getrandom::fill(bytes).map_err(|_| Error::Random);
    let secret = OneTimeSecret::from_random(kind.form(), &mut random)?;
    let proof = proof_of(kind.form(), &secret)?;
    let now = house.clock().now();
    if !house.store().write(|tx| store::challenge::make(tx, challenge.id, &proof, now.0))? {
        return gone();
    }
    let (grouped, minutes) = (secret.grouped(), kind.minutes().to_string());
    let choose_minutes = CHOOSE_WITHIN_MINUTES.to_string();
    let mut values =
        vec![("centre", house.centre().name.clone()), ("secret", grouped.as_str().to_owned()), ("minutes", minutes)];
    if matches!(kind, ChallengeKind::RecoveryLink | ChallengeKind::KeyLink) {
        values.push(("choose_minutes", choose_minutes));
    }
    if matches!(kind, ChallengeKind::RecoveryCode | ChallengeKind::RecoveryLink) {
        values.push(("employer", to.name.clone()));
        values.push(("number_name", number_name(&flow).into()));
        values.push(("number", flow.employer.0.clone()));
        values.push(("branch", flow.employer.1.clone()));
    }
    let shown: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let (parties, named, is_demo) = ((from, &to), (id, at), house.is_demo());
    let letter = match kind.form() {
        Form::Code => Letter::write(parties, named, of_challenge(kind), &shown, is_demo),
        Form::Link => Letter::write_with_picture(
            parties,
            named,
            of_challenge(kind),
            &shown,
            (Picture::Qr(secret.reveal()), is_demo),
        ),
    };
    drop(shown);
    values.iter_mut().for_each(|(_, value)| zeroize::Zeroize::zeroize(value));
    Ok(letter)
}

/// Whom a code or a link is for.
fn addressee(reader: &Reader, flow: &Flow, kind: ChallengeKind) -> Result<Result<Party, MailFault>, Error> {
    match kind {
        ChallengeKind::RecoveryCode | ChallengeKind::RecoveryLink => employer(reader, flow),
        ChallengeKind::UnlockLink => insured(reader, flow),
        // Where they say that they are reached.
        ChallengeKind::KeyLink | ChallengeKind::BookingCode => {
            let given = contact_given(flow)?;
            let address = Email::parse(&given.email).map_err(|_| MailFault::NoAddress);
            Ok(address.map(|address| Party { name: String::new(), address }))
        }
    }
}

/// An employer at its registered address, which no single hand wrote.
fn employer(reader: &Reader, flow: &Flow) -> Result<Result<Party, MailFault>, Error> {
    let Ok(number) = EmployerNumber::parse(&flow.employer.0) else { return Ok(Err(MailFault::Gone)) };
    let Some(employer) = store::employer::by_number(reader, &number)? else { return Ok(Err(MailFault::Gone)) };
    if !employer.provenance.is_trusted() {
        return Ok(Err(MailFault::AddressByHand));
    }
    let address = Email::parse(&employer.email).map_err(|_| MailFault::NoAddress);
    Ok(address.map(|address| Party { name: employer.name, address }))
}

fn insured(reader: &Reader, flow: &Flow) -> Result<Result<Party, MailFault>, Error> {
    let Some(insured) = store::insured::by_number(reader, &flow.person)? else { return Ok(Err(MailFault::Gone)) };
    let address = Email::parse(&insured.contact.email).map_err(|_| MailFault::NoAddress);
    Ok(address.map(|address| Party { name: insured.name, address }))
}

fn number_name(flow: &Flow) -> &'static str {
    match EmployerNumber::parse(&flow.employer.0) {
        Ok(EmployerNumber::Domestic(_)) => "número de servicio doméstico",
        _ => "RUC",
    }
}

/// That a key was chosen, for whoever it belongs to; never the key.
pub(super) fn key_chosen(
    house: &House,
    reader: &Reader,
    from: &Party,
    named: (&str, Moment),
    flow: SelfServiceId,
) -> Result<Result<Letter, Failure>, Error> {
    let flow_row = store::self_service::get(reader, flow)?;
    let key = store::chosen_key::of_flow(reader, flow)?;
    let Some((flow, key)) = flow_row.zip(key) else { return Ok(Err(MailFault::Gone.into())) };
    let is_own = chooses_own_key(&flow.procedure);
    let to = if is_own { insured(reader, &flow)? } else { employer(reader, &flow)? };
    let mut to = match to {
        Ok(to) => to,
        Err(fault) => return Ok(Err(fault.into())),
    };
    // Whoever gave another address on the way would write to themselves: it is told where the person was written to before.
    if let Some(before) = address_before(reader, flow.id)? {
        to.address = before;
    }
    let what = match is_own {
        true => "clave de afiliado".to_owned(),
        false => {
            let (number, branch) = &flow.employer;
            format!("clave de empleador del {} {number}, sucursal {branch}", number_name(&flow))
        }
    };
    let (made, zone) = (Moment(key.made_at_ms), house.centre().zone);
    let (day, hour) = (day_in_words(made.day(zone)), made.local(zone).format("%H:%M").to_string());
    let values = [
        ("what", what.as_str()),
        ("day", day.as_str()),
        ("hour", hour.as_str()),
        ("centre", house.centre().name.as_str()),
    ];
    Ok(Letter::write((from, &to), named, KEY_CHOSEN, &values, house.is_demo()))
}

/// Where the person was written to before they gave another address in this flow; none where they did not.
fn address_before(reader: &Reader, flow: SelfServiceId) -> Result<Option<Email>, Error> {
    let subject = Subject::from(flow);
    let about = store::journal::about(reader, subject.kind.code(), subject.id)?;
    let corrected = about.iter().rfind(|it| it.entry.operation == ChooseKey::NAME);
    let Some(corrected) = corrected else { return Ok(None) };
    let detail = store::journal::detail(reader, corrected.entry.number)?;
    let said = detail.and_then(|detail| serde_json::from_str::<serde_json::Value>(&detail.payload).ok());
    let email = |place: &str| Some(said.as_ref()?.pointer(place)?.as_str()?.to_owned());
    let (before, after) = (email("/before/email"), email("/after/email"));
    Ok(before.filter(|before| after.as_ref() != Some(before)).and_then(|before| Email::parse(&before).ok()))
}
