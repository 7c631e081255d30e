//! Any bytes, cut or changed anywhere, are opened without a panic and without an end that never comes.

mod archive;
#[path = "common/opening.rs"]
mod opening;

use archive::{bzip2, gzip, lines, members, parquet, tar, wet, xz, zip, zstd};
use proptest::prelude::*;
use std::sync::LazyLock;

static WHOLE: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    vec![
        lines(),
        gzip(&lines()),
        zstd(&lines()),
        bzip2(&lines()),
        xz(&lines()),
        members(tar),
        members(zip),
        wet(),
        parquet(),
        gzip(&members(tar)),
        zstd(&parquet()),
    ]
});

#[test]
fn what_is_whole_gives_all_its_pages() {
    for bytes in &*WHOLE {
        assert_eq!(opening::check(bytes), archive::pages().len() as u64);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn anything_is_opened(bytes: Vec<u8>) {
        opening::check(&bytes);
    }

    #[test]
    fn containers_cut_and_changed_are_opened(
        which in 0..11usize,
        cut in 0.0..1.2f64,
        changes in prop::collection::vec((0.0..1.0f64, any::<u8>()), 0..4),
        behind in prop::collection::vec(any::<u8>(), 0..3),
    ) {
        let whole = &WHOLE[which];
        let mut bytes = whole[..((whole.len() as f64 * cut) as usize).min(whole.len())].to_vec();
        for (at, byte) in changes {
            let at = (bytes.len() as f64 * at) as usize;
            if let Some(old) = bytes.get_mut(at) {
                *old = byte;
            }
        }
        bytes.extend(behind);
        opening::check(&bytes);
    }
}
