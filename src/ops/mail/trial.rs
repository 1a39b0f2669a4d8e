//! A letter to try the mail with.

use super::way::Way;
use crate::domain::email::Email;
use crate::mail::{Letter, Party, TRIAL};
use crate::ops::error::{Error, refuse};
use crate::ops::hexadecimal;
use crate::ops::house::House;
use crate::ops::house::transact::new_op_id;

/// What came of a letter to try the mail with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trial {
    /// Was it taken over?
    pub was_taken: bool,
    /// What came of it, and what to do.
    pub words: String,
    /// What the server said, word for word.
    pub said: Option<String>,
}

/// Sends a letter to try the mail with, at once: it is queued nowhere.
///
/// # Errors
/// A refusal where the address is none; no random bytes.
pub fn try_out(house: &House, way: &Way, to: &str, stopped: &dyn Fn() -> bool) -> Result<Trial, Error> {
    let to = match Email::parse(to.trim()) {
        Ok(address) => Party { name: String::new(), address },
        Err(fault) => return refuse("to", format!("Esa dirección no sirve: {fault}.")),
    };
    let (carrier, from, called) = match way {
        Way::Closed(failure) => return Ok(Trial { was_taken: false, words: failure.to_string(), said: None }),
        Way::Open { carrier, from, called, .. } => (carrier, from, called),
    };
    let now = house.clock().now();
    let id = format!("prueba.{}", hexadecimal(&new_op_id()?.0));
    let at = now.in_figures(house.centre().zone);
    let values = [("centre", house.centre().name.as_str()), ("server", called), ("at", &at)];
    let written = Letter::write((from, &to), (&id, now), TRIAL, &values, house.is_demo());
    let taken = written.and_then(|letter| carrier.carry(&letter, stopped));
    Ok(match taken {
        Ok(()) if house.is_demo() => {
            Trial { was_taken: true, words: format!("El correo de muestra quedó escrito en {called}."), said: None }
        }
        Ok(()) => Trial {
            was_taken: true,
            words: format!(
                "El servidor {called} aceptó el correo para {}. Revise que llegue; si no está en la bandeja de entrada, \
                 búsquelo en el correo no deseado.",
                to.address.as_str()
            ),
            said: None,
        },
        Err(failure) => {
            let words = failure.to_string();
            let said = failure.said.map(|said| match said.status {
                Some(status) => format!("{status} {}", said.words),
                None => said.words,
            });
            Trial { was_taken: false, words, said }
        }
    })
}
