//! Who stands at the window, in whose place, and what they bring for it.

use super::papers::{AppointmentShown, PowerShown};
use crate::domain::visit::{Person, Somebody};
use serde::{Deserialize, Serialize};

/// Who stands at the window.
#[derive(Debug, Clone, PartialEq)]
pub enum Presenter {
    /// The applicant.
    Applicant,
    /// A third party whom the applicant authorised.
    ThirdParty(Box<ThirdParty>),
    /// The attorney, with a notarial power.
    Attorney {
        /// Who.
        attorney: Box<Somebody>,
        /// The power.
        power: Option<PowerShown>,
    },
    /// The curator.
    Curator {
        /// Who.
        curator: Box<Somebody>,
        /// The appointment.
        appointment: Option<AppointmentShown>,
    },
    /// A third party whom the attorney authorised.
    ThirdPartySentByAttorney {
        /// The third party, at the window.
        third_party: Box<ThirdParty>,
        /// The attorney, who is not there.
        attorney: Box<Somebody>,
        /// The power.
        power: Option<PowerShown>,
    },
}

impl Presenter {
    /// The person at the window, where it is not the applicant.
    pub fn at_window(&self) -> Option<&Somebody> {
        match self {
            Self::Applicant => None,
            Self::ThirdParty(third_party) | Self::ThirdPartySentByAttorney { third_party, .. } => {
                Some(&third_party.somebody)
            }
            Self::Attorney { attorney, .. } => Some(attorney),
            Self::Curator { curator, .. } => Some(curator),
        }
    }

    /// The third party at the window, whoever sent them.
    pub fn third_party(&self) -> Option<&ThirdParty> {
        match self {
            Self::ThirdParty(third_party) | Self::ThirdPartySentByAttorney { third_party, .. } => Some(third_party),
            _ => None,
        }
    }

    /// The attorney and the power, whoever stands at the window.
    pub fn attorney(&self) -> Option<(&Somebody, Option<&PowerShown>)> {
        match self {
            Self::Attorney { attorney, power } | Self::ThirdPartySentByAttorney { attorney, power, .. } => {
                Some((attorney, power.as_ref()))
            }
            _ => None,
        }
    }
}

/// An authorised third party.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ThirdParty {
    /// Who, with their document.
    pub somebody: Somebody,
    /// The block "Autorización de Retiro de Contraseña" of the request.
    pub authorisation: Option<AuthorisationBlock>,
}

/// The block "Autorización de Retiro de Contraseña".
#[derive(Debug, Clone, PartialEq)]
pub enum AuthorisationBlock {
    /// Nothing is written in it.
    Blank,
    /// This is.
    Filled(Authorisation),
}

/// What stands in the authorisation block.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Authorisation {
    /// The third party it names.
    pub third_party: Person,
    /// Whose data are filled in.
    pub data_of: Option<Parties>,
    /// Who signed it.
    pub signed_by: Option<Parties>,
}

/// Which of the two who must complete and sign the authorisation did so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Parties {
    /// Both.
    Both,
    /// Only who authorises: the applicant, or the attorney.
    OnlyGrantor,
    /// Only the third party.
    OnlyThirdParty,
    /// Neither.
    Neither,
}

/// The handing over of the printed key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// To whom, by name.
    pub recipient: String,
    /// Whether they signed the acknowledgement.
    pub signature: DeliverySignature,
}

/// Whether the acknowledgement was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeliverySignature {
    /// It was.
    Signed,
    /// It was not.
    Unsigned,
}
