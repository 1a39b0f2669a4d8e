//! The layout of the vault's file, versions 1 and 2. Numbers are big-endian.
//!
//! ```text
//! magic 16 · version u16 · body (length u32) · seal 32 · failed logins (length u32) · SHA-256 of all before
//! body: kind u8 · store id 16 · edition u64 · cost of new slots · previous secret? · recovery slot? · slots (u16 times)
//! slot: head · wrapped private keys · sealed store secret
//! head: user id i64 · generation u32 · role u8 · password origin u8 · login · salt 16 · cost · public key 32
//!       · signing public key 32 (supervisors)
//! ```
//! Version 2 has a third origin of a password: chosen, with the signing key before this one in the box of private keys.
//! A vault without such a slot is written as version 1.
//!
//! The closing SHA-256 finds faults of disks and copies before a password is asked for; it protects against nobody.
//! Reading is strict: every file that is read is written back byte for byte, so the seal covers what stood in the file.

use std::path::Path;

use sha2::{Digest, Sha256};

use super::cost::{KdfCost, SALT_LEN, VaultKind};
use super::error::VaultError;
use super::failures::Failures;
use super::octets::{Reader, Writer};
use super::password::{Login, PasswordOrigin};
use super::seal::{Sealed, TAG_LEN, Wrapped};
use super::secret::{StoreSecret, keyed_hash, keyed_hash_agrees};

const MAGIC: &[u8; 16] = b"VENTANILLA VAULT";
/// The newest version this program reads and writes.
const VERSION: u16 = 2;
/// The version before slots could keep a former signing key.
const WITHOUT_FORMER_KEYS: u16 = 1;
/// What the boxes authenticate as the version: what they hold has not changed its meaning since.
const BOXES: u16 = 1;
/// Slots a vault has at most: keeps the largest file below what is read.
pub(super) const MOST_SLOTS: usize = 1000;

/// Which store a vault belongs to: 16 random bytes, also kept in the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoreId(pub [u8; 16]);

/// What a slot's owner is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Opens the store.
    Clerk,
    /// Opens the store and signs.
    Supervisor,
}

/// One user's slot.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Slot {
    pub(super) head: Head,
    pub(super) wrapped: Wrapped,
    pub(super) sealed: Sealed,
}

/// The readable part of a slot, authenticated by both its boxes.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) user_id: i64,
    pub(super) generation: u32,
    pub(super) login: Login,
    pub(super) origin: PasswordOrigin,
    /// The box of private keys holds the signing key before this one too, which introduces this one to the store.
    pub(super) keeps_former_key: bool,
    pub(super) salt: [u8; SALT_LEN],
    pub(super) cost: KdfCost,
    pub(super) public: [u8; 32],
    /// Present for supervisors, and that is what makes one.
    pub(super) signing_public: Option<[u8; 32]>,
}

/// The slot that the recovery code opens.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct RecoverySlot {
    pub(super) public: [u8; 32],
    pub(super) wrapped: Wrapped,
    pub(super) sealed: Sealed,
}

/// What never changes in a vault.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Realm {
    pub(super) kind: VaultKind,
    pub(super) store_id: StoreId,
}

/// Everything under the seal.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Body {
    pub(super) realm: Realm,
    /// Raised by one with every change made by a holder of the secret.
    pub(super) edition: u64,
    pub(super) cost: KdfCost,
    /// While a rekey is not finished: the secret before, under a key of the secret now.
    pub(super) previous: Option<Wrapped>,
    pub(super) recovery: Option<RecoverySlot>,
    pub(super) slots: Vec<Slot>,
}

/// A whole file.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Content {
    pub(super) body: Body,
    pub(super) seal: [u8; 32],
    pub(super) failures: Failures,
}

impl Head {
    pub(super) fn role(&self) -> Role {
        match self.signing_public {
            Some(_) => Role::Supervisor,
            None => Role::Clerk,
        }
    }

    /// What both boxes of the slot authenticate beside their content.
    pub(super) fn context(&self, realm: Realm) -> Vec<u8> {
        let mut out = realm.context(b"slot");
        self.write(&mut out);
        out.into_bytes()
    }

    fn write(&self, out: &mut Writer) {
        out.i64(self.user_id);
        out.u32(self.generation);
        out.u8(match self.role() {
            Role::Clerk => 1,
            Role::Supervisor => 2,
        });
        out.u8(match (self.origin, self.keeps_former_key) {
            (PasswordOrigin::Chosen, false) => 1,
            (PasswordOrigin::Temporary, _) => 2,
            (PasswordOrigin::Chosen, true) => 3,
        });
        out.short_text(self.login.as_str());
        out.bytes(&self.salt);
        write_cost(self.cost, out);
        out.bytes(&self.public);
        if let Some(public) = &self.signing_public {
            out.bytes(public);
        }
    }

    fn read(input: &mut Reader<'_>, kind: VaultKind) -> Result<Self, VaultError> {
        let (user_id, generation) = (input.i64()?, input.u32()?);
        let role = match input.u8()? {
            1 => Role::Clerk,
            2 => Role::Supervisor,
            _ => return Err(VaultError::Damaged("papel de usuario desconocido")),
        };
        let (origin, keeps_former_key) = match (input.u8()?, role) {
            (1, _) => (PasswordOrigin::Chosen, false),
            (2, _) => (PasswordOrigin::Temporary, false),
            (3, Role::Supervisor) => (PasswordOrigin::Chosen, true),
            _ => return Err(VaultError::Damaged("origen de contraseña desconocido")),
        };
        let text = input.short_text()?;
        let login = Login::parse(text)
            .ok()
            .filter(|login| login.as_str() == text)
            .ok_or(VaultError::Damaged("nombre de usuario ilegible"))?;
        Ok(Self {
            user_id,
            generation,
            login,
            origin,
            keeps_former_key,
            salt: input.array()?,
            cost: read_cost(input, kind)?,
            public: input.array()?,
            signing_public: match role {
                Role::Clerk => None,
                Role::Supervisor => Some(input.array()?),
            },
        })
    }
}

impl Slot {
    fn write(&self, out: &mut Writer) {
        self.write_shared(out);
        write_sealed(&self.sealed, out);
    }

    fn read(input: &mut Reader<'_>, kind: VaultKind) -> Result<Self, VaultError> {
        let slot = Self::read_shared(input, kind)?;
        Ok(Self { sealed: read_sealed(input)?, ..slot })
    }

    /// All but the sealed secret, which is each machine's own.
    pub(super) fn write_shared(&self, out: &mut Writer) {
        self.head.write(out);
        write_wrapped(&self.wrapped, out);
    }

    /// The same read back; nothing is sealed to it yet.
    pub(super) fn read_shared(input: &mut Reader<'_>, kind: VaultKind) -> Result<Self, VaultError> {
        let head = Head::read(input, kind)?;
        let keys = match head.role() {
            Role::Clerk => 1,
            Role::Supervisor => 2 + usize::from(head.keeps_former_key),
        };
        Ok(Self { wrapped: read_wrapped(input, keys * 32)?, sealed: Sealed::NOTHING, head })
    }
}

impl RecoverySlot {
    fn write(&self, out: &mut Writer) {
        self.write_shared(out);
        write_sealed(&self.sealed, out);
    }

    /// All but the sealed secret, which is each machine's own.
    pub(super) fn write_shared(&self, out: &mut Writer) {
        out.bytes(&self.public);
        write_wrapped(&self.wrapped, out);
    }

    /// The same read back; nothing is sealed to it yet.
    pub(super) fn read_shared(input: &mut Reader<'_>) -> Result<Self, VaultError> {
        Ok(Self { public: input.array()?, wrapped: read_wrapped(input, 32)?, sealed: Sealed::NOTHING })
    }
}

impl Realm {
    /// The beginning of everything authenticated: what for, format version, kind, store.
    pub(super) fn context(&self, purpose: &[u8]) -> Writer {
        let mut out = Writer::default();
        out.block(purpose);
        out.u16(BOXES);
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut Writer) {
        out.u8(match self.kind {
            VaultKind::Real => 1,
            VaultKind::Demo => 2,
        });
        out.bytes(&self.store_id.0);
    }

    fn read(input: &mut Reader<'_>) -> Result<Self, VaultError> {
        let kind = match input.u8()? {
            1 => VaultKind::Real,
            2 => VaultKind::Demo,
            _ => return Err(VaultError::Damaged("clase de almacén desconocida")),
        };
        let store_id = StoreId(input.array()?);
        Ok(Self { kind, store_id })
    }
}

impl Body {
    fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::default();
        self.realm.write(&mut out);
        out.u64(self.edition);
        write_cost(self.cost, &mut out);
        out.u8(u8::from(self.previous.is_some()));
        if let Some(previous) = &self.previous {
            write_wrapped(previous, &mut out);
        }
        out.u8(u8::from(self.recovery.is_some()));
        if let Some(recovery) = &self.recovery {
            recovery.write(&mut out);
        }
        out.u16(u16::try_from(self.slots.len()).unwrap_or(u16::MAX));
        for slot in &self.slots {
            slot.write(&mut out);
        }
        out.into_bytes()
    }

    fn read(bytes: &[u8]) -> Result<Self, VaultError> {
        let mut input = Reader::new(bytes);
        let realm = Realm::read(&mut input)?;
        let edition = input.u64()?;
        let cost = read_cost(&mut input, realm.kind)?;
        let previous = if read_presence(&mut input)? { Some(read_wrapped(&mut input, 32)?) } else { None };
        let recovery = if read_presence(&mut input)? {
            let slot = RecoverySlot::read_shared(&mut input)?;
            Some(RecoverySlot { sealed: read_sealed(&mut input)?, ..slot })
        } else {
            None
        };
        let count = usize::from(input.u16()?);
        if count > MOST_SLOTS {
            return Err(VaultError::Damaged("demasiados usuarios"));
        }
        let mut slots: Vec<Slot> = Vec::new();
        for _ in 0..count {
            let slot = Slot::read(&mut input, realm.kind)?;
            let twin = |other: &Slot| other.head.login == slot.head.login || other.head.user_id == slot.head.user_id;
            if slots.iter().any(twin) {
                return Err(VaultError::Damaged("usuario repetido"));
            }
            slots.push(slot);
        }
        input.finish()?;
        Ok(Self { realm, edition, cost, previous, recovery, slots })
    }
}

impl Content {
    /// Seals the body under the secret, ready to be written.
    pub(super) fn sealed(body: Body, failures: Failures, secret: &StoreSecret) -> Self {
        let seal = *keyed_hash(secret.bytes(), SEAL_LABEL, &[&body.to_bytes()]);
        Self { body, seal, failures }
    }

    /// The body is the one that a holder of `secret` wrote.
    pub(super) fn check_seal(&self, secret: &StoreSecret) -> Result<(), VaultError> {
        let body = self.body.to_bytes();
        if keyed_hash_agrees(secret.bytes(), SEAL_LABEL, &[&body], &self.seal) {
            Ok(())
        } else {
            Err(VaultError::Tampered)
        }
    }

    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut failures = Writer::default();
        self.failures.write(&mut failures);
        let mut out = Writer::default();
        out.bytes(MAGIC);
        out.u16(self.version());
        out.block(&self.body.to_bytes());
        out.bytes(&self.seal);
        out.block(&failures.into_bytes());
        let mut bytes = out.into_bytes();
        let checksum = Sha256::digest(&bytes);
        bytes.extend_from_slice(&checksum);
        bytes
    }

    fn version(&self) -> u16 {
        match self.body.slots.iter().any(|slot| slot.head.keeps_former_key) {
            true => VERSION,
            false => WITHOUT_FORMER_KEYS,
        }
    }

    /// `path` only names the file in an error.
    pub(super) fn read(bytes: &[u8], path: &Path) -> Result<Self, VaultError> {
        let mut input = Reader::new(bytes);
        if input.bytes(MAGIC.len()).ok() != Some(MAGIC.as_slice()) {
            return Err(VaultError::NotAVault(path.to_owned()));
        }
        let version = input.u16()?;
        if version > VERSION {
            return Err(VaultError::NewerVersion { found: version, known: VERSION });
        }
        let (before, checksum) = bytes.split_last_chunk::<32>().ok_or(VaultError::Damaged("está incompleta"))?;
        if Sha256::digest(before).as_slice() != checksum {
            return Err(VaultError::Damaged("la suma de control no concuerda"));
        }
        let body = Body::read(input.block()?)?;
        let seal = input.array()?;
        let mut notes = Reader::new(input.block()?);
        let failures = Failures::read(&mut notes)?;
        notes.finish()?;
        input.bytes(checksum.len())?;
        input.finish()?;
        let content = Self { body, seal, failures };
        match content.version() == version {
            true => Ok(content),
            false => Err(VaultError::Damaged("su contenido no es de la versión que dice")),
        }
    }
}

const SEAL_LABEL: &[u8] = b"vault seal v1";

fn read_presence(input: &mut Reader<'_>) -> Result<bool, VaultError> {
    match input.u8()? {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(VaultError::Damaged("marca desconocida")),
    }
}

fn write_cost(cost: KdfCost, out: &mut Writer) {
    out.u32(cost.memory_kib());
    out.u32(cost.passes());
}

fn read_cost(input: &mut Reader<'_>, kind: VaultKind) -> Result<KdfCost, VaultError> {
    KdfCost::checked(input.u32()?, input.u32()?, kind)
}

fn write_wrapped(wrapped: &Wrapped, out: &mut Writer) {
    out.bytes(&wrapped.nonce);
    out.bytes(&wrapped.ciphertext);
}

fn read_wrapped(input: &mut Reader<'_>, content_len: usize) -> Result<Wrapped, VaultError> {
    Ok(Wrapped { nonce: input.array()?, ciphertext: input.bytes(content_len + TAG_LEN)?.to_vec() })
}

fn write_sealed(sealed: &Sealed, out: &mut Writer) {
    out.bytes(&sealed.ephemeral);
    out.bytes(&sealed.ciphertext);
}

fn read_sealed(input: &mut Reader<'_>) -> Result<Sealed, VaultError> {
    Ok(Sealed { ephemeral: input.array()?, ciphertext: input.array()? })
}
