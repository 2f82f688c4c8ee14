import { ln, exp } from '../random/portable-math.ts'

/** An interval for a probability. */
export interface ProbabilityInterval {
  /** In [0, 1]. */
  readonly low: number
  /** In [0, 1]. */
  readonly high: number
}

/**
 * The exact interval for a probability of which `successes` in `trials` were seen: its lower end is the probability
 * with which so many or more are seen in (1 − level) / 2 of all cases, its upper end the one for so many or fewer
 * (Clopper and Pearson 1934, Biometrika 26, 404–413). It holds the true value in at least `level` of all cases.
 *
 * @param successes whole, in 0…trials
 * @param trials whole, ≥ 0; none gives [0, 1]
 * @param level in (0, 1); 0.95 unless told
 * @throws RangeError when a parameter is out of range
 */
export function clopperPearson(successes: number, trials: number, level = 0.95): ProbabilityInterval {
  if (!(Number.isInteger(trials) && trials >= 0 && Number.isFinite(trials))) {
    throw new RangeError(`trials must be a whole number, got ${trials}`)
  }
  if (!(Number.isInteger(successes) && successes >= 0 && successes <= trials)) {
    throw new RangeError(`successes must be a whole number in 0…${trials}, got ${successes}`)
  }
  if (!(level > 0 && level < 1)) throw new RangeError(`level must be in (0, 1), got ${level}`)
  const tail = (1 - level) / 2
  const failures = trials - successes
  return {
    low: successes === 0 ? 0 : 1 - largestWithAtMost(failures, trials, tail),
    high: failures === 0 ? 1 : largestWithAtMost(successes, trials, tail),
  }
}

/** The probability at which at most `successes` of `trials`, with `successes` < `trials`, have a chance of `tail`. */
function largestWithAtMost(successes: number, trials: number, tail: number): number {
  let low = 0
  let high = 1
  for (;;) {
    const middle = low + (high - low) / 2
    if (middle <= low || middle >= high) return middle
    if (chanceOfAtMost(successes, trials, middle) > tail) low = middle
    else high = middle
  }
}

/**
 * P(X ≤ k) of a binomial distribution, for p in (0, 1) and k < n; the sum itself, which for the counts of nights is
 * short, rather than the incomplete beta function I₁₋ₚ(n − k, k + 1) that it equals.
 */
function chanceOfAtMost(successes: number, trials: number, probability: number): number {
  const logOdds = ln(probability) - ln(1 - probability)
  let logTerm = trials * ln(1 - probability)
  let sum = 0
  for (let k = 0; k <= successes; k++) {
    sum += exp(logTerm)
    logTerm += ln((trials - k) / (k + 1)) + logOdds
  }
  return sum
}
