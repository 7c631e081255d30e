//! Fisher's exact test of two shares, and Tarone's correction for many of them.
//!
//! R. A. Fisher, Statistical Methods for Research Workers, 5th ed., 1934, §21.02; R. E. Tarone, A Modified Bonferroni Method
//! for Discrete Data, Biometrics 46 (1990), 515–522.

/// Two shares that are compared: `before.0` of `before.1` pages, and `now.0` of `now.1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub before: (u64, u64),
    pub now: (u64, u64),
}

/// Terms below this part of the sum change nothing.
const NEGLIGIBLE: f64 = 1e-17;

impl Pair {
    /// The probability that two samples of one population differ by as much or more: twice the smaller tail of the
    /// hypergeometric distribution.
    pub fn probability(self) -> f64 {
        let (low, high) = (self.tail(self.now.0, false), self.tail(self.now.0, true));
        (2.0 * low.min(high)).min(1.0)
    }

    /// The least probability that any outcome with these totals could have.
    pub fn least(self) -> f64 {
        let (from, to) = self.range();
        if from == to {
            return 1.0;
        }
        (2.0 * self.term(from).min(self.term(to))).min(1.0)
    }

    /// By how much the shares differ.
    pub fn distance(self) -> f64 {
        let share = |(part, all): (u64, u64)| part as f64 / all.max(1) as f64;
        (share(self.now) - share(self.before)).abs()
    }

    fn successes(self) -> u64 {
        self.before.0 + self.now.0
    }

    /// The smallest and the largest number of successes that could be in `now`.
    fn range(self) -> (u64, u64) {
        let all = self.successes();
        (all.saturating_sub(self.before.1), all.min(self.now.1))
    }

    /// The probability of exactly `x` successes in `now`.
    fn term(self, x: u64) -> f64 {
        let (n, m, all) = (self.now.1, self.before.1, self.successes());
        (choose(n, x) + choose(m, all - x) - choose(n + m, all)).exp()
    }

    /// The probability of `x` or more successes in `now`, or of `x` or fewer.
    fn tail(self, x: u64, upward: bool) -> f64 {
        let (from, to) = self.range();
        let (n, m, all) = (self.now.1 as f64, self.before.1 as f64, self.successes() as f64);
        let (mut at, mut term) = (x, self.term(x));
        let mut sum = term;
        while if upward { at < to } else { at > from } {
            // The term of one more or one fewer, from that before.
            let x = at as f64;
            term *= if upward {
                (n - x) * (all - x) / ((x + 1.0) * (m - all + x + 1.0))
            } else {
                x * (m - all + x) / ((n - x + 1.0) * (all - x + 1.0))
            };
            sum += term;
            if term < sum * NEGLIGIBLE {
                break;
            }
            at = if upward { at + 1 } else { at - 1 };
        }
        sum.min(1.0)
    }
}

/// The natural logarithm of the number of ways to choose `k` of `n`.
fn choose(n: u64, k: u64) -> f64 {
    let ln_factorial = |n: u64| libm::lgamma(n as f64 + 1.0);
    ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k)
}

/// The probability below which a pair differs, so that with probability `1 - significance` none of all pairs is said to
/// differ by chance. Pairs that no outcome could make differ do not count.
pub(super) fn threshold(least: &mut [f64], significance: f64) -> f64 {
    least.sort_unstable_by(f64::total_cmp);
    let mut count = 1;
    loop {
        let bound = significance / count as f64;
        if least.partition_point(|least| *least <= bound) <= count {
            return bound;
        }
        count += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(before: (u64, u64), now: (u64, u64)) -> Pair {
        Pair { before, now }
    }

    #[test]
    fn probabilities_are_those_of_the_book() {
        // Fisher's convicts with twins: 10 of 13 against 2 of 17, one tail 619/1330665.
        let p = pair((10, 13), (2, 17)).probability();
        assert!((p - 2.0 * 619.0 / 1_330_665.0).abs() < 1e-12, "{p}");
        assert_eq!(pair((40, 40), (40, 40)).probability(), 1.0);
        assert!(pair((40, 40), (24, 40)).probability() < 1e-5);
        assert!(pair((20, 40), (24, 40)).probability() > 0.3);
    }

    #[test]
    fn tails_are_the_sums_of_their_terms() {
        for (before, now) in [((3, 9), (5, 7)), ((0, 4), (3, 5)), ((6, 6), (1, 8))] {
            let it = pair(before, now);
            let (from, to) = it.range();
            let sum: f64 = (now.0..=to).map(|x| it.term(x)).sum();
            assert!((it.tail(now.0, true) - sum).abs() < 1e-12);
            let sum: f64 = (from..=now.0).map(|x| it.term(x)).sum();
            assert!((it.tail(now.0, false) - sum).abs() < 1e-12);
        }
    }

    #[test]
    fn large_numbers_are_no_trouble() {
        let it = pair((990_000_000, 1_000_000_000), (985_000, 1_000_000));
        assert!(it.probability() < 1e-100);
        assert!(pair((500_000, 1_000_000), (500_100, 1_000_000)).probability() > 0.5);
    }

    #[test]
    fn pairs_that_cannot_differ_do_not_count() {
        let mut least = vec![1.0; 1000];
        least.extend([1e-9, 1e-9]);
        assert_eq!(threshold(&mut least, 0.001), 0.0005);
        assert_eq!(threshold(&mut [], 0.001), 0.001);
        assert_eq!(threshold(&mut [1e-9; 100], 0.001), 0.001 / 100.0);
    }
}
