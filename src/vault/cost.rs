//! What a password costs to try: the memory and passes of Argon2id, and the derivation itself.

use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Block, Params, Version};
use zeroize::Zeroizing;

use super::error::VaultError;

/// The least a vault with real people's data may use.
const FLOOR: KdfCost = KdfCost { memory_kib: 64 * 1024, passes: 3 };
/// The most that is ever written, and the most that is obeyed when read.
const CEILING: KdfCost = KdfCost { memory_kib: 1024 * 1024, passes: 16 };
/// What one login should take: inside 0.5 to 1 second, with room for a busy machine.
const TARGET: Duration = Duration::from_millis(750);

/// Memory and passes of Argon2id (version 0x13, one lane).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KdfCost {
    memory_kib: u32,
    passes: u32,
}

/// Whether a store holds real people or is a demonstration; written at its making and never changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VaultKind {
    /// A centre's store: the floor of [`KdfCost`] holds.
    Real,
    /// A demonstration or a test: nobody's data, any cost.
    Demo,
}

impl KdfCost {
    /// The cost that takes 0.5 to 1 second on this machine, never below 64 MiB and 3 passes. Measures for about half
    /// a second.
    pub fn calibrated() -> Result<Self, VaultError> {
        let mut best = Duration::MAX;
        for _ in 0..2 {
            let start = Instant::now();
            FLOOR.derive(b"calibration", &[0; SALT_LEN])?;
            best = best.min(start.elapsed());
        }
        Ok(Self::for_a_floor_of(best))
    }

    /// The cheap cost of demonstrations and tests; a [`VaultKind::Real`] vault refuses it.
    #[must_use]
    pub const fn sample() -> Self {
        Self { memory_kib: 256, passes: 1 }
    }

    /// Memory, KiB.
    #[must_use]
    pub const fn memory_kib(self) -> u32 {
        self.memory_kib
    }

    /// Passes over the memory.
    #[must_use]
    pub const fn passes(self) -> u32 {
        self.passes
    }

    /// Reads a cost from a file or checks one before it is written: `kind` decides the floor.
    pub(super) fn checked(memory_kib: u32, passes: u32, kind: VaultKind) -> Result<Self, VaultError> {
        if memory_kib > CEILING.memory_kib || passes > CEILING.passes {
            return Err(VaultError::CostTooHigh { memory_kib, passes });
        }
        let floor = match kind {
            VaultKind::Real => FLOOR,
            VaultKind::Demo => Self { memory_kib: Params::MIN_M_COST, passes: Params::MIN_T_COST },
        };
        if memory_kib < floor.memory_kib || passes < floor.passes {
            return Err(VaultError::CostTooLow { memory_kib, passes });
        }
        Ok(Self { memory_kib, passes })
    }

    /// Given how long the floor takes here: more memory first (a guesser pays for that most), up to 256 MiB so that a
    /// small counter machine keeps working, then more passes.
    fn for_a_floor_of(measured: Duration) -> Self {
        let measured = measured.max(Duration::from_micros(1));
        let times = TARGET.as_micros() / measured.as_micros();
        let memory_factor: u32 = match times {
            0..=1 => 1,
            2..=3 => 2,
            _ => 4,
        };
        let passes = TARGET.as_micros() * u128::from(FLOOR.passes) / (measured.as_micros() * u128::from(memory_factor));
        let passes = u32::try_from(passes).unwrap_or(CEILING.passes);
        Self { memory_kib: FLOOR.memory_kib * memory_factor, passes: passes.clamp(FLOOR.passes, CEILING.passes) }
    }

    /// Argon2id of `password`. The working memory is wiped afterwards, and its lack is an error, not an abort.
    pub(super) fn derive(self, password: &[u8], salt: &[u8; SALT_LEN]) -> Result<Zeroizing<[u8; 32]>, VaultError> {
        let params = Params::new(self.memory_kib, self.passes, 1, Some(32))
            .map_err(|_| VaultError::CostTooLow { memory_kib: self.memory_kib, passes: self.passes })?;
        let count = params.block_count();
        let mut blocks = Zeroizing::new(Vec::new());
        blocks.try_reserve_exact(count).map_err(|_| VaultError::NoMemory)?;
        blocks.resize(count, Block::new());
        let mut key = Zeroizing::new([0_u8; 32]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into_with_memory(password, salt, key.as_mut_slice(), blocks.as_mut_slice())
            .map_err(|_| VaultError::Damaged("parámetros de contraseña"))?;
        Ok(key)
    }
}

/// Length of a salt, bytes.
pub(super) const SALT_LEN: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    /// What the chosen cost is estimated to take on a machine whose floor takes `floor_ms`.
    fn estimate_ms(floor_ms: u64) -> u64 {
        let cost = KdfCost::for_a_floor_of(Duration::from_millis(floor_ms));
        let work = u64::from(cost.memory_kib) * u64::from(cost.passes);
        floor_ms * work / (64 * 1024 * 3)
    }

    #[test]
    fn a_login_takes_half_a_second_to_one_on_slow_and_fast_machines() {
        for floor_ms in 40..=700 {
            let estimate = estimate_ms(floor_ms);
            assert!((500..=1_000).contains(&estimate), "floor {floor_ms} ms: {estimate} ms");
        }
    }

    #[test]
    fn a_very_slow_machine_still_pays_the_floor() {
        assert_eq!(KdfCost::for_a_floor_of(Duration::from_secs(9)), FLOOR);
    }

    #[test]
    fn the_bounds_are_kept_by_kind() {
        let real = |memory, passes| KdfCost::checked(memory, passes, VaultKind::Real);
        assert!(real(64 * 1024, 3).is_ok());
        assert!(matches!(real(64 * 1024 - 1, 3), Err(VaultError::CostTooLow { .. })));
        assert!(matches!(real(64 * 1024, 2), Err(VaultError::CostTooLow { .. })));
        assert!(real(1024 * 1024, 16).is_ok());
        assert!(matches!(real(1024 * 1024 + 1, 3), Err(VaultError::CostTooHigh { .. })));
        assert!(matches!(real(64 * 1024, 17), Err(VaultError::CostTooHigh { .. })));
        assert!(KdfCost::checked(256, 1, VaultKind::Demo).is_ok());
    }

    #[test]
    fn the_same_password_gives_another_key_under_another_salt() {
        let derive = |salt| KdfCost::sample().derive(b"clave", &salt).map(|key| *key).ok();
        assert_eq!(derive([1; 16]), derive([1; 16]));
        assert_ne!(derive([1; 16]), derive([2; 16]));
    }
}
