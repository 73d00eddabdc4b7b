//! Writes answers as JSON. `serde_json` could, but its writer may fail, and so
//! asks after every part whether it did: built for size, a plan then takes half
//! as long again, and the package is 2 kB larger.

use alloc::{
    string::{String, ToString},
    vec::Vec,
};
use core::fmt;

use serde::ser::{
    self, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant,
    SerializeTuple, SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

/// An answer as JSON.
pub(crate) fn text<T: Serialize + ?Sized>(answer: &T) -> String {
    let mut out = Vec::with_capacity(1 << 14);
    match answer.serialize(&mut Writer { out: &mut out }) {
        Ok(()) => String::from_utf8(out).unwrap_or_default(),
        Err(never) => match never {},
    }
}

/// Two answers that are objects as one.
pub(crate) fn joined(first: &impl Serialize, second: &impl Serialize) -> String {
    let mut all = text(first);
    all.pop();
    all.push(',');
    all.push_str(&text(second)[1..]);
    all
}

/// An object with one more field, both as JSON.
pub(crate) fn with(mut object: String, name: &str, value: &str) -> String {
    object.pop();
    object + ",\"" + name + "\":" + value + "}"
}

struct Writer<'a> {
    out: &'a mut Vec<u8>,
}

/// Memory is all that writing takes.
#[derive(Debug)]
enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {}
    }
}

impl ser::Error for Never {
    /// No answer has a value that says it can't be written.
    fn custom<T: fmt::Display>(reason: T) -> Self {
        panic!("{reason}")
    }
}

impl core::error::Error for Never {}

impl Writer<'_> {
    #[inline(never)]
    fn plain(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    #[inline(never)]
    fn quoted(&mut self, text: &str) {
        self.out.push(b'"');
        if text.bytes().all(|byte| !matches!(byte, b'"' | b'\\' | 0..0x20)) {
            self.plain(text);
        } else {
            self.escaped(text);
        }
        self.out.push(b'"');
    }

    #[inline(never)]
    fn escaped(&mut self, text: &str) {
        for &byte in text.as_bytes() {
            match byte {
                b'"' | b'\\' => self.out.extend([b'\\', byte]),
                0..0x20 => {
                    let hex = |digit: u8| b"0123456789abcdef"[usize::from(digit)];
                    self.out.extend(*b"\\u00");
                    self.out.extend([hex(byte >> 4), hex(byte & 15)]);
                }
                byte => self.out.push(byte),
            }
        }
    }

    #[inline(never)]
    fn count(&mut self, count: u64) {
        let mut digits = [0; 20];
        let (mut start, mut rest) = (digits.len(), count);
        loop {
            start -= 1;
            digits[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        self.out.extend_from_slice(&digits[start..]);
    }

    /// The comma before all but the first part.
    #[inline(never)]
    fn next(&mut self) {
        if !matches!(self.out.last(), Some(b'[' | b'{')) {
            self.out.push(b',');
        }
    }

    /// A name of the source code, which needs no escape.
    #[inline(never)]
    fn key(&mut self, name: &'static str) {
        self.next();
        self.out.push(b'"');
        self.plain(name);
        self.plain("\":");
    }
}

macro_rules! counts {
    ($($method:ident $kind:ty),*) => {
        $(fn $method(self, count: $kind) -> Result<(), Never> {
            self.count(u64::from(count));
            Ok(())
        })*
    };
}

macro_rules! signed {
    ($($method:ident $kind:ty),*) => {
        $(fn $method(self, number: $kind) -> Result<(), Never> {
            if number < 0 {
                self.plain("-");
            }
            self.count(u64::from(number.unsigned_abs()));
            Ok(())
        })*
    };
}

impl<'w, 'a> Serializer for &'w mut Writer<'a> {
    type Ok = ();
    type Error = Never;
    type SerializeSeq = Parts<'w, 'a>;
    type SerializeTuple = Parts<'w, 'a>;
    type SerializeTupleStruct = Parts<'w, 'a>;
    type SerializeTupleVariant = Parts<'w, 'a>;
    type SerializeMap = Parts<'w, 'a>;
    type SerializeStruct = Parts<'w, 'a>;
    type SerializeStructVariant = Parts<'w, 'a>;

    counts!(serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64);
    signed!(serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64);

    fn serialize_u128(self, count: u128) -> Result<(), Never> {
        self.plain(&count.to_string());
        Ok(())
    }

    fn serialize_bool(self, value: bool) -> Result<(), Never> {
        self.plain(if value { "true" } else { "false" });
        Ok(())
    }

    /// No answer holds one: a float is no exact figure.
    fn serialize_f32(self, _: f32) -> Result<(), Never> {
        self.serialize_unit()
    }

    fn serialize_f64(self, _: f64) -> Result<(), Never> {
        self.serialize_unit()
    }

    fn serialize_char(self, char: char) -> Result<(), Never> {
        self.serialize_str(char.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<(), Never> {
        self.quoted(text);
        Ok(())
    }

    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Never> {
        self.collect_seq(bytes)
    }

    fn serialize_none(self) -> Result<(), Never> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Never> {
        self.plain("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Never> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
    ) -> Result<(), Never> {
        self.serialize_str(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Result<(), Never> {
        self.plain("{");
        self.key(name);
        value.serialize(&mut *self)?;
        self.plain("}");
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'w, 'a>, Never> {
        self.plain("[");
        Ok(Parts { writer: self, end: "]" })
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'w, 'a>, Never> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts<'w, 'a>, Never> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Parts<'w, 'a>, Never> {
        self.plain("{");
        self.key(name);
        self.plain("[");
        Ok(Parts { writer: self, end: "]}" })
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'w, 'a>, Never> {
        self.plain("{");
        Ok(Parts { writer: self, end: "}" })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts<'w, 'a>, Never> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Parts<'w, 'a>, Never> {
        self.plain("{");
        self.key(name);
        self.plain("{");
        Ok(Parts { writer: self, end: "}}" })
    }
}

/// A list or an object that has been begun.
struct Parts<'w, 'a> {
    writer: &'w mut Writer<'a>,
    end: &'static str,
}

impl Parts<'_, '_> {
    fn ended(self) -> Result<(), Never> {
        self.writer.plain(self.end);
        Ok(())
    }

    fn part<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        self.writer.next();
        value.serialize(&mut *self.writer)
    }

    fn field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Never> {
        self.writer.key(name);
        value.serialize(&mut *self.writer)
    }
}

macro_rules! parts {
    ($($kind:ident $method:ident),*) => {
        $(impl $kind for Parts<'_, '_> {
            type Ok = ();
            type Error = Never;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
                self.part(value)
            }

            fn end(self) -> Result<(), Never> {
                self.ended()
            }
        })*
    };
}

parts!(
    SerializeSeq serialize_element,
    SerializeTuple serialize_element,
    SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
);

macro_rules! fields {
    ($($kind:ident),*) => {
        $(impl $kind for Parts<'_, '_> {
            type Ok = ();
            type Error = Never;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Never> {
                self.field(name, value)
            }

            fn end(self) -> Result<(), Never> {
                self.ended()
            }
        })*
    };
}

fields!(SerializeStruct, SerializeStructVariant);

impl SerializeMap for Parts<'_, '_> {
    type Ok = ();
    type Error = Never;

    /// A key is text, in every answer.
    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Never> {
        self.part(key)?;
        self.writer.plain(":");
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Never> {
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Never> {
        self.ended()
    }
}
