//! A card in the order in which a person asks: what to bring, where, when and for how much, what to do at the centre and then
//! on the portal; last, for whoever wants it whole, for whom it is and what it rests on.

use std::borrow::Cow;

use serde::Deserialize;

use super::{Card, Requirement, RequirementKind, Requirements, Step, Way};
use crate::domain::calendar::week_in_words;
use crate::domain::hours::WeekHours;

/// One of the two ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Side {
    /// At the centre.
    #[serde(rename = "in_person")]
    InPerson,
    /// On the portal.
    #[serde(rename = "virtual")]
    Online,
}

/// How much of a card is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// All of it.
    Whole,
    /// What a person needs in their hand: what is read on the portal anyway, and what nobody asks for, are left out.
    Short,
}

/// The centre that tells it, whose hours may be other than the sheet's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Here {
    /// Its name.
    pub centre: String,
    /// When its counter is open.
    pub hours: WeekHours,
}

/// A part of a card under its title.
#[derive(Debug)]
pub struct Part<'a> {
    /// Its title; what comes before everything else has none.
    pub title: Option<&'static str>,
    /// What it says, at least one piece.
    pub pieces: Vec<Piece<'a>>,
}

/// A piece of a part.
#[derive(Debug)]
pub enum Piece<'a> {
    /// A paragraph.
    Words(Cow<'a, str>),
    /// A paragraph that must not be overlooked.
    Important(&'a str),
    /// Things that are asked for.
    Asked {
        /// What the group is called, but for what is asked of everybody.
        title: Option<&'static str>,
        /// To whom it applies, if not to all.
        applies: Option<&'a str>,
        /// The things.
        items: &'a [Requirement],
    },
    /// Facts with their names.
    Facts(Vec<(Cow<'a, str>, Cow<'a, str>)>),
    /// A step.
    Step {
        /// "3."; none where it is the only one.
        mark: Option<String>,
        /// What is done.
        text: &'a str,
        /// Its page.
        link: Option<&'a str>,
        /// What it consists of or which cases it tells apart, each behind its mark.
        inside: Vec<(String, &'a str)>,
        /// What is noted.
        notes: Vec<&'a str>,
    },
    /// A list.
    Points(Vec<&'a str>),
    /// A norm and its articles.
    Norm(&'a str, &'a str),
}

/// The parts of a card, in order. Where to ask is apart: paper has it at the foot of each page.
#[must_use]
pub fn outline<'a>(card: &'a Card, here: Option<&'a Here>, detail: Detail) -> Vec<Part<'a>> {
    let is_whole = detail == Detail::Whole;
    let mut parts = Vec::new();
    let mut put = |title: Option<&'static str>, pieces: Vec<Piece<'a>>| {
        if !pieces.is_empty() {
            parts.push(Part { title, pieces });
        }
    };
    let about = is_whole.then(|| Piece::Words((&*card.description).into()));
    let important = card.important.as_deref().map(Piece::Important);
    put(None, about.into_iter().chain(important).collect());

    let first = card.ways().next().map(|(side, _)| side);
    let bring = if first == Some(Side::InPerson) { "Qué traer" } else { "Qué necesita" };
    put(Some(bring), first.into_iter().flat_map(|side| card.asked(side)).map(asked).collect());
    put(Some("Dónde, cuándo y cuánto cuesta"), vec![Piece::Facts(facts(card, here, is_whole))]);
    put(Some("Cuándo se hace en el centro"), at_the_centre(card, is_whole));
    for (side, way) in card.ways() {
        let title = if side == Side::InPerson { "Trámite presencial" } else { "Trámite virtual" };
        put(Some(title), way_of(card, side, way, detail));
    }
    if is_whole {
        put(Some("Para quién es"), addressed_to(card));
        let gain = [("Tipo de resultado", &card.result.kind), ("Resultado a obtener", &card.result.gives)];
        put(Some("Qué obtiene"), vec![Piece::Facts(gain.map(|(label, value)| fact(label, value)).into())]);
        put(Some("Base legal"), card.legal_basis.iter().map(|it| Piece::Norm(&it.norm, &it.articles)).collect());
    }
    parts
}

fn fact<'a>(label: &'a str, value: &'a str) -> (Cow<'a, str>, Cow<'a, str>) {
    (label.into(), value.into())
}

fn asked(group: &Requirements) -> Piece<'_> {
    Piece::Asked {
        title: (group.kind != RequirementKind::General).then(|| group.kind.spanish()),
        applies: group.applies.as_deref(),
        items: &group.items,
    }
}

/// Where and when each way goes, and what it costs.
fn facts<'a>(card: &'a Card, here: Option<&'a Here>, is_whole: bool) -> Vec<(Cow<'a, str>, Cow<'a, str>)> {
    let mut facts = Vec::new();
    for (side, way) in card.ways() {
        let label = if side == Side::InPerson { "Presencial" } else { "Virtual" };
        facts.push(fact(label, &way.hours));
        // A person who is told the sheet's hours shall not stand before a closed door.
        let own = here.filter(|here| side == Side::InPerson && !here.hours.are_the_sheet_s());
        facts.extend(own.map(|here| (format!("En {}", here.centre).into(), week_in_words(here.hours).into())));
    }
    if is_whole {
        facts.push(fact("Canales de atención", &card.channels));
    }
    facts.push(fact("Costo", &card.cost));
    facts
}

fn at_the_centre(card: &Card, is_whole: bool) -> Vec<Piece<'_>> {
    let Some(it) = &card.at_the_centre else { return Vec::new() };
    let conditions = it.conditions.iter().map(|condition| &**condition).collect();
    let note = is_whole.then(|| Piece::Words((&*it.note).into()));
    [Piece::Words((&*it.text).into()), Piece::Points(conditions)].into_iter().chain(note).collect()
}

fn way_of<'a>(card: &'a Card, side: Side, way: &'a Way, detail: Detail) -> Vec<Piece<'a>> {
    if let (Some(words), Detail::Short) = (&way.in_short, detail) {
        return vec![Piece::Words((&**words).into())];
    }
    let about = way.about.as_deref().filter(|_| detail == Detail::Whole);
    let mut pieces: Vec<Piece<'a>> = about.map(|about| Piece::Words(about.into())).into_iter().collect();
    let is_second = card.ways().next().is_some_and(|(first, _)| first != side);
    if is_second {
        // What both ways ask for was said with the first one.
        pieces.extend(card.asked(side).filter(|group| group.way.is_some()).map(asked));
    }
    pieces.extend(way.steps.iter().zip(1..).map(|(step, number): (_, usize)| {
        let mark = (way.steps.len() > 1).then(|| format!("{number}."));
        match (&step.in_short, detail) {
            (Some(text), Detail::Short) => {
                Piece::Step { mark, text, link: None, inside: Vec::new(), notes: Vec::new() }
            }
            _ => whole_step(mark, step),
        }
    }));
    pieces.extend(way.note.as_deref().map(|note| Piece::Words(note.into())));
    pieces
}

fn whole_step(mark: Option<String>, step: &Step) -> Piece<'_> {
    let lettered = step.on_the_portal.iter().zip('a'..).map(|(text, letter)| (format!("{letter}."), &**text));
    let either = step.either.iter().map(|text| ("•".to_owned(), &**text));
    Piece::Step {
        mark,
        text: &step.text,
        link: step.link.as_deref(),
        inside: lettered.chain(either).collect(),
        notes: step.notes.iter().map(|note| &**note).collect(),
    }
}

fn addressed_to(card: &Card) -> Vec<Piece<'_>> {
    let to = &card.addressed_to;
    let mut pieces = vec![Piece::Words((&*to.about).into())];
    if !to.people.is_empty() {
        pieces.push(Piece::Points(to.people.iter().map(|people| &**people).collect()));
    }
    pieces.extend(to.more.as_deref().map(|more| Piece::Words(more.into())));
    pieces.push(Piece::Facts(vec![fact("Dirigido a", &to.kinds)]));
    pieces
}
