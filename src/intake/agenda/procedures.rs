//! How agendas write the procedures: a table of spellings.

use std::collections::HashMap;

use crate::domain::procedure_id::ProcedureId;

use super::super::cells::key;

/// For each procedure the sheet's own name first, then what else is written. Accents, case and blanks do not count.
const SPELLINGS: [(ProcedureId, &[&str]); 4] = [
    (
        ProcedureId::EMPLOYER_KEY,
        &[
            "Entrega de clave de empleador de acceso al portal IESS",
            "Clave de empleador de acceso al portal IESS",
            "Generación de clave patronal de acceso al portal IESS",
            "Clave patronal de acceso al portal IESS",
            "Entrega de clave de empleador",
            "Entrega de clave patronal",
            "Generación de clave patronal",
            "Solicitud de clave de empleador",
            "Solicitud de clave patronal",
            "Clave de empleador",
            "Clave empleador",
            "Clave patronal",
        ],
    ),
    (
        ProcedureId::EMPLOYER_KEY_RECOVERY,
        &[
            "Recuperación de clave de empleador",
            "Recuperación de clave patronal",
            "Recuperación de clave de empleador de acceso al portal IESS",
            "Recuperación clave empleador",
            "Recuperación clave patronal",
            "Recuperar clave de empleador",
            "Recuperar clave patronal",
        ],
    ),
    (
        ProcedureId::AFFILIATE_KEY,
        &[
            "Clave de afiliado para acceso al portal IESS",
            "Clave de afiliado",
            "Clave afiliado",
            "Clave personal de afiliado",
            "Generación de clave de afiliado",
            "Generar / Recuperar clave",
            "Generar clave de afiliado",
            "Recuperación de clave de afiliado",
        ],
    ),
    (
        ProcedureId::AFFILIATE_KEY_UNLOCK,
        &[
            "Desbloqueo de clave de afiliado",
            "Desbloqueo de clave de afiliado para acceso al portal IESS",
            "Desbloqueo clave afiliado",
            "Desbloqueo de clave",
            "Desbloquear clave de afiliado",
        ],
    ),
];

/// The procedures by the keys of their spellings.
pub(super) fn by_key() -> HashMap<String, ProcedureId> {
    let spellings = SPELLINGS.iter().flat_map(|(id, spellings)| spellings.iter().map(|spelling| (key(spelling), *id)));
    spellings.collect()
}

/// The names to write, for whoever wrote another.
pub(super) fn documented() -> String {
    let names: Vec<String> =
        SPELLINGS.iter().filter_map(|(_, spellings)| spellings.first()).map(|name| format!("«{name}»")).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::{SPELLINGS, by_key};
    use crate::domain::procedure_id::ProcedureId;

    #[test]
    fn every_procedure_has_spellings_and_none_has_two_procedures() {
        let listed: Vec<ProcedureId> = SPELLINGS.iter().map(|(id, _)| *id).collect();
        assert_eq!(listed, ProcedureId::ALL);
        let written: usize = SPELLINGS.iter().map(|(_, spellings)| spellings.len()).sum();
        assert_eq!(by_key().len(), written);
    }
}
