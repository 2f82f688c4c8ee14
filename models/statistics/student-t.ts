/**
 * Student's t distribution: the probability that a t variable is at most `t`.
 *
 * For t ≥ 0 the upper tail is ½ I_x(ν/2, ½) with x = ν / (ν + t²); I is the regularised incomplete beta
 * function (Abramowitz and Stegun 1964, 26.7.1 and 26.5.2).
 *
 * @param t any number; ±Infinity gives 0 or 1
 * @param degreesOfFreedom ν > 0, not necessarily whole
 * @returns a probability in [0, 1]
 * @throws RangeError when `t` is NaN or `degreesOfFreedom` is not a positive finite number
 */
export function studentTCdf(t: number, degreesOfFreedom: number): number {
  requireDegreesOfFreedom(degreesOfFreedom)
  if (Number.isNaN(t)) throw new RangeError('t must be a number, not NaN')
  const tail = upperTail(Math.abs(t), degreesOfFreedom)
  return t > 0 ? 1 - tail : tail
}

/**
 * Student's t distribution: the value that a t variable stays at or below with the given probability. Found by
 * bisection on the upper tail, down to neighbouring floating-point numbers.
 *
 * @param probability in [0, 1]; 0 gives -Infinity, 1 gives Infinity
 * @param degreesOfFreedom ν > 0, not necessarily whole
 * @throws RangeError when `probability` is outside [0, 1] or `degreesOfFreedom` is not a positive finite number
 */
export function studentTQuantile(probability: number, degreesOfFreedom: number): number {
  requireDegreesOfFreedom(degreesOfFreedom)
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`probability must be in [0, 1], got ${probability}`)
  }
  if (probability === 0.5) return 0
  const tail = Math.min(probability, 1 - probability)
  const distance = tail === 0 ? Infinity : upperQuantile(tail, degreesOfFreedom)
  return probability < 0.5 ? -distance : distance
}

/** The t ≥ 0 whose upper tail is `tail`, for `tail` in (0, ½). */
function upperQuantile(tail: number, degreesOfFreedom: number): number {
  let low = 0
  let high = 1
  while (high < Number.MAX_VALUE && upperTail(high, degreesOfFreedom) > tail) {
    low = high
    high = Math.min(high * 2, Number.MAX_VALUE)
  }
  for (;;) {
    const middle = low + (high - low) / 2
    if (middle <= low || middle >= high) return high
    if (upperTail(middle, degreesOfFreedom) > tail) low = middle
    else high = middle
  }
}

/** P(T > t) for t ≥ 0. */
function upperTail(t: number, degreesOfFreedom: number): number {
  if (t === Infinity) return 0
  const ratio = (t / degreesOfFreedom) * t
  const x = 1 / (1 + ratio)
  const complement = ratio === Infinity ? 1 : ratio / (1 + ratio)
  return regularisedBeta(x, complement, degreesOfFreedom / 2, 0.5) / 2
}

/** I_x(a, b), given both x and its complement 1 − x so that neither loses digits near 0 or 1. */
function regularisedBeta(x: number, complement: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (complement <= 0) return 1
  const logFactor = logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(complement)
  const factor = Math.exp(logFactor)
  // The fraction converges quickly below the mean of the beta distribution; above it, use the symmetry.
  if (x < (a + 1) / (a + b + 2)) return (factor * betaFraction(x, a, b)) / a
  return 1 - (factor * betaFraction(complement, b, a)) / b
}

const MAX_FRACTION_TERMS = 10_000

/**
 * The continued fraction of the incomplete beta function (NIST DLMF 8.17.22), evaluated by the modified Lentz
 * method (Thompson and Barnett 1986).
 */
function betaFraction(x: number, a: number, b: number): number {
  let numerator = 1
  let denominator = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1))
  let value = denominator
  for (let m = 1; m <= MAX_FRACTION_TERMS; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    denominator = 1 / awayFromZero(1 + even * denominator)
    numerator = awayFromZero(1 + even / numerator)
    value *= numerator * denominator
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    denominator = 1 / awayFromZero(1 + odd * denominator)
    numerator = awayFromZero(1 + odd / numerator)
    const step = numerator * denominator
    value *= step
    if (Math.abs(step - 1) <= Number.EPSILON) break
  }
  return value
}

function awayFromZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value
}

/** ln Γ(z) for z > 0: Stirling's series (NIST DLMF 5.11.1) after moving z above 12 by Γ(z + 1) = z Γ(z). */
function logGamma(z: number): number {
  let shifted = z
  let product = 1
  while (shifted < 12) {
    product *= shifted
    shifted += 1
  }
  const inverse = 1 / shifted
  const square = inverse * inverse
  const series =
    inverse *
    (1 / 12 -
      square *
        (1 / 360 -
          square * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - (square * 691) / 360_360)))))
  return (
    (shifted - 0.5) * Math.log(shifted) - shifted + Math.log(2 * Math.PI) / 2 + series - Math.log(product)
  )
}

function requireDegreesOfFreedom(degreesOfFreedom: number): void {
  if (!(degreesOfFreedom > 0 && degreesOfFreedom < Infinity)) {
    throw new RangeError(`degrees of freedom must be positive and finite, got ${degreesOfFreedom}`)
  }
}
