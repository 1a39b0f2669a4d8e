//! The catalogue: what the official sheet of a procedure says to whoever asks about it, as values. Each procedure has one
//! [`Card`], read once from `data/catalogue`, where it stands word for word.
//!
//! [`outline`] puts a card in the order in which a person asks: what to bring, where, when and for how much, what to do. The
//! window and paper set the same outline. It judges nothing: rules are of `procedure`, and cite the sheet themselves.

mod outline;

use serde::Deserialize;

pub use outline::{Detail, Here, Part, Piece, Side, outline};

/// What stands on the card of a procedure.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// The official name.
    pub name: Text,
    /// What it is, in a sentence.
    pub description: Text,
    /// What must be known before anything else.
    pub important: Option<Text>,
    /// For whom it is.
    pub addressed_to: AddressedTo,
    /// What one gets.
    pub result: Gain,
    /// What is asked for.
    pub requirements: Vec<Requirements>,
    /// When an online procedure is another one's, at the centre.
    pub at_the_centre: Option<AtTheCentre>,
    /// How it goes at the centre.
    pub in_person: Option<Way>,
    /// How it goes on the portal.
    #[serde(rename = "virtual")]
    pub online: Option<Way>,
    /// By which ways it is served.
    pub channels: Text,
    /// What it costs.
    pub cost: Text,
    /// The norms that it rests on; a sheet may name none.
    #[serde(default)]
    pub legal_basis: Vec<Norm>,
    /// Where to ask.
    pub contact: Contact,
}

/// For whom a procedure is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AddressedTo {
    /// In a sentence, which the list ends where there is one.
    pub about: Text,
    /// One by one.
    #[serde(default)]
    pub people: Vec<Text>,
    /// Where more is said.
    pub more: Option<Text>,
    /// The kinds of persons in law.
    pub kinds: Text,
}

/// What one gets.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gain {
    /// Of which type it is.
    pub kind: Text,
    /// What it is.
    pub gives: Text,
}

/// A group of requirements.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirements {
    /// Of which way; of both where the sheet does not tell them apart.
    pub way: Option<Side>,
    /// As the sheet calls the group.
    pub kind: RequirementKind,
    /// To whom it applies, if not to all.
    pub applies: Option<Text>,
    /// What is asked for.
    pub items: Vec<Requirement>,
}

/// How a sheet calls a group of requirements.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequirementKind {
    /// Of everybody.
    General,
    /// Of some.
    Specific,
    /// In the place of a general one.
    Alternative,
    /// Besides the general ones.
    Additional,
}

impl RequirementKind {
    /// As the sheets write it.
    #[must_use]
    pub fn spanish(self) -> &'static str {
        match self {
            Self::General => "Requisitos generales",
            Self::Specific => "Requisitos específicos",
            Self::Alternative => "Requisitos alternativos",
            Self::Additional => "Requisitos adicionales",
        }
    }
}

/// Something that is asked for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// What it is.
    pub name: Text,
    /// How it is shown, or of whom it is asked.
    pub detail: Option<Text>,
    /// The page where it is entered: for the window alone.
    pub link: Option<Text>,
}

/// When an online procedure is done as another one, with help at the centre.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AtTheCentre {
    /// What is done then.
    pub text: Text,
    /// In which cases.
    pub conditions: Vec<Text>,
    /// What the portal does in them.
    pub note: Text,
}

/// One of the ways in which a procedure is done.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Way {
    /// What it is, and for whom.
    pub about: Option<Text>,
    /// What a small paper says in the place of its steps.
    pub in_short: Option<Text>,
    /// One after the other.
    pub steps: Vec<Step>,
    /// What is said below them.
    pub note: Option<Text>,
    /// Where and when.
    pub hours: Text,
}

/// A step of a way.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What is done.
    pub text: Text,
    /// What a small paper says in the place of it and its notes.
    pub in_short: Option<Text>,
    /// What is done on the portal's pages, one after the other: the portal itself leads through it.
    #[serde(default)]
    pub on_the_portal: Vec<Text>,
    /// The cases that are told apart.
    #[serde(default)]
    pub either: Vec<Text>,
    /// What the sheet notes.
    #[serde(default)]
    pub notes: Vec<Text>,
    /// Its page: for the window alone.
    pub link: Option<Text>,
}

/// A norm of the legal basis.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Norm {
    /// Its name.
    pub norm: Text,
    /// Which articles of it.
    pub articles: Text,
}

/// Where to ask.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// The office.
    pub office: Text,
    /// Its e-mail address.
    pub email: Text,
    /// Its telephone number.
    pub telephone: Text,
}

/// A text that says something: never blank, nothing invisible in it, no blank at its ends and no two of them together.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Text(String);

impl TryFrom<String> for Text {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let is_tidy = !text.split(' ').any(str::is_empty) && !text.contains(|c: char| c.is_control());
        if is_tidy { Ok(Self(text)) } else { Err("a blank text, a doubled blank or a control character") }
    }
}

impl std::ops::Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

/// What is wrong with a card's file.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum CardFault {
    /// It cannot be read, with line and column.
    #[error("{0}")]
    Form(#[from] toml::de::Error),
    /// It can be done in no way.
    #[error("neither `in_person` nor `virtual`")]
    NoWay,
    /// Something that is listed has nothing in its list.
    #[error("`{0}` is empty")]
    Empty(&'static str),
    /// A way for which nothing is asked.
    #[error("nothing is required for one of the ways")]
    NothingRequired,
    /// Something is required for a way that is not there.
    #[error("something is required for a way that is not there")]
    RequiredForNoWay,
}

/// What to bring, by its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToBring<'a> {
    /// What everybody brings.
    pub everybody: Vec<&'a str>,
    /// What some bring, besides it or in its place.
    pub some: Vec<&'a str>,
}

impl ToBring<'_> {
    /// What everybody brings, one after the other; and a sentence of what some bring, where there is something.
    #[must_use]
    pub fn in_words(&self) -> (String, String) {
        let some = self.some.join("; ");
        let sentence = if some.is_empty() { some } else { format!("Según su caso, también: {some}.") };
        (self.everybody.join("; "), sentence)
    }
}

impl Card {
    /// Reads a card.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn parse(text: &str) -> Result<Self, CardFault> {
        let card: Self = toml::from_str(text)?;
        let ways: Vec<(Side, &Way)> = card.ways().collect();
        if ways.is_empty() {
            return Err(CardFault::NoWay);
        }
        if ways.iter().any(|(_, way)| way.steps.is_empty()) {
            return Err(CardFault::Empty("steps"));
        }
        if card.requirements.iter().any(|group| group.items.is_empty()) {
            return Err(CardFault::Empty("items"));
        }
        if card.at_the_centre.as_ref().is_some_and(|it| it.conditions.is_empty()) {
            return Err(CardFault::Empty("conditions"));
        }
        if ways.iter().any(|(side, _)| card.asked(*side).next().is_none()) {
            return Err(CardFault::NothingRequired);
        }
        let is_there = |wanted: Side| ways.iter().any(|(side, _)| *side == wanted);
        if card.requirements.iter().filter_map(|group| group.way).any(|side| !is_there(side)) {
            return Err(CardFault::RequiredForNoWay);
        }
        Ok(card)
    }

    /// A card that is compiled in.
    #[expect(clippy::expect_used, reason = "the file is compiled in, and a test reads every one")]
    pub(super) fn compiled_in(text: &str) -> Self {
        Self::parse(text).expect("a card of data/catalogue is well formed")
    }

    /// The ways in which it can be done, the one at the centre first.
    pub fn ways(&self) -> impl Iterator<Item = (Side, &Way)> {
        let in_person = self.in_person.as_ref().map(|way| (Side::InPerson, way));
        in_person.into_iter().chain(self.online.as_ref().map(|way| (Side::Online, way)))
    }

    /// What is asked for on the first way, by name: of everybody, and of some besides or instead.
    #[must_use]
    pub fn to_bring(&self) -> ToBring<'_> {
        let asked = self.ways().next().into_iter().flat_map(|(side, _)| self.asked(side));
        let (general, others): (Vec<_>, Vec<_>) = asked.partition(|group| group.kind == RequirementKind::General);
        ToBring { everybody: names_of(&general), some: names_of(&others) }
    }

    /// What is asked for on a way.
    fn asked(&self, side: Side) -> impl Iterator<Item = &Requirements> {
        self.requirements.iter().filter(move |group| group.way.is_none_or(|way| way == side))
    }
}

fn names_of<'a>(groups: &[&'a Requirements]) -> Vec<&'a str> {
    groups.iter().flat_map(|group| &group.items).map(|item| &*item.name).collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;

    const WHOLE: &str = include_str!("../../../data/catalogue/affiliate_key_unlock.toml");

    #[track_caller]
    fn refused(from: &str, to: &str) -> CardFault {
        let changed = WHOLE.replace(from, to);
        assert_ne!(changed, WHOLE, "{from}");
        Card::parse(&changed).unwrap_err()
    }

    #[test]
    fn what_is_lacking_or_blank_or_unknown_is_refused() {
        Card::parse(WHOLE).unwrap();
        let form = |fault: CardFault| match fault {
            CardFault::Form(fault) => fault.to_string(),
            other => panic!("{other}"),
        };
        assert!(form(refused("cost = \"El trámite no tiene costo.\"\n", "")).contains("cost"));
        assert!(form(refused("El trámite no tiene costo.", "")).contains("blank"));
        assert!(form(refused("no tiene costo", "no  tiene costo")).contains("blank"));
        assert!(form(refused("no tiene costo", "no tiene\\ncosto")).contains("control"));
        assert!(form(refused("cost = ", "price = \"1\"\ncost = ")).contains("price"));
        assert!(form(refused("way = \"in_person\"", "way = \"by_post\"")).contains("by_post"));
    }

    #[test]
    fn what_is_listed_has_something_in_its_list_and_each_way_its_requirements() {
        let card = |requirements: &str, ways: &str| {
            Card::parse(&format!(
                "name = \"a\"\ndescription = \"a\"\nchannels = \"a\"\ncost = \"a\"\nrequirements = [{requirements}]\n{ways}\n\
                 addressed_to = {{ about = \"a\", kinds = \"a\" }}\nresult = {{ kind = \"a\", gives = \"a\" }}\n\
                 contact = {{ office = \"a\", email = \"a\", telephone = \"a\" }}\n"
            ))
        };
        let both = "{ kind = \"general\", items = [{ name = \"a\" }] }";
        let virtually = "{ way = \"virtual\", kind = \"general\", items = [{ name = \"a\" }] }";
        let in_person = "in_person = { hours = \"a\", steps = [{ text = \"a\" }] }";
        let online = "virtual = { hours = \"a\", steps = [{ text = \"a\" }] }";
        card(both, in_person).unwrap();
        card(virtually, online).unwrap();
        let fault = |requirements: &str, ways: &str| card(requirements, ways).unwrap_err();
        assert_eq!(fault(both, ""), CardFault::NoWay);
        assert_eq!(fault(both, "virtual = { hours = \"a\", steps = [] }"), CardFault::Empty("steps"));
        assert_eq!(fault("{ kind = \"general\", items = [] }", online), CardFault::Empty("items"));
        assert_eq!(fault("", online), CardFault::NothingRequired);
        assert_eq!(fault(virtually, &format!("{in_person}\n{online}")), CardFault::NothingRequired);
        assert_eq!(fault(&format!("{both}, {virtually}"), in_person), CardFault::RequiredForNoWay);
        let elsewhere = format!("{online}\nat_the_centre = {{ text = \"a\", conditions = [], note = \"a\" }}");
        assert_eq!(fault(both, &elsewhere), CardFault::Empty("conditions"));
    }
}
