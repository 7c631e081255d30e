//! The word that somebody may have meant.

/// The known word that is nearest to one, if it is near: a letter or two away, or of the same letters as far as it goes.
pub fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let far = (word.chars().count() / 3).max(1);
    known
        .map(|it| (strsim::osa_distance(word, it), it))
        .filter(|(distance, _)| *distance <= far)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, it)| it)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn only_what_is_near_is_meant() {
        let known = ["headline", "published", "body"];
        let near = |word| nearest(word, known.into_iter());
        assert_eq!(near("headlin"), Some("headline"));
        assert_eq!(near("publihsed"), Some("published"));
        assert_eq!(near("boby"), Some("body"));
        assert_eq!(near("author"), None);
        assert_eq!(near(""), None);
    }
}
