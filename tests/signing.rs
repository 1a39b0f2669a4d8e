//! Whose hand a signature is: keys of temporary passwords in the hands of whoever gave them, and a journal rewritten by
//! somebody who has no more than the store's key.

use std::fs;
use std::path::{Path, PathBuf};

use ventanilla::domain::id::UserId;
use ventanilla::domain::journal::Outcome;
use ventanilla::domain::user::Role;
use ventanilla::ops::settings::{ChangeSettings, Settings};
use ventanilla::ops::verify::{Depth, verify};
use ventanilla::ops::{AnchorState, Clock as _, House, Session};
use ventanilla::store::user::User;
use ventanilla::store::{self, Transaction, journal};
use ventanilla::vault::{Login, NewPassword, Password, PublicKey, SigningKey, Vault};

use crate::authority::run;
use crate::support::house::{
    CHIEF, CLERK, DEPUTY, Site, append_entry, called, chosen, code, log_in, password, verified, write_unguarded,
};

const NEW: &str = "nueva";
const OWN_PASSWORD: &str = "nueve llaves cuelgan del muro";

/// A supervisor was just added: who kept the vault's file and the temporary password opens that slot for ever.
struct Kept {
    site: Site,
    house: House,
    chief: Session,
    new: UserId,
    temporary: NewPassword,
    vault: PathBuf,
}

impl Kept {
    fn just_added() -> Self {
        let site = Site::staffed();
        let (house, chief) = site.open(CHIEF).unwrap();
        let login = Login::parse(NEW).unwrap();
        let (new, temporary) = house.add_user(&chief, &login, "Inés Nueva", (Role::Supervisor, None)).unwrap();
        let vault = site.place.anchor_folder.join("kept-vault");
        fs::copy(site.place.folder.join("vault"), &vault).unwrap();
        Self { site, house, chief, new, temporary, vault }
    }

    fn key(&self, vault: &Path, login: &str, password: &Password) -> SigningKey {
        let mut vault = Vault::open(vault).unwrap();
        vault.unlock(login, password, self.site.clock.now().0).unwrap().signing_key.unwrap()
    }

    fn kept_key(&self) -> SigningKey {
        self.key(&self.vault, NEW, self.temporary.password())
    }

    fn chief_s_key(&self) -> SigningKey {
        self.key(&self.site.place.folder.join("vault"), CHIEF, &password())
    }

    /// The person comes and chooses a password.
    fn chooses(&self) -> Session {
        let mut session = self.house.log_in_at(NEW, self.temporary.password(), 1).unwrap();
        self.house.change_password(&mut session, self.temporary.password(), &chosen(OWN_PASSWORD, NEW)).unwrap();
        session
    }

    /// Appends an entry, as whoever knows any password can, signed with a key at hand; answers what verifying says.
    fn forge(&self, operation: &str, by: UserId, code: &str, key: Option<&SigningKey>) -> String {
        let subject = ("user", self.new.0);
        let head = append_entry(&self.house, by, Outcome::Done, operation, subject, code, r#"{"generation":2}"#);
        if let Some(key) = key {
            let signature = key.sign("ventanilla journal entry v1", &head.hash.0);
            let sign = |tx: &Transaction<'_>| journal::sign(tx, head.number, by, &key.public().0, &signature.0);
            self.house.store().write(sign).unwrap();
        }
        said(&self.house)
    }
}

fn said(house: &House) -> String {
    let found = verify(&house.reader().unwrap(), Depth::Whole, None, &mut |_| true).unwrap();
    found.problem.unwrap_or_else(|| "nothing".into())
}

fn in_hexadecimal(key: &SigningKey) -> String {
    key.public().0.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn whoever_made_an_account_signs_nothing_with_what_they_kept() {
    let signed_with_it = |operation: &str| {
        let kept = Kept::just_added();
        let new = kept.chooses();
        kept.house.perform(&new, &ChangeSettings { settings: Settings::default() }).unwrap();
        verified(&kept.house);
        let (key, other) = (kept.kept_key(), in_hexadecimal(&kept.chief_s_key()));
        kept.forge(operation, kept.new, &other, Some(&key))
    };
    for operation in ["settings.change", "approval.answer", "user.own_password", "user.log_in"] {
        assert!(signed_with_it(operation).contains("una llave que la bitácora no conoce"), "{operation}");
    }
}

#[test]
fn a_supervisor_s_own_key_is_in_no_file_that_was_kept() {
    let kept = Kept::just_added();
    kept.chooses();
    let own = kept.key(&kept.site.place.folder.join("vault"), NEW, chosen(OWN_PASSWORD, NEW).password()).public();
    assert_ne!(own, kept.kept_key().public());
    let row = store::user::get(&kept.house.reader().unwrap(), kept.new).unwrap().unwrap();
    assert_eq!(row.public_key, Some(own.0));

    let again = kept.house.reset_user(&kept.chief, kept.new).unwrap();
    let mut session = kept.house.log_in_at(NEW, again.password(), 1).unwrap();
    kept.house.change_password(&mut session, again.password(), &chosen(OWN_PASSWORD, NEW)).unwrap();
    let after = kept.key(&kept.site.place.folder.join("vault"), NEW, chosen(OWN_PASSWORD, NEW).password()).public();
    assert_ne!(after, own, "a reset ends the key before");
    kept.house.perform(&session, &ChangeSettings { settings: Settings::default() }).unwrap();
    let other = chosen("diez llaves cuelgan del muro", NEW);
    kept.house.change_password(&mut session, chosen(OWN_PASSWORD, NEW).password(), &other).unwrap();
    kept.house.perform(&session, &ChangeSettings { settings: Settings::default() }).unwrap();
    let next = kept.key(&kept.site.place.folder.join("vault"), NEW, other.password()).public();
    assert_ne!(next, after, "one's own password brings another key");
    verified(&kept.house);
}

#[test]
fn an_old_slot_put_back_lets_nobody_in_who_could_sign() {
    let Kept { site, house, temporary, vault, .. } = {
        let kept = Kept::just_added();
        kept.chooses();
        kept
    };
    house.close().unwrap();
    fs::copy(vault, site.place.folder.join("vault")).unwrap();
    let refused = code(site.open_with(NEW, temporary.password()));
    assert!(["disabled", "changed_elsewhere"].contains(&refused.as_str()), "{refused}");
    let (house, _) = site.open(CHIEF).unwrap();
    verified(&house);
}

#[test]
fn the_key_of_a_temporary_password_introduces_one_key_and_does_nothing_else() {
    let own = |kept: &Kept| in_hexadecimal(&kept.chief_s_key());
    let kept = Kept::just_added();
    let said = kept.forge("settings.change", kept.new, "", Some(&kept.kept_key()));
    assert!(said.contains("una llave que la bitácora no conoce"), "{said}");

    let kept = Kept::just_added();
    let said = kept.forge("user.own_password", kept.new, &own(&kept), None);
    assert!(said.contains("sin la firma de la contraseña anterior"), "{said}");

    let kept = Kept::just_added();
    let key = kept.kept_key();
    let said = kept.forge("user.own_password", kept.new, &in_hexadecimal(&key), Some(&key));
    assert!(said.contains("la llave de firmar de su contraseña temporal"), "{said}");

    // Before the person comes, whoever gave the password may use it; then the person's own login tells.
    let kept = Kept::just_added();
    let said = kept.forge("user.own_password", kept.new, &own(&kept), Some(&kept.kept_key()));
    assert!(said.contains("el almacén no dice"), "the row shows it, unless it was changed too: {said}");
    kept.chooses();
    assert!(self::said(&kept.house).contains("Al ingreso de supervisión"), "{}", self::said(&kept.house));
}

#[test]
fn no_key_is_given_for_good_with_a_temporary_password_any_more() {
    let kept = Kept::just_added();
    let (chief, key) = (kept.chief.actor().user, kept.chief_s_key());
    let said = kept.forge("user.credentials", chief, &"ab".repeat(32), Some(&key));
    assert!(said.contains("da una llave de firmar que conoce quien la dio"), "{said}");
}

#[test]
fn a_change_of_one_s_password_cut_before_the_store_knew_goes_on_at_the_next_login() {
    let kept = Kept::just_added();
    let Kept { site, house, temporary, .. } = kept;
    house.close().unwrap();
    let known = |login: &str| {
        let (house, _) = site.open(DEPUTY).unwrap();
        let row = store::user::by_login(&house.reader().unwrap(), login).unwrap().unwrap();
        house.close().unwrap();
        row
    };
    let in_the_vault_alone = |login: &str, old: &Password, new: &NewPassword| {
        let known = known(login).public_key.map(PublicKey);
        let mut vault = Vault::open(&site.place.folder.join("vault")).unwrap();
        vault.change_password(login, old, new, (known, site.clock.now().0)).unwrap();
    };
    let own = chosen(OWN_PASSWORD, NEW);
    let other = chosen("diez llaves cuelgan del muro", NEW);
    for (login, old, new) in [
        (NEW, temporary.password(), &own),
        (NEW, own.password(), &other),
        (CHIEF, &password(), &own),
        (CLERK, &password(), &own),
    ] {
        let before = known(login);
        in_the_vault_alone(login, old, new);
        let (house, session) = site.open_with(login, new.password()).unwrap();
        let row = store::user::by_login(&house.reader().unwrap(), login).unwrap().unwrap();
        assert!(row.generation > before.generation && !row.temporary_password, "{login}");
        if login != CLERK {
            assert_ne!(row.public_key, before.public_key, "{login}");
            house.perform(&session, &ChangeSettings { settings: Settings::default() }).unwrap();
        }
        verified(&house);
        house.close().unwrap();
    }
}

/// The vault of before, with the passwords of before; and in the store what it would have to say for them.
#[test]
fn an_own_password_ends_what_an_old_copy_of_the_vault_gives() {
    for login in [CHIEF, CLERK] {
        let site = Site::staffed_on_file();
        let (house, mut session) = site.open(login).unwrap();
        let old = site.place.anchor_folder.join("kept-vault");
        let file = site.place.folder.join("vault");
        fs::copy(&file, &old).unwrap();
        let before = store::user::by_login(&house.reader().unwrap(), login).unwrap().unwrap();
        house.change_password(&mut session, &password(), &chosen(OWN_PASSWORD, login)).unwrap();
        let after = store::user::by_login(&house.reader().unwrap(), login).unwrap().unwrap();
        verified(&house);
        house.close().unwrap();

        fs::copy(&old, &file).unwrap();
        assert_eq!(code(site.open(login)), "disabled", "{login}");
        let put = |house: &House, row: &User| {
            let update = |tx: &Transaction<'_>| store::user::update(tx, row);
            house.store().write(update).unwrap();
        };
        let (house, _) = site.open(DEPUTY).unwrap();
        put(&house, &before);
        run(&house, "UPDATE setting SET value = '1' WHERE name = 'vault_edition'");
        house.close().unwrap();
        let (house, session) = site.open(login).unwrap();
        assert_eq!(house.anchor_state(), AnchorState::Agrees, "nothing else shows it");
        if login == CHIEF {
            house.perform(&session, &ChangeSettings { settings: Settings::default() }).unwrap();
        }
        put(&house, &after);
        let said = said(&house);
        let names = match login {
            CHIEF => "una llave que la bitácora no conoce",
            _ => "con una contraseña que según la bitácora ya no contaba",
        };
        assert!(said.contains(names), "{login}: {said}");
    }
}

/// Says otherwise in an entry and chains everything after it anew, as whoever has the store's key can.
fn rewrite(house: &House, number: i64) {
    write_unguarded(house, &["journal_never_changed"], |tx| {
        let mut chained = Vec::new();
        journal::walk(tx, number, |it| {
            chained.push(it);
            Ok::<_, store::Error>(())
        })?;
        let mut previous = chained[0].previous;
        for mut it in chained {
            if it.entry.number == number {
                it.entry.code = "rewritten".into();
            }
            let hash = it.entry.hash_after(&previous);
            let values = rusqlite::params![it.entry.number, &it.entry.code, previous, hash];
            tx.execute("UPDATE journal SET code = ?2, previous = ?3, hash = ?4 WHERE n = ?1", values).unwrap();
            previous = hash;
        }
        Ok(())
    });
}

#[test]
fn a_supervisor_s_login_signs_what_came_before_it() {
    let after = |supervisor_came: bool, unsigns: bool| {
        let site = Site::staffed();
        let (house, clerk) = site.open(CLERK).unwrap();
        let before = verified(&house);
        called(&house, &clerk, 0).unwrap();
        if supervisor_came {
            log_in(&house, DEPUTY, 1);
            let now = verified(&house);
            assert_eq!(now.signatures, before.signatures + 1);
        }
        rewrite(&house, before.head.number + 1);
        if unsigns {
            let last = "DELETE FROM journal_signature WHERE n = (SELECT max(n) FROM journal_signature)";
            run(&house, last);
        }
        said(&house)
    };
    assert_eq!(
        after(false, false),
        "nothing",
        "what no signature follows is the store key's to rewrite: paper shows it"
    );
    assert!(after(true, false).contains("no corresponde"));
    assert!(after(true, true).contains("Al ingreso de supervisión de la entrada"));
}
