//! Repairs of the body, applied only where they are asked for.

use crate::record::Record;

/// Writes the repairs that `record` lists into its body. The list stays, so that a reader can tell what was inserted.
/// A repair that does not fit the body is left out of both.
pub fn apply(record: &mut Record<'_>) {
    let Some(body) = record.body.take() else { return };
    if record.repairs.is_empty() {
        record.body = Some(body);
        return;
    }
    let inserted: usize = record.repairs.iter().map(|repair| repair.insert.len()).sum();
    let mut repaired = String::with_capacity(body.len() + inserted);
    let mut from = 0;
    record.repairs.retain(|repair| {
        let Some(before) = body.get(from..repair.at) else { return false };
        repaired.push_str(before);
        repaired.push_str(&repair.insert);
        from = repair.at;
        true
    });
    repaired.push_str(body.get(from..).unwrap_or_default());
    record.body = Some(repaired.into());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Repair;

    fn repair(at: usize) -> Repair {
        Repair { at, kind: "glued-paragraph".into(), insert: "\n\n".into() }
    }

    #[test]
    fn repairs_go_into_the_body_and_stay_listed() {
        let repairs = vec![repair(4), repair(9)];
        let mut record =
            Record { body: Some("One.Two.ü.Four".into()), repairs, ..Record::default() };
        apply(&mut record);
        // 9 is inside `ü`, and so it is no place for a repair.
        assert_eq!(record.body.as_deref(), Some("One.\n\nTwo.ü.Four"));
        assert_eq!(record.repairs, [repair(4)]);
    }

    #[test]
    fn nothing_to_repair_is_nothing_changed() {
        let mut record = Record::default();
        apply(&mut record);
        assert_eq!(record.body, None);
        record.repairs = vec![repair(99)];
        record.body = Some("short".into());
        apply(&mut record);
        assert_eq!(record.body.as_deref(), Some("short"));
    }
}
