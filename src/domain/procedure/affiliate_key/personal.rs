//! The personal questions: set with the first key, asked from the second one on (affiliate-key sheet, step 7).

use crate::domain::name::folded;

macro_rules! personal_questions {
    ($($(#[$doc:meta])* $question:ident, $code:literal, $words:literal;)+) => {
        /// A question that only the person can answer.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum PersonalQuestion {
            $($(#[$doc])* $question,)+
        }

        impl PersonalQuestion {
            /// All of them, in the order in which they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$question,)+];

            /// The word for it in the store.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$question => $code,)+ }
            }

            /// As it is asked.
            #[must_use]
            pub fn spanish(self) -> &'static str {
                match self { $(Self::$question => $words,)+ }
            }
        }
    };
}

personal_questions! {
    /// The first school.
    FirstSchool, "first_school", "¿Cómo se llamaba su primera escuela?";
    /// The first pet.
    FirstPet, "first_pet", "¿Cómo se llamaba su primera mascota?";
    /// The best friend of childhood.
    ChildhoodFriend, "childhood_friend", "¿Cómo se llama su mejor amigo o amiga de la infancia?";
    /// The street of childhood.
    ChildhoodStreet, "childhood_street", "¿En qué calle o barrio vivía cuando era niño o niña?";
    /// The first work.
    FirstWork, "first_work", "¿En qué ciudad trabajó por primera vez?";
    /// A teacher.
    Teacher, "teacher", "¿Cómo se llamaba el maestro o la maestra que más recuerda?";
    /// A dish.
    Dish, "dish", "¿Qué plato preparaba mejor su abuela?";
    /// A book.
    Song, "song", "¿Qué canción le cantaban cuando era niño o niña?";
}

impl PersonalQuestion {
    /// Reads its word.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|it| it.code() == code)
    }
}

/// A question with its answer in clear, on its way to its hash: it has no `Debug`.
pub struct PersonalAnswer {
    /// The question.
    pub question: PersonalQuestion,
    /// The answer as typed.
    pub answer: zeroize::Zeroizing<String>,
}

/// The fewest letters and digits of an answer (own).
const LEAST: usize = 3;

/// An answer as it is compared: case, accents and blanks do not count. `None` where it is too short to be one.
#[must_use]
pub fn normalised(answer: &str) -> Option<zeroize::Zeroizing<String>> {
    let folded = zeroize::Zeroizing::new(folded(answer));
    let bare: zeroize::Zeroizing<String> =
        zeroize::Zeroizing::new(folded.chars().filter(|sign| sign.is_alphanumeric()).collect());
    (bare.chars().count() >= LEAST).then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_compared_without_case_accents_and_blanks() {
        let one = normalised(" Unidad  Educativa Simón Bolívar ").unwrap();
        assert_eq!(*one, *normalised("unidad educativa SIMON BOLIVAR.").unwrap());
        assert_ne!(*one, *normalised("unidad educativa sucre").unwrap());
        assert!(normalised(" a b ").is_none());
    }

    #[test]
    fn words_are_read_back() {
        for question in PersonalQuestion::ALL {
            assert_eq!(PersonalQuestion::from_code(question.code()), Some(*question));
        }
    }
}
