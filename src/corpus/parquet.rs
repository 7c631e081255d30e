//! Parquet: each row is a page, its text in one column, what is known of it in others.
//!
//! Rows are decoded a few at a time; only columns that are wanted are read. The offset of a page is the number of its row
//! from 0, since the bytes of a row lie in many places.

use super::archive::{Spooled, spool};
use super::container::{BATCH, Coding, Halt, Holds, Origin, Others, Place, Read, Unshown};
use super::damage::Damage;
use super::open::{Opener, oversized};
use super::stated::{Draft, Value, field, written};
use super::stream::Stream;
use crate::warning::Warning;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, TimeUnit};
use chrono::DateTime;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use std::borrow::Cow;
use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// Most rows that are decoded at a time.
const MOST_ROWS: usize = 1024;

type Builder = ParquetRecordBatchReaderBuilder<File>;

/// A column that is wanted.
struct Column {
    name: String,
    wanted: Wanted,
}

enum Wanted {
    /// It may hold the text; the lowest rank that does is taken.
    Text(usize),
    /// A field, an object with fields, or what is to be kept.
    Stated,
}

impl Opener<'_> {
    pub(super) fn parquet(&mut self, mut stream: Stream<'_>, place: &Place) -> Read {
        let Spooled { file, damage } = match self.take_file() {
            Some(file) => Spooled { file, damage: None },
            None => spool(&mut stream, place)?,
        };
        let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
        let builder = careful(|| Builder::try_new_with_options(file, options).map_err(words));
        let builder = builder.map_err(|what| damaged(place, 0, &what))?;
        self.rows(builder, place)?;
        damage.map_or(Ok(()), |damage| Err(damage.into()))
    }

    fn rows(&mut self, builder: Builder, place: &Place) -> Read {
        let (columns, roots) = self.columns(&builder);
        if !columns.iter().any(|column| matches!(column.wanted, Wanted::Text(_))) {
            let what = "Parquet has no column of texts (--text-field names it)";
            return Err(Damage::new(place, 0, what).into());
        }
        let all = u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0);
        let skip = self.packer.to_skip().min(all);
        self.packer.skipped(skip);
        let mask = ProjectionMask::roots(builder.parquet_schema(), roots);
        let rows = rows_at_a_time(&builder);
        let builder = builder.with_batch_size(rows).with_projection(mask);
        let builder = builder.with_offset(usize::try_from(skip).unwrap_or(usize::MAX));
        let mut reader = careful(|| builder.build().map_err(words))
            .map_err(|what| damaged(place, skip, &what))?;
        let mut row = skip;
        while let Some(batch) = careful(|| reader.next().transpose().map_err(words))
            .map_err(|what| damaged(place, row, &what))?
        {
            for k in 0..batch.num_rows() {
                self.row(&columns, &batch, (k, row), place)?;
                row += 1;
            }
        }
        Ok(())
    }

    /// The columns that are wanted, in the order of the file.
    fn columns(&self, builder: &Builder) -> (Vec<Column>, Vec<usize>) {
        let keep = self.opening.others == Others::Keep;
        let (mut columns, mut roots) = (Vec::new(), Vec::new());
        for (root, column) in builder.schema().fields().iter().enumerate() {
            let name = column.name();
            let rank = self.opening.text_fields.iter().position(|known| known == name);
            let wanted = match rank.filter(|_| is_text(column.data_type())) {
                Some(rank) => Wanted::Text(rank),
                None if keep || field(name).is_some() || is_more(name) => Wanted::Stated,
                None => continue,
            };
            columns.push(Column { name: name.clone(), wanted });
            roots.push(root);
        }
        (columns, roots)
    }

    fn row(
        &mut self,
        columns: &[Column],
        batch: &RecordBatch,
        (k, row): (usize, u64),
        place: &Place,
    ) -> Read {
        let mut draft = Draft::new();
        let mut best: Option<(usize, &str)> = None;
        for (column, array) in columns.iter().zip(batch.columns()) {
            match column.wanted {
                Wanted::Text(rank) => {
                    let text = text(array, k).filter(|text| !text.is_empty());
                    if let Some(text) = text.filter(|_| best.is_none_or(|best| rank < best.0)) {
                        best = Some((rank, text));
                    }
                }
                Wanted::Stated => {
                    take(&mut draft, &column.name, value(array, k), self.opening.others)
                }
            }
        }
        let origin = Origin {
            container: "parquet",
            number: row + 1,
            offset: row,
            coding: Coding::Utf8,
            stated: draft.stated,
            warnings: Vec::new(),
        };
        self.page(best.map(|best| best.1), origin, place)
    }

    fn page(&mut self, text: Option<&str>, origin: Origin, place: &Place) -> Read {
        let start = self.packer.bytes().len();
        let bytes = text.map_or(0, str::len) as u64;
        let limit = self.opening.limit.unwrap_or(u64::MAX);
        let warning = match text {
            Some(text) if bytes <= limit => {
                self.packer.bytes().extend_from_slice(text.as_bytes());
                return self.packer.add(place, start, 1, Holds::Page(Box::new(origin)));
            }
            Some(_) => oversized(limit),
            None => {
                let what = "the row has no text (--text-field names the column that holds it)";
                Warning::page("no-text", what)
            }
        };
        let nothing = Unshown { origin: Some(origin), bytes, warning };
        self.packer.add(place, start, 1, Holds::Nothing(Box::new(nothing)))
    }
}

/// Gives a value to the field that its name stands for. An object named `metadata` has fields of its own.
fn take(draft: &mut Draft<'static>, name: &str, value: Value<'static>, others: Others) {
    let left = match (value, field(name)) {
        (Value::Object(parts), _) if is_more(name) => {
            parts.into_iter().for_each(|(name, value)| take(draft, &name, value, others));
            None
        }
        (value, Some(field)) => draft.take(field, name, value),
        (value, None) => Some(value),
    };
    if let Some(text) = left.and_then(written) {
        draft.keep(Cow::Owned(name.to_owned()), text, others);
    }
}

fn is_more(name: &str) -> bool {
    matches!(name, "metadata" | "meta")
}

fn is_text(kind: &DataType) -> bool {
    use DataType::{Binary, BinaryView, LargeBinary, LargeUtf8, Utf8, Utf8View};
    matches!(kind, Utf8 | LargeUtf8 | Utf8View | Binary | LargeBinary | BinaryView)
}

/// The text of a row, if it is one.
fn text(array: &dyn Array, row: usize) -> Option<&str> {
    if array.is_null(row) {
        return None;
    }
    let utf8 = |bytes| simdutf8::basic::from_utf8(bytes).ok();
    match array.data_type() {
        DataType::Utf8 => Some(array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => Some(array.as_string::<i64>().value(row)),
        DataType::Utf8View => Some(array.as_string_view().value(row)),
        DataType::Binary => utf8(array.as_binary::<i32>().value(row)),
        DataType::LargeBinary => utf8(array.as_binary::<i64>().value(row)),
        DataType::BinaryView => utf8(array.as_binary_view().value(row)),
        _ => None,
    }
}

/// The value of a row, whatever its type; nothing for types that no corpus has.
fn value(array: &dyn Array, row: usize) -> Value<'static> {
    if array.is_null(row) {
        return Value::Nothing;
    }
    let list =
        |items: Arc<dyn Array>| Value::List((0..items.len()).map(|k| value(&*items, k)).collect());
    match array.data_type() {
        DataType::List(_) => list(array.as_list::<i32>().value(row)),
        DataType::LargeList(_) => list(array.as_list::<i64>().value(row)),
        DataType::Struct(_) => {
            let object = array.as_struct();
            let names = object.column_names().into_iter().map(|name| Cow::Owned(name.to_owned()));
            Value::Object(names.zip(object.columns().iter().map(|it| value(it, row))).collect())
        }
        kind if is_text(kind) => text(array, row).map_or(Value::Nothing, owned),
        _ => number(array, row).map_or(Value::Nothing, |text| Value::Text(text.into())),
    }
}

fn owned(text: &str) -> Value<'static> {
    Value::Text(Cow::Owned(text.to_owned()))
}

/// A number, a truth, a day or a time as text.
fn number(array: &dyn Array, row: usize) -> Option<String> {
    macro_rules! plain {
        ($kind:ty) => {
            Some(array.as_primitive::<$kind>().value(row).to_string())
        };
    }
    match array.data_type() {
        DataType::Boolean => Some(array.as_boolean().value(row).to_string()),
        DataType::Int8 => plain!(Int8Type),
        DataType::Int16 => plain!(Int16Type),
        DataType::Int32 => plain!(Int32Type),
        DataType::Int64 => plain!(Int64Type),
        DataType::UInt8 => plain!(UInt8Type),
        DataType::UInt16 => plain!(UInt16Type),
        DataType::UInt32 => plain!(UInt32Type),
        DataType::UInt64 => plain!(UInt64Type),
        DataType::Float32 => plain!(Float32Type),
        DataType::Float64 => plain!(Float64Type),
        DataType::Date32 => {
            let days = i64::from(array.as_primitive::<Date32Type>().value(row));
            let day = DateTime::from_timestamp(days.checked_mul(86_400)?, 0)?;
            Some(day.format("%Y-%m-%d").to_string())
        }
        DataType::Timestamp(unit, zone) => time(array, row, *unit, zone.is_some()),
        _ => None,
    }
}

/// A time; one that has no zone is local.
fn time(array: &dyn Array, row: usize, unit: TimeUnit, zoned: bool) -> Option<String> {
    let time = match unit {
        TimeUnit::Second => {
            let seconds = array.as_primitive::<TimestampSecondType>().value(row);
            DateTime::from_timestamp(seconds, 0)
        }
        TimeUnit::Millisecond => {
            let millis = array.as_primitive::<TimestampMillisecondType>().value(row);
            DateTime::from_timestamp_millis(millis)
        }
        TimeUnit::Microsecond => {
            let micros = array.as_primitive::<TimestampMicrosecondType>().value(row);
            DateTime::from_timestamp_micros(micros)
        }
        TimeUnit::Nanosecond => {
            let nanos = array.as_primitive::<TimestampNanosecondType>().value(row);
            Some(DateTime::from_timestamp_nanos(nanos))
        }
    };
    let form = if zoned { "%Y-%m-%dT%H:%M:%SZ" } else { "%Y-%m-%dT%H:%M:%S" };
    time.map(|time| time.format(form).to_string())
}

/// Rows that are about as long as a batch of pages, in the row group with the longest ones.
fn rows_at_a_time(builder: &Builder) -> usize {
    let groups = builder.metadata().row_groups().iter();
    let each = groups.map(|group| group.total_byte_size() / group.num_rows().max(1)).max();
    let each = usize::try_from(each.unwrap_or(0)).unwrap_or(0).max(1);
    (BATCH / each).clamp(1, MOST_ROWS)
}

fn damaged(place: &Place, row: u64, what: &str) -> Halt {
    Damage::new(place, row, format!("Parquet is damaged or not known, at this row: {what}")).into()
}

fn words(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// The library may panic on damage.
fn careful<T>(work: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err("it makes no sense".to_owned()))
}
