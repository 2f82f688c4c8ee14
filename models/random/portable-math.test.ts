import { describe, expect, it } from 'vitest'
import { fnv1aOfBytes } from './fnv1a.ts'
import { exp, ln } from './portable-math.ts'
import { RandomStream } from './random-stream.ts'

/** One unit in the last place is at most 2^-52 of the value, 2.22e-16. */
const ONE_ULP = 2.3e-16
const INPUTS = 200_000

function largestRelativeError(
  inputs: Float64Array,
  ours: (x: number) => number,
  exact: (x: number) => number,
) {
  let largest = 0
  for (const x of inputs) largest = Math.max(largest, Math.abs(ours(x) - exact(x)) / Math.abs(exact(x)))
  return largest
}

/** Products and quotients of random numbers with powers of two: exact on every engine. */
function positiveInputs(purpose: string, lowestExponent: number, highestExponent: number): Float64Array {
  const stream = new RandomStream(1, purpose)
  return Float64Array.from({ length: INPUTS }, () => {
    const exponent = lowestExponent + stream.below(highestExponent - lowestExponent + 1)
    let scale = 1
    for (let k = 0; k < Math.abs(exponent); k++) scale = exponent > 0 ? scale * 2 : scale / 2
    return (1 + stream.float()) * scale
  })
}

function inputsBetween(purpose: string, low: number, high: number): Float64Array {
  const stream = new RandomStream(1, purpose)
  return Float64Array.from({ length: INPUTS }, () => low + (high - low) * stream.float())
}

function hashOfResults(inputs: Float64Array, f: (x: number) => number): number {
  return fnv1aOfBytes(new Uint8Array(inputs.map(f).buffer))
}

describe('ln', () => {
  it('is within one unit in the last place of Math.log', () => {
    expect(largestRelativeError(positiveInputs('ln', -1074, 1023), ln, Math.log)).toBeLessThan(ONE_ULP)
    expect(largestRelativeError(inputsBetween('ln', 0.5, 2), ln, Math.log)).toBeLessThan(ONE_ULP)
    expect(largestRelativeError(inputsBetween('ln', 1 - 1e-9, 1 + 1e-9), ln, Math.log)).toBeLessThan(ONE_ULP)
  })

  it('has the limits of IEEE 754', () => {
    expect(ln(1)).toBe(0)
    expect(ln(0)).toBe(-Infinity)
    expect(ln(-0)).toBe(-Infinity)
    expect(ln(Infinity)).toBe(Infinity)
    expect(ln(-1)).toBeNaN()
    expect(ln(NaN)).toBeNaN()
    expect(ln(-Infinity)).toBeNaN()
  })

  it('gives the nearest double at 2, 10, the smallest and the largest number', () => {
    expect(ln(2)).toBe(Math.LN2)
    expect(ln(10)).toBe(Math.LN10)
    expect(ln(5e-324)).toBe(-744.4400719213812)
    expect(ln(Number.MAX_VALUE)).toBe(709.782712893384)
  })

  it('gives these very bits', () => {
    expect(hashOfResults(positiveInputs('golden', -60, 60), ln)).toBe(0xbd4a6f77)
    expect(hashOfResults(inputsBetween('golden', 0, 1), ln)).toBe(0x1f571f63)
  })
})

describe('exp', () => {
  it('is within one unit in the last place of Math.exp', () => {
    expect(largestRelativeError(inputsBetween('exp', -708, 709), exp, Math.exp)).toBeLessThan(ONE_ULP)
    expect(largestRelativeError(inputsBetween('exp', -1, 1), exp, Math.exp)).toBeLessThan(ONE_ULP)
    expect(largestRelativeError(inputsBetween('exp', -1e-9, 1e-9), exp, Math.exp)).toBeLessThan(ONE_ULP)
  })

  it('is within the smallest number of Math.exp where results are subnormal', () => {
    for (const x of inputsBetween('exp', -746, -708)) {
      // Normal results down to 2.2e-308 differ by one ulp, which there is the smallest number too (or twice it).
      expect(Math.abs(exp(x) - Math.exp(x))).toBeLessThanOrEqual(2 * 5e-324)
    }
  })

  it('has the limits of IEEE 754', () => {
    expect(exp(0)).toBe(1)
    expect(exp(-0)).toBe(1)
    expect(exp(Infinity)).toBe(Infinity)
    expect(exp(-Infinity)).toBe(0)
    expect(exp(NaN)).toBeNaN()
    expect(exp(709.782712893384) / Number.MAX_VALUE).toBeCloseTo(1, 12)
    expect(exp(709.782712893384)).toBeLessThan(Infinity)
    expect(exp(709.7827128933841)).toBe(Infinity)
    expect(exp(-745.1332191019411)).toBe(5e-324)
    expect(exp(-745.1332191019412)).toBe(0)
  })

  it('gives these very bits', () => {
    expect(hashOfResults(inputsBetween('golden', -700, 700), exp)).toBe(0x0d1d18d8)
    expect(hashOfResults(inputsBetween('golden', -1, 1), exp)).toBe(0x1500699b)
  })
})
