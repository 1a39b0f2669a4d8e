//! Which procedures people begin by themselves, by what operation, and whose a key is that they choose: what the self-service
//! asks, which names no procedure.

use super::affiliate_key::BeginKey;
use super::affiliate_key_unlock::AskUnlock;
use super::employer_key_recovery::BeginRecovery;
use crate::domain::procedure_id::ProcedureId;
use crate::ops::house::operation::Operation as _;
use crate::ops::turn::BeginBooking;

/// The operations that begin something, and of which procedure.
pub(in crate::ops) const BEGINNINGS: [(&str, ProcedureId); 4] = [
    (BeginRecovery::NAME, ProcedureId::EMPLOYER_KEY_RECOVERY),
    (BeginKey::NAME, ProcedureId::AFFILIATE_KEY),
    (AskUnlock::NAME, ProcedureId::AFFILIATE_KEY_UNLOCK),
    (BeginBooking::NAME, ProcedureId::TURN_BOOKING),
];

/// Is the key that is chosen by this procedure the person's own? Else it is the employer's.
pub(in crate::ops) fn chooses_own_key(procedure: &str) -> bool {
    procedure == ProcedureId::AFFILIATE_KEY.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::procedure::PROCEDURES;

    #[test]
    fn whatever_people_do_by_themselves_has_its_beginning_and_nothing_else_has() {
        let beginnings = |of: ProcedureId| BEGINNINGS.iter().filter(|(_, id)| *id == of).count();
        for procedure in PROCEDURES {
            assert_eq!(beginnings(procedure.id), usize::from(procedure.self_service.is_some()), "{}", procedure.id);
        }
        let offered = PROCEDURES.iter().filter(|procedure| procedure.self_service.is_some()).count();
        assert_eq!((beginnings(ProcedureId::TURN_BOOKING), BEGINNINGS.len()), (1, offered + 1));
    }
}
