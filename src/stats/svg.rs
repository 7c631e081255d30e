//! Plots as plain SVG. Colours come from the style sheet, so that they follow the theme.

use super::{FIELDS, Group};
use crate::html::Escaped;
use std::io::{self, Write};

/// The side of a cell.
const CELL: usize = 34;
/// Room for the names of rows.
const NAMES: usize = 230;
/// Room for the names of columns, which are turned.
const HEAD: usize = 130;

/// Groups by fields, the darker the more records have the field.
pub(super) fn heat_map(
    title: &str,
    rows: &[(&str, &Group)],
    to: &mut impl Write,
) -> io::Result<()> {
    let (wide, high) = (NAMES + 70 + CELL * FIELDS.len() + 60, HEAD + 26 * rows.len() + 10);
    writeln!(
        to,
        "<svg viewBox=\"0 0 {wide} {high}\" style=\"width:{wide}px\" role=\"img\" aria-label=\"{}\">",
        Escaped(title)
    )?;
    for (k, field) in FIELDS.iter().enumerate() {
        let x = NAMES + 70 + CELL * k + CELL / 2 + 4;
        let y = HEAD - 8;
        writeln!(
            to,
            "<text class=\"column\" x=\"{x}\" y=\"{y}\" transform=\"rotate(-50 {x} {y})\">{field}</text>"
        )?;
    }
    for (at, (name, group)) in rows.iter().enumerate() {
        row(name, group, HEAD + 26 * at, to)?;
    }
    writeln!(to, "</svg>")
}

fn row(name: &str, group: &Group, y: usize, to: &mut impl Write) -> io::Result<()> {
    let short: String = name.chars().take(34).collect();
    let base = y + 17;
    writeln!(
        to,
        "<text class=\"name\" x=\"{NAMES}\" y=\"{base}\">{}<title>{}</title></text>",
        Escaped(&short),
        Escaped(name)
    )?;
    writeln!(
        to,
        "<text class=\"count\" x=\"{}\" y=\"{base}\">{}</text>",
        NAMES + 62,
        indicatif::HumanCount(group.records)
    )?;
    for (k, (field, share)) in FIELDS.iter().zip(group.shares()).enumerate() {
        let x = NAMES + 70 + CELL * k;
        let percent = percent(share);
        let class = match share {
            share if share > 0.85 => "value on",
            share if share > 0.65 => "value half",
            _ => "value",
        };
        writeln!(
            to,
            "<g><rect class=\"cell\" x=\"{x}\" y=\"{y}\" width=\"{}\" height=\"24\" style=\"--share:{share:.3}\"/>\
            <text class=\"{class}\" x=\"{}\" y=\"{base}\">{percent}</text>\
            <title>{}: {field} {} of {}</title></g>",
            CELL - 2,
            x + (CELL - 2) / 2,
            Escaped(name),
            group.filled[k],
            group.records
        )?;
    }
    Ok(())
}

/// Whole percents, where only none is 0 and only all is 100.
pub(super) fn percent(share: f64) -> u32 {
    match share {
        share if share <= 0.0 => 0,
        share if share >= 1.0 => 100,
        share => (100.0 * share).round().clamp(1.0, 99.0) as u32,
    }
}

/// One bar a label, from left to right.
pub(super) fn bars(title: &str, bars: &[(String, u64)], to: &mut impl Write) -> io::Result<()> {
    const HIGH: usize = 220;
    const FOOT: usize = 60;
    let most = bars.iter().map(|(_, count)| *count).max().unwrap_or(0).max(1);
    let step = (900 / bars.len().max(1)).clamp(4, 60);
    let wide = (120 + step * bars.len()).max(360);
    writeln!(
        to,
        "<svg viewBox=\"0 0 {wide} {}\" style=\"width:{wide}px\" role=\"img\" aria-label=\"{}\">",
        HIGH + FOOT,
        Escaped(title)
    )?;
    for (part, y) in [(1.0, 20.0), (0.5, 120.0), (0.0, 220.0)] {
        let label = indicatif::HumanCount((most as f64 * part).round() as u64);
        writeln!(
            to,
            "<line class=\"grid\" x1=\"70\" x2=\"{wide}\" y1=\"{y}\" y2=\"{y}\"/><text class=\"axis\" x=\"62\" y=\"{}\">{label}</text>",
            y + 4.0
        )?;
    }
    let every = (bars.len() * 46).div_ceil(step * bars.len().max(1)).max(1);
    for (k, (label, count)) in bars.iter().enumerate() {
        let high = 200.0 * *count as f64 / most as f64;
        let x = 70 + step * k;
        writeln!(
            to,
            "<rect class=\"bar\" x=\"{x}\" y=\"{:.1}\" width=\"{}\" height=\"{high:.1}\"><title>{}: {}</title></rect>",
            220.0 - high,
            step - 1 - usize::from(step > 12),
            Escaped(label),
            indicatif::HumanCount(*count)
        )?;
        if k % every == 0 {
            let (x, y) = (x + step / 2, HIGH + 16);
            writeln!(
                to,
                "<text class=\"column\" x=\"{x}\" y=\"{y}\" transform=\"rotate(35 {x} {y})\">{}</text>",
                Escaped(label)
            )?;
        }
    }
    writeln!(to, "</svg>")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_none_is_nothing_and_only_all_is_everything() {
        assert_eq!([0.0, 0.0001, 0.5, 0.9999, 1.0].map(percent), [0, 1, 50, 99, 100]);
    }

    #[test]
    fn names_are_text() {
        let mut plot = Vec::new();
        heat_map("x", &[("<script>", &Group::default())], &mut plot).unwrap();
        let plot = String::from_utf8(plot).unwrap();
        assert!(!plot.contains("<script>") && plot.contains("&lt;script&gt;"));
    }
}
