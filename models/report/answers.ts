import { holmAdjusted } from '../statistics/holm.ts'
import type { BlockRatio } from '../statistics/block-ratio.ts'

/** What the verification says about one figure that is the better the lower it is. */
export interface Answer {
  /** For all figures that were tested together (Holm 1979). */
  readonly answer: 'better' | 'no-difference' | 'worse'
  /**
   * The largest change, up or down, that the 95 % interval does not exclude: a share for a relative change, otherwise
   * in the figure's unit. ≥ 0.
   */
  readonly largestDifference: number
  /** p-value of the two-sided test, adjusted for all figures that were tested (Holm 1979); 1 where none could be. */
  readonly adjustedPValue: number
}

/** Chance of even one wrong `better` or `worse` among all figures of a run, at most. */
const FAMILY_WISE_ERROR = 0.05

/**
 * One of three answers for each figure. Each interval holds its true value in 95 of 100 runs, so among four figures
 * one in five runs would show some difference where there is none; the p-values are therefore adjusted together, and
 * a figure is better or worse only where the adjusted one is below 5 %. An interval may exclude zero and the answer
 * be `no-difference` all the same.
 *
 * A figure that is zero on both sides, such as a failure rate where nothing failed, cannot come out as different
 * however it is split between the sides, so it does not count among the tests (Tarone 1990, A modified Bonferroni
 * method for discrete data, Biometrics 46, 515–522).
 *
 * @param effects of the figures to test; `null`, and those without an interval, are not tested
 * @returns in the same order; `null` where nothing was tested
 */
export function answersFor(effects: ReadonlyArray<BlockRatio | null>): Array<Answer | null> {
  const tested = effects.map((effect) => (effect !== null && isTestable(effect) ? effect.pValue : null))
  const adjusted = holmAdjusted(tested.filter((pValue) => pValue !== null))
  return effects.map((effect, i) => {
    if (effect === null || effect.pValue === null) return null
    const adjustedPValue = tested[i] === null ? 1 : (adjusted.shift() as number)
    const largestDifference = Math.max(Math.abs(effect.low ?? 0), Math.abs(effect.high ?? 0))
    return { answer: answerOf(effect.change ?? 0, adjustedPValue), largestDifference, adjustedPValue }
  })
}

function isTestable({ before, after, pValue }: BlockRatio): boolean {
  return pValue !== null && (before !== 0 || after !== 0)
}

function answerOf(change: number, adjustedPValue: number): Answer['answer'] {
  if (adjustedPValue >= FAMILY_WISE_ERROR) return 'no-difference'
  return change < 0 ? 'better' : 'worse'
}
