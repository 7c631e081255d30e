//! Sizes as people write them: `64MiB`, `1G`, `500kB`, `4096`.

/// The number of bytes. Letters alone and those with `i` count by 1024, those with `B` alone by 1000.
pub fn parse(text: &str) -> Result<u64, String> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, unit) = text.split_at(end);
    let number: u64 = digits.parse().map_err(|_| "a size begins with a number".to_owned())?;
    let wrong = || format!("{unit} is no unit (B, K, M, G, KiB, MiB, GiB, kB, MB, GB)");
    let factor = factor(unit.trim()).ok_or_else(wrong)?;
    number.checked_mul(factor).ok_or_else(|| "too large".to_owned())
}

fn factor(unit: &str) -> Option<u64> {
    Some(match unit.to_ascii_lowercase().as_str() {
        "" | "b" => 1,
        "k" | "kib" => 1 << 10,
        "m" | "mib" => 1 << 20,
        "g" | "gib" => 1 << 30,
        "kb" => 1_000,
        "mb" => 1_000_000,
        "gb" => 1_000_000_000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn sizes() {
        assert_eq!(parse("64MiB"), Ok(64 << 20));
        assert_eq!(parse("1G"), Ok(1 << 30));
        assert_eq!(parse("5 kB"), Ok(5000));
        assert_eq!(parse("4096"), Ok(4096));
        for wrong in ["", "MiB", "1X", "-1", "99999999999G"] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
