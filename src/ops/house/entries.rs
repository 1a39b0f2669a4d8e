//! The names of entries that are about no operation of their own, and what codes of entries say of the journal and of keys.

/// The name of the first entry of every journal.
pub(in crate::ops) const FOUNDED: &str = "house.found";

/// The name of the entry that tells of logins that failed while the house was closed.
pub(in crate::ops) const FAILED_LOGINS: &str = "user.failed_logins";

/// The name of the entry that tells that words lapsed, because a visit's draft is for others than they were given for.
pub const LAPSED: &str = "approval.lapse";

/// The name of the run that fills a demo store with a past: nothing of it has entries of its own.
pub const SAMPLE_PAST: &str = "sample.finished_visits";

/// With this the code of a login, and of the founding, says how much the entries from there on say of what grants
/// something. From form 2 on: who used whose word, which credentials count; and each login of a supervisor is signed. From
/// form 3 on also: how many rows an import wrote and which turns it made, with what trust a printer was used, under which
/// settings something was decided, which words lapsed. From form 4 on also: which rows a key went by. From form 5 on also: in an
/// entry of its own, which turns an agenda made; of a key, whose turn it was by kind and name too, and what kind of employer it was for; and
/// which warnings were answered for, and with which words, not only of which rules; and by
/// which settings a letter was sent, and to which address of an employer. From form 6 on also: which credentials came in at a
/// login; and one's own new password counts as another, with another signing key. Those of earlier versions say less.
pub(in crate::ops) const JOURNAL_FORM: &str = "form-6";

/// The form that a code names, 0 where it names none.
pub(in crate::ops) fn journal_form(code: &str) -> u32 {
    code.rsplit(' ').next().and_then(|last| last.strip_prefix("form-")?.parse().ok()).unwrap_or_default()
}

/// The public key that an entry's code introduces, as [`keys_code`] or [`introducing_code`] wrote it.
pub(in crate::ops) fn key_in(code: &str) -> &str {
    code.strip_prefix(INTRODUCES).unwrap_or(code).split(' ').next().unwrap_or_default()
}

/// How an entry introduces the public key that somebody signs with from then on: in hexadecimal, or nothing.
pub(in crate::ops) fn keys_code(public_key: Option<[u8; 32]>) -> String {
    public_key.map(|key| hexadecimal(&key)).unwrap_or_default()
}

/// The same for the key of a temporary password, which signs one entry: the one that introduces the next key.
pub(in crate::ops) fn introducing_code(public_key: [u8; 32]) -> String {
    format!("{INTRODUCES}{}", hexadecimal(&public_key))
}

pub(in crate::ops) const INTRODUCES: &str = "once-";

/// Bytes as lower-case hexadecimal.
pub(in crate::ops) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a signature over a journal entry is made for: it serves for nothing else.
pub(in crate::ops) const JOURNAL_PURPOSE: &str = "ventanilla journal entry v1";
