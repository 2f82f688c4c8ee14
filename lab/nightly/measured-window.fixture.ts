import type { BlockFigures } from '../../models/report/verify-pairs.fixture.ts'
import { verifyBlock } from '../../models/report/verify-pairs.fixture.ts'
import type { MeasuredWindow, NightlyBlock } from './measured-window.ts'

export function nightlyBlock(figures: BlockFigures, latenessP99Ms = 1): NightlyBlock {
  const { measured, generator, target } = verifyBlock(figures)
  return { measured, target, generator: { ...generator, latenessP99Ms } }
}

/** A little up and down from window to window, so that intervals have a width. */
const WOBBLE = [1, 1.004, 0.997, 1.002, 0.995, 1.006, 0.998]

/**
 * Seven windows in which tonight takes so many ms and, where it is measured too, the baseline.
 *
 * @param shift by how much the wobble is turned between the turns, so that they differ
 */
export function measuredNight(
  tonightMs: number,
  baselineMs: number | null = null,
  shift = 0,
): MeasuredWindow[] {
  const wobble = (i: number) => WOBBLE[(i + shift) % WOBBLE.length] as number
  return WOBBLE.map((_, i) => ({
    window: { fromMs: 1000 * i, toMs: 1000 * i + 900 },
    tonight: nightlyBlock({ responseMs: tonightMs * wobble(i) }),
    tonightAgain: nightlyBlock({ responseMs: tonightMs * wobble(i + 1) }),
    baseline: baselineMs === null ? null : nightlyBlock({ responseMs: baselineMs * wobble(i + 2) }),
  }))
}
