//! What the registers keep of papers: powers and artisan qualifications.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::domain::calendar::day_in_figures;

/// The revocation of a power or of an artisan paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// The day of the act that revoked it, where known.
    pub on: Option<NaiveDate>,
    /// Why, or how it became known.
    pub reason: String,
}

impl Revocation {
    /// Is what it revokes revoked on a day? From the day of the act on; where that is not known, on every day.
    #[must_use]
    pub fn counts_on(&self, day: NaiveDate) -> bool {
        self.on.is_none_or(|act| act <= day)
    }
}

/// What a power is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PowerScope {
    /// For signing the request and receiving the key.
    Sufficient,
    /// Its words leave it open.
    Unclear,
    /// For something else.
    Insufficient,
}

/// The legal area's validation of a power.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LegalValidation {
    /// Validated, with what the stamp shows; what it does not show is blank, and not all of it is.
    Validated {
        /// Reference of the validation.
        reference: String,
        /// Its day.
        on: Option<NaiveDate>,
        /// Who validated.
        by: String,
    },
    /// Validated, and somebody looked: the stamp shows neither reference nor date nor by whom.
    ValidatedWithoutData,
    /// Not validated.
    NotValidated,
}

impl LegalValidation {
    /// Validated, and nobody said what the stamp shows, nor that it shows nothing.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Validated { reference, on: None, by } if reference.trim().is_empty() && by.trim().is_empty())
    }

    /// In words: «validado por …, referencia …, el …», «validado, sin datos del sello», «sin validar».
    #[must_use]
    pub fn in_words(&self) -> String {
        let Self::Validated { reference, on, by } = self else {
            let words = if *self == Self::NotValidated { "sin validar" } else { "validado, sin datos del sello" };
            return words.into();
        };
        let mut words = "validado".to_owned();
        if !by.trim().is_empty() {
            words.push_str(&format!(" por {}", by.trim()));
        }
        if !reference.trim().is_empty() {
            words.push_str(&format!(", referencia {}", reference.trim()));
        }
        if let Some(on) = on {
            words.push_str(&format!(", el {}", day_in_figures(*on)));
        }
        words
    }
}

/// Who issues artisan papers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArtisanIssuer {
    /// Junta Nacional de Defensa del Artesano.
    JuntaNacional,
    /// Ministerio de Producción, Comercio Exterior e Inversiones.
    Ministry,
}
