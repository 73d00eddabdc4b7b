use core::fmt;

use crate::{
    capacity::{blocked::Blocked, load::Load},
    catalog::limits::{Cap, Caps, Limit, LimitSet},
    num::{decimals::write_decimal, fraction::Fraction},
};

/// A share of all requests, in parts per billion.
///
/// ```
/// use groq_calc::capacity::Share;
/// assert_eq!(Share::PERCENT.to_string(), "0.01");
/// assert_eq!(Share::from_billionths(1_000_000), Some(Share::PERMILLE));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(u32);

const BILLION: u32 = 1_000_000_000;

impl Share {
    /// None of them.
    pub const NONE: Self = Self(0);
    /// One in a thousand.
    pub const PERMILLE: Self = Self(1_000_000);
    /// One in a hundred.
    pub const PERCENT: Self = Self(10_000_000);
    /// All of them.
    pub const ALL: Self = Self(BILLION);

    /// The given number of billionths; `None` for more than a billion.
    pub const fn from_billionths(count: u32) -> Option<Self> {
        if count > BILLION { None } else { Some(Self(count)) }
    }

    /// How many of a billion.
    pub const fn billionths(self) -> u32 {
        self.0
    }

    /// To the nearest part in a billion. (The cast takes what lies below zero
    /// for zero.)
    fn round(share: f64) -> Self {
        Self(((share * f64::from(BILLION) + 0.5) as u32).min(BILLION))
    }
}

impl fmt::Display for Share {
    /// A decimal from 0 to 1 with at most nine places.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / BILLION, self.0 % BILLION);
        write_decimal(f, whole.into(), rest.into(), 9)
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Share {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// What the minute limits (RPM, TPM, ITPM, OTPM) do with requests that come at
/// random: independent of each other, at an average rate, all of one size (a
/// Poisson process).
///
/// Each limit is a bucket that starts full, holds its cap, refills
/// continuously with the cap per minute and never holds more. A request that
/// finds too little is refused and takes nothing. The share refused is that of
/// the long run; the full start makes the first minutes kinder.
///
/// # One bucket decides
///
/// Let a limit let `K` = cap / (what a request takes) requests through: not
/// necessarily a whole number. In units of requests every bucket holds `K`,
/// refills with `K` a minute and asks for one. Of two limits with `K1 < K2` the
/// level of the second is never below that of the first: so it starts; a
/// request admitted lowers both by one; and while the first refills, the second
/// refills faster or is full, which is above all the first can hold. So where
/// the second refuses, the first does too, and the smallest `K` alone decides.
///
/// # Formula
///
/// What is missing from the bucket, `V`, is the work in a queue with one server
/// and a fixed service time of 60/K seconds: each arrival adds one, it drains
/// at a constant rate, and one is admitted if `V + 1 <= K`. With
/// `rho = rate / K` and the server's time as unit, the rate at which `V` falls
/// through a level equals that at which it jumps across, so its density is
/// `rho (F(x) - F(x - 1))` up to `K - 1`, as in the queue without bound
/// (M/D/1), and `rho (F(K - 1) - F(x - 1))` above. Hence `F = G / (1 + rho G(K - 1))`
/// with
///
/// ```text
/// G(x) = sum over k = 0 .. floor(x) of exp(rho (x - k)) (-rho (x - k))^k / k!
/// refused = 1 - 1 / (rho + 1 / G(K - 1))
/// ```
///
/// which is exact for every real `K >= 1`, whole or not; below one, all are
/// refused.
///
/// # Error
///
/// The sum cancels badly and is never computed so. Up to `K - 1 = 32` only
/// positive numbers are added: at whole places, `G(i + 1) - G(i)` from the
/// balance of the queue across one place, and between them
/// `G(x) = sum over j of G(k - j) exp(-y) y^j / j!`, `k = floor(x) + 1`,
/// `y = rho (k - x)`. Above, `G` is its two real terms,
/// `1 / (1 - rho) + exp(r x) / (1 - rho + r)` with `r = rho (1 - exp(-r))`
/// (`2 x + 2/3` at `rho = 1`; the second is nothing at `rho <= 1/2`). All other
/// terms together are less than `(rho / 2 pi)^x`, below 10^-15 where `rho < 2`;
/// from there on `G` is beyond 10^20 and `1 / G` lost in rounding.
///
/// A relative error of `e` in `G` moves the share by less than `e`, and `e` is
/// held below 10^-11; so a [`Share`] is right to one part in a billion. The
/// functions come from `libm`, in software, and give the same bits on every
/// machine.
///
/// ```
/// use groq_calc::{capacity::{Arrivals, Share}, Fraction, Limit};
///
/// // 8,000 tokens a minute, 2,000 a request; 30 requests a minute.
/// let arrivals = Arrivals::tightest([(Limit::RPM, 30, 1), (Limit::TPM, 8000, 2000)]);
/// assert_eq!(arrivals.bucket(), Some(Fraction::new(4, 1)));
/// // On average the limit is half used, yet bursts lose 0.8 % of the requests.
/// let share = arrivals.share_refused(Fraction::new(2, 1));
/// assert_eq!(share.to_string(), "0.007684247");
/// // So much on average loses at most one in a thousand.
/// let rate = arrivals.highest_rate(Share::PERMILLE).unwrap();
/// assert_eq!(rate.to_string(), "1.284");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Arrivals {
    /// K of the text above; `None` without a minute limit.
    bucket: Option<Fraction>,
    bound: LimitSet,
}

impl Arrivals {
    /// From each limit its cap and what one request takes of it. A limit of
    /// which a request takes nothing refuses none.
    pub fn tightest(limits: impl IntoIterator<Item = (Limit, u64, u64)>) -> Self {
        let mut tightest = Self { bucket: None, bound: LimitSet::EMPTY };
        for (limit, cap, each) in limits {
            if each == 0 {
                continue;
            }
            let bucket = Fraction::new(cap.into(), each.into());
            if tightest.bucket.is_none_or(|least| bucket < least) {
                tightest = Self { bucket: Some(bucket), bound: LimitSet::EMPTY };
            }
            if tightest.bucket == Some(bucket) {
                tightest.bound.insert(limit);
            }
        }
        tightest
    }

    /// The minute limits of `caps` under `load`, each less the safety margin;
    /// `ignored` and unknown ones are left out. Where no request can ever pass
    /// (`blocked`), the bucket holds none and no limit is named.
    pub fn new(load: &Load, caps: &Caps, ignored: LimitSet, blocked: Option<Blocked>) -> Self {
        if blocked.is_some() {
            return Self { bucket: Some(Fraction::new(0, 1)), bound: LimitSet::EMPTY };
        }
        let minute = [Limit::RPM, Limit::TPM, Limit::ITPM, Limit::OTPM];
        Self::tightest(minute.into_iter().filter_map(|limit| match caps.get(limit) {
            Cap::At(cap) if !ignored.contains(limit) => {
                Some((limit, load.usable(cap), load.per_request(limit)))
            }
            _ => None,
        }))
    }

    /// How many requests the tightest bucket holds, and how many it regains in
    /// a minute; `None` where nothing holds them back.
    pub const fn bucket(&self) -> Option<Fraction> {
        self.bucket
    }

    /// The limits that set it.
    pub const fn bound(&self) -> LimitSet {
        self.bound
    }

    /// The share of requests refused in the long run when `rate` of them come
    /// in an average minute. None at a rate of zero.
    pub fn share_refused(&self, rate: Fraction) -> Share {
        let Some(bucket) = self.bucket.filter(|_| !rate.is_zero()) else { return Share::NONE };
        if bucket < Fraction::new(1, 1) || rate.is_unbounded() {
            return Share::ALL;
        }
        let bucket = float(bucket);
        Share::round(refused(float(rate) / bucket, bucket))
    }

    /// The highest average rate, in requests a minute and to the thousandth,
    /// at which no more than `target` is refused: one thousandth more and the
    /// share, as [`Arrivals::share_refused`] gives it, is above. `None` where
    /// every rate will do.
    pub fn highest_rate(&self, target: Share) -> Option<Fraction> {
        if self.bucket.is_none() || target == Share::ALL {
            return None;
        }
        let meets = |millis| self.share_refused(Fraction::new(millis, 1000)) <= target;
        // At least 1 - 1/rho is refused, so some rate is too high.
        let (mut low, mut high) = (0, 1);
        while meets(high) {
            (low, high) = (high, high * 2);
        }
        while high - low > 1 {
            let middle = low.midpoint(high);
            if meets(middle) {
                low = middle;
            } else {
                high = middle;
            }
        }
        Some(Fraction::new(low, 1000))
    }
}

fn float(fraction: Fraction) -> f64 {
    fraction.numerator() as f64 / fraction.denominator() as f64
}

/// The share refused at utilisation `rho` by a bucket of at least one.
fn refused(rho: f64, bucket: f64) -> f64 {
    1.0 - 1.0 / (rho + 1.0 / waiting(rho, bucket - 1.0))
}

/// G above: up to a factor the chance that in a queue without bound the work
/// ahead is at most `x`. Infinite where 1/G is lost in rounding.
fn waiting(rho: f64, x: f64) -> f64 {
    if x < 1.0 {
        libm::exp(rho * x)
    } else if rho > 40.0 {
        // G never falls, and G(1) = exp(rho).
        f64::INFINITY
    } else if x < FAR as f64 {
        waiting_near(rho, x)
    } else {
        waiting_far(rho, x)
    }
}

/// From here on two terms of G are enough.
const FAR: usize = 32;

fn waiting_near(rho: f64, x: f64) -> f64 {
    let places = x as usize + 1;
    // excess[m] = sum of rho^j / j! over j >= m.
    let mut excess = [0.0; FAR + 1];
    let mut term = 1.0;
    for j in 1..=128 {
        term *= rho / f64::from(j);
        excess[FAR.min(j as usize)] += term;
    }
    for m in (1..FAR).rev() {
        excess[m] += excess[m + 1];
    }
    // step[i] = G(i) - G(i - 1); without end where it leaves the range of f64.
    let (mut step, mut whole) = ([1.0; FAR + 1], [1.0; FAR + 1]);
    for i in 1..=places {
        let later: f64 = (1..i).map(|k| step[k] * excess[i + 1 - k]).sum();
        step[i] = excess[i] + later;
        whole[i] = whole[i - 1] + step[i];
    }
    let gap = rho * (places as f64 - x);
    let (mut weight, mut sum) = (libm::exp(-gap), 0.0);
    for j in 0..places {
        sum += weight * whole[places - j];
        weight *= gap / (j + 1) as f64;
    }
    sum
}

fn waiting_far(rho: f64, x: f64) -> f64 {
    if rho >= 2.0 {
        return f64::INFINITY;
    }
    if rho <= 0.5 {
        return 1.0 / (1.0 - rho);
    }
    let over = rho - 1.0;
    if over == 0.0 {
        return 2.0 * x + 2.0 / 3.0;
    }
    if over.abs() > 1e-3 {
        // Newton's method; the root lies near 2 over.
        let mut root = 2.0 * over;
        for _ in 0..8 {
            root -= (root + rho * libm::expm1(-root)) / (1.0 - rho * libm::exp(-root));
        }
        return libm::exp(root * x) / (root - over) - 1.0 / over;
    }
    // The root as a series: r = over (1 + slope); the terms that grow beyond
    // bound at over = 0 cancel before anything is computed.
    let slope = 1.0 + over * (-2.0 / 3.0 + over * (4.0 / 9.0 - over * (44.0 / 135.0)));
    let rest = 2.0 / 3.0 + over * (-4.0 / 9.0 + over * (44.0 / 135.0));
    (libm::expm1(over * (1.0 + slope) * x) / over + rest) / slope
}

#[cfg(test)]
mod tests;
