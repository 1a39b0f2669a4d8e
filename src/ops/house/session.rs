//! Somebody at a window: who, as what, where, and with what they sign.

use crate::domain::user::Actor;
use crate::store::user::User;
use crate::vault::SigningKey;

/// Somebody who logged in, at one window.
pub struct Session {
    actor: Actor,
    login: String,
    full_name: String,
    pen: Pen,
    /// The screen was turned to whoever came.
    is_turned: bool,
}

/// What somebody signs with.
pub(in crate::ops) enum Pen {
    /// A clerk has nothing.
    Nothing,
    /// A key that only its owner can have.
    Signs(SigningKey),
    /// The key of a temporary password, which somebody else knows: it introduces the owner's, and serves for nothing else.
    Introduces(SigningKey),
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("actor", &self.actor).finish_non_exhaustive()
    }
}

impl Session {
    /// Who, as what, where.
    #[must_use]
    pub fn actor(&self) -> Actor {
        self.actor
    }

    /// What was typed at the login.
    #[must_use]
    pub fn login(&self) -> &str {
        &self.login
    }

    /// The name, as on paper.
    #[must_use]
    pub fn full_name(&self) -> &str {
        &self.full_name
    }

    pub(in crate::ops) fn signer(&self) -> Option<&SigningKey> {
        match &self.pen {
            Pen::Signs(key) => Some(key),
            Pen::Nothing | Pen::Introduces(_) => None,
        }
    }

    /// What signs the entry of one's own new password.
    pub(in crate::ops) fn introducer(&self) -> Option<&SigningKey> {
        match &self.pen {
            Pen::Signs(key) | Pen::Introduces(key) => Some(key),
            Pen::Nothing => None,
        }
    }

    pub(in crate::ops) fn new(actor: Actor, user: &User, pen: Pen) -> Self {
        Self { actor, login: user.login.clone(), full_name: user.full_name.clone(), pen, is_turned: false }
    }

    /// The same person's session at a screen that they turned to whoever came: it signs nothing, and does only what is for
    /// self-service.
    #[must_use]
    pub fn turned(&self) -> Self {
        Self {
            actor: self.actor,
            login: self.login.clone(),
            full_name: self.full_name.clone(),
            pen: Pen::Nothing,
            is_turned: true,
        }
    }

    /// Was the screen turned to whoever came?
    #[must_use]
    pub fn is_turned(&self) -> bool {
        self.is_turned
    }

    /// The session goes on under the credentials just changed.
    pub(in crate::ops) fn renewed(&mut self, generation: u32) {
        self.actor.generation = generation;
    }

    /// The session goes on with the key that was just introduced.
    pub(in crate::ops) fn signs_with(&mut self, key: Option<SigningKey>) {
        self.pen = key.map_or(Pen::Nothing, Pen::Signs);
    }
}
