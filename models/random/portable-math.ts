/**
 * Natural logarithm and exponential that give the same bits on every JavaScript engine. `Math.log` and
 * `Math.exp` may differ in the last bit from one engine, or version of it, to the next; only + − × ÷ and
 * `Math.sqrt` are fixed by IEEE 754, so a seeded simulation may use nothing else.
 *
 * Method and coefficients: FDLIBM 5.3, `e_log.c` and `e_exp.c` (Sun Microsystems, 1993); error below 1 ulp.
 */

const LN2_HIGH = 6.9314718036912382e-1
const LN2_LOW = 1.9082149292705877e-10

/** Minimax fit of (ln(1+f) − 2s) / s in powers of s², where s = f / (2 + f) and |s| ≤ 0.1716. */
const L1 = 6.66666666666673513e-1
const L2 = 3.999999999940941908e-1
const L3 = 2.857142874366239149e-1
const L4 = 2.222219843214978396e-1
const L5 = 1.818357216161805012e-1
const L6 = 1.531383769920937332e-1
const L7 = 1.479819860511658591e-1

/** Minimax fit of r·(eʳ + 1) / (eʳ − 1) − 2 in powers of r², where |r| ≤ ln(2) / 2. */
const E1 = 1.66666666666666019e-1
const E2 = -2.77777777770155934e-3
const E3 = 6.61375632143793436e-5
const E4 = -1.65339022054652515e-6
const E5 = 4.13813679705723846e-8

/** Largest x with a finite eˣ, and smallest with one above 0. */
const EXP_LARGEST = 709.782712893384
const EXP_SMALLEST = -745.1332191019411

const TWO_54 = 2 ** 54
const SMALLEST_NORMAL = 2.2250738585072014e-308
/** High 32 bits of 1 and of √½: mantissas are brought into [√½, √2), where the fit of ln holds. */
const HIGH_OF_ONE = 0x3ff00000
const HIGH_OF_SQRT_HALF = 0x3fe6a09e

/** 2^k at [k + 1074], from the smallest power that a double can hold to the largest; each product is exact. */
const POWERS_OF_TWO = new Float64Array(2098)
POWERS_OF_TWO[1074] = 1
for (let k = 1; k <= 1023; k++) POWERS_OF_TWO[1074 + k] = powerOfTwo(k - 1) * 2
for (let k = -1; k >= -1074; k--) POWERS_OF_TWO[1074 + k] = powerOfTwo(k + 1) / 2

const asDouble = new Float64Array([1])
const asWords = new Int32Array(asDouble.buffer)
const HIGH_WORD = asWords[1] === HIGH_OF_ONE ? 1 : 0

/** Natural logarithm. NaN below 0, −Infinity at 0. */
export function ln(x: number): number {
  if (!(x >= SMALLEST_NORMAL)) {
    if (x > 0) return lnOfScaled(x * TWO_54, -54)
    return x === 0 ? -Infinity : NaN
  }
  return x === Infinity ? Infinity : lnOfScaled(x, 0)
}

/** ln(x · 2^exponent) for a normal, finite, positive x. */
function lnOfScaled(x: number, exponent: number): number {
  asDouble[0] = x
  const xExponent = (((asWords[HIGH_WORD] ?? 0) + (HIGH_OF_ONE - HIGH_OF_SQRT_HALF)) >>> 20) - 1023
  const k = xExponent + exponent
  const f = x * powerOfTwo(-xExponent) - 1

  const s = f / (2 + f)
  const z = s * s
  const w = z * z
  const odd = z * (L1 + w * (L3 + w * (L5 + w * L7)))
  const even = w * (L2 + w * (L4 + w * L6))
  const halfSquare = 0.5 * f * f
  const tail = s * (halfSquare + odd + even) + k * LN2_LOW
  return k * LN2_HIGH - (halfSquare - tail - f)
}

/** e to the x: Infinity above 709.78, 0 below −745.13. */
export function exp(x: number): number {
  if (!(x <= EXP_LARGEST)) return x > 0 ? Infinity : NaN
  if (x < EXP_SMALLEST) return 0

  const k = Math.floor(x * Math.LOG2E + 0.5)
  const high = x - k * LN2_HIGH
  const low = k * LN2_LOW
  const r = high - low
  const z = r * r
  const c = r - z * (E1 + z * (E2 + z * (E3 + z * (E4 + z * E5))))
  const mantissa = 1 - (low - (r * c) / (2 - c) - high)
  return scaleByPowerOfTwo(mantissa, k)
}

/** mantissa · 2^k, rounded once at most; k in −1075…1024. */
function scaleByPowerOfTwo(mantissa: number, k: number): number {
  if (k > 1023) return mantissa * 2 * powerOfTwo(k - 1)
  if (k < -1022) return mantissa * powerOfTwo(k + 54) * powerOfTwo(-54)
  return mantissa * powerOfTwo(k)
}

function powerOfTwo(k: number): number {
  return POWERS_OF_TWO[k + 1074] ?? NaN
}
