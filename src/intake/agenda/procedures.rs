//! How agendas write the procedures: each says its spellings of itself.

use std::collections::HashMap;

use crate::domain::procedure::PROCEDURES;
use crate::domain::procedure_id::ProcedureId;

use super::super::cells::key;

/// The procedures by the keys of their spellings.
pub(super) fn by_key() -> HashMap<String, ProcedureId> {
    let spellings = PROCEDURES.iter().flat_map(|it| it.spellings.iter().map(|spelling| (key(spelling), it.id)));
    spellings.collect()
}

/// The names to write, for whoever wrote another.
pub(super) fn documented() -> String {
    let names: Vec<String> =
        PROCEDURES.iter().filter_map(|it| it.spellings.first()).map(|name| format!("«{name}»")).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::by_key;
    use crate::domain::procedure::PROCEDURES;

    #[test]
    fn every_procedure_has_spellings_and_none_has_two_procedures() {
        assert!(PROCEDURES.iter().all(|it| !it.spellings.is_empty()));
        let written: usize = PROCEDURES.iter().map(|it| it.spellings.len()).sum();
        assert_eq!(by_key().len(), written);
    }
}
