//! Values on their way to the server and back: what a column holds in the store's own vocabulary.

use std::error::Error;

use bytes::{BufMut as _, BytesMut};
use rusqlite::types::{Value, ValueRef};
use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::store::link::{Fault, Result};

type Refused = Box<dyn Error + Sync + Send>;

/// A value of a query.
#[derive(Debug, PartialEq)]
pub(super) struct Given(pub(super) Value);

impl Given {
    /// What the server is told of its type, before it sees the query: nothing of a missing one.
    pub(super) fn kind(&self) -> Type {
        match self.0 {
            Value::Null => Type::UNKNOWN,
            Value::Integer(_) => Type::INT8,
            Value::Real(_) => Type::FLOAT8,
            Value::Text(_) => Type::TEXT,
            Value::Blob(_) => Type::BYTEA,
        }
    }
}

impl ToSql for Given {
    fn to_sql(&self, kind: &Type, out: &mut BytesMut) -> std::result::Result<IsNull, Refused> {
        match (&self.0, kind) {
            (Value::Null, _) => return Ok(IsNull::Yes),
            (Value::Integer(number), &Type::INT8) => out.put_i64(*number),
            (Value::Integer(number), &Type::INT4) => out.put_i32(i32::try_from(*number)?),
            (Value::Integer(number), &Type::BOOL) => out.put_u8(u8::from(*number != 0)),
            (Value::Real(number), &Type::FLOAT8) => out.put_f64(*number),
            (Value::Text(text), _) => out.put_slice(text.as_bytes()),
            (Value::Blob(bytes), &Type::BYTEA) => out.put_slice(bytes),
            (value, kind) => return Err(format!("a {} is no {kind}", value.data_type()).into()),
        }
        Ok(IsNull::No)
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A column as it came.
struct Raw<'r> {
    kind: Type,
    bytes: Option<&'r [u8]>,
}

impl<'r> FromSql<'r> for Raw<'r> {
    fn from_sql(kind: &Type, bytes: &'r [u8]) -> std::result::Result<Self, Refused> {
        Ok(Self { kind: kind.clone(), bytes: Some(bytes) })
    }

    fn from_sql_null(kind: &Type) -> std::result::Result<Self, Refused> {
        Ok(Self { kind: kind.clone(), bytes: None })
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// What a column of a row holds.
pub(in crate::store) fn value(row: &Row, at: usize) -> Result<ValueRef<'_>> {
    let raw: Raw<'_> = row.try_get(at).map_err(super::Fault::from)?;
    let Some(bytes) = raw.bytes else { return Ok(ValueRef::Null) };
    let read = match raw.kind {
        Type::INT8 => bytes.try_into().ok().map(|bytes| ValueRef::Integer(i64::from_be_bytes(bytes))),
        Type::INT4 => bytes.try_into().ok().map(|bytes| ValueRef::Integer(i32::from_be_bytes(bytes).into())),
        Type::BOOL => bytes.first().map(|byte| ValueRef::Integer((*byte).into())),
        Type::NUMERIC => whole(bytes).map(ValueRef::Integer),
        Type::FLOAT8 => bytes.try_into().ok().map(|bytes| ValueRef::Real(f64::from_be_bytes(bytes))),
        Type::BYTEA => Some(ValueRef::Blob(bytes)),
        Type::TEXT | Type::VARCHAR | Type::NAME | Type::BPCHAR | Type::UNKNOWN => Some(ValueRef::Text(bytes)),
        _ => None,
    };
    read.ok_or_else(|| Fault::unreadable(at, format!("{} of {} bytes", raw.kind, bytes.len())))
}

/// A whole number of any length that fits: what a sum of whole numbers comes as. Four digits in each of its parts, the
/// highest first, with how many parts there are, and the weight of the first.
fn whole(bytes: &[u8]) -> Option<i64> {
    const NEGATIVE: i16 = 0x4000;
    let mut words = bytes.chunks_exact(2).map(|pair| Some(i16::from_be_bytes(pair.try_into().ok()?)));
    let mut word = || words.next().flatten();
    let (parts, weight, sign, scale) = (word()?, word()?, word()?, word()?);
    if scale != 0 || (sign != 0 && sign != NEGATIVE) {
        return None;
    }
    let mut number = 0_i64;
    for at in 0..=weight {
        let part = if at < parts { word()?.into() } else { 0 };
        let part: i64 = if sign == 0 { part } else { -part };
        number = number.checked_mul(10_000)?.checked_add(part)?;
    }
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::whole;

    fn bytes(words: &[i16]) -> Vec<u8> {
        words.iter().flat_map(|word| word.to_be_bytes()).collect()
    }

    #[test]
    fn a_sum_is_read_whole() {
        assert_eq!(whole(&bytes(&[0, 0, 0, 0])), Some(0));
        assert_eq!(whole(&bytes(&[1, 0, 0, 0, 42])), Some(42));
        assert_eq!(whole(&bytes(&[1, 1, 0, 0, 3])), Some(30_000), "parts that are nothing are left out");
        assert_eq!(whole(&bytes(&[2, 1, 0x4000, 0, 12, 3456])), Some(-123_456));
        assert_eq!(whole(&bytes(&[2, 0, 0, 2, 1, 5000])), None, "a fraction is no whole number");
        assert_eq!(whole(&bytes(&[1, 4, 0, 0, 9999])), None, "more than fits");
    }
}
