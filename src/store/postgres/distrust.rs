//! Why a server is not believed to be the centre's: then nothing is said to it, no password either.

use std::io;
use std::path::PathBuf;

use rustls::{CertificateError, Error as TlsError};

/// What keeps a conversation with a server from being enciphered and its own.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Distrust {
    /// It offers no TLS.
    #[error(
        "El servidor del centro no ofrece una conexión cifrada (TLS), que fuera de este equipo es obligatoria; no se le dijo \
         ninguna contraseña. Pida a quien lo administra que la active."
    )]
    NoTls,
    /// Nobody vouches for it whom this machine trusts.
    #[error(
        "No se sabe si es el servidor del centro: su certificado no viene de ninguna autoridad en la que confía este equipo. \
         Pida a quien lo administra el archivo del certificado raíz, e indíquelo al final de la dirección: «&root=/ruta/raiz.pem»."
    )]
    Authority,
    /// The root that the address names does not vouch for it.
    #[error(
        "No se sabe si es el servidor del centro: su certificado no viene de la raíz {}, que indica la dirección. Pida a quien \
         lo administra el certificado raíz que vale ahora.",
        root.display()
    )]
    Root {
        /// The root's file.
        root: PathBuf,
    },
    /// Its certificate is for another name.
    #[error(
        "El certificado del servidor no es para «{host}». Escriba en la dirección el nombre que lleva el certificado, como se lo \
         dé quien lo administra; si ya es ese, no es el servidor del centro."
    )]
    Name {
        /// The name in the address.
        host: String,
    },
    /// Its certificate's time is over.
    #[error(
        "El certificado del servidor está vencido. Pida a quien lo administra que lo renueve; si allá está vigente, corrija la \
         fecha y la hora de este equipo."
    )]
    Expired,
    /// Its certificate's time has not come.
    #[error(
        "El certificado del servidor todavía no está vigente. Corrija la fecha y la hora de este equipo; si están bien, avise \
         a quien administra el servidor."
    )]
    NotYet,
    /// It is an authority's, and none of a server.
    #[error(
        "El certificado del servidor es el de una autoridad, y no el de un servidor. Pida a quien lo administra uno para el \
         servidor, con su nombre, que venga de esa autoridad."
    )]
    NotAServers,
    /// Anything else about the certificate or the handshake.
    #[error(
        "No se pudo acordar una conexión cifrada (TLS) con el servidor del centro: su certificado o su versión de TLS no \
         sirven. Avise a quien lo administra."
    )]
    Handshake,
    /// The file of the root that the address names is none.
    #[error(
        "No se pudo leer ningún certificado en {}, la raíz que indica la dirección. Revise la ruta y los permisos; va en un \
         archivo PEM.",
        root.display()
    )]
    RootFile {
        /// The root's file.
        root: PathBuf,
    },
}

impl Distrust {
    /// What a handshake ended with, towards this host, held against the root of this file or against this machine's. Nothing,
    /// where it is the way that was cut.
    pub(super) fn of(ended: &tokio_postgres::Error, host: &str, root: Option<&std::path::Path>) -> Option<Self> {
        if ended.code().is_some() || ended.is_closed() {
            return None;
        }
        let source = std::error::Error::source(ended)?;
        let Some(system) = source.downcast_ref::<io::Error>() else {
            // What the driver itself says of an answer to its request for TLS.
            return source.to_string().contains("does not support TLS").then_some(Self::NoTls);
        };
        let fault = system.get_ref()?.downcast_ref::<TlsError>()?;
        let TlsError::InvalidCertificate(fault) = fault else { return Some(Self::Handshake) };
        Some(match fault {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => Self::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => Self::NotYet,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Self::Name { host: host.to_owned() }
            }
            // A signature that is not the root's, where the root has the same name.
            CertificateError::UnknownIssuer | CertificateError::BadSignature => match root {
                Some(root) => Self::Root { root: root.to_owned() },
                None => Self::Authority,
            },
            // The library has no name for it here.
            CertificateError::Other(other) if format!("{other:?}").contains("CaUsedAsEndEntity") => Self::NotAServers,
            _ => Self::Handshake,
        })
    }
}
