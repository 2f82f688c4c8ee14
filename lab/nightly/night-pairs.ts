import type { NightBlock } from '../../models/nightly/night-record.ts'
import type { MeasuredBlock } from '../../models/report/block-summary.ts'
import type { BlockPair } from '../../models/statistics/block-ratio.ts'
import type { MeasuredWindow } from './measured-window.ts'

type Pairs = Array<BlockPair<MeasuredBlock>>

/** Tonight's two blocks of each window: what is seen where nothing has changed. */
export function pairsWithItself(windows: readonly MeasuredWindow[]): Pairs {
  return windows.map(({ tonight, tonightAgain }) => ({ before: tonight, after: tonightAgain }))
}

/** The baseline's block of each window and tonight's first, where both were measured in turns. */
export function pairsInterleaved(windows: readonly MeasuredWindow[]): Pairs {
  return windows.flatMap(({ baseline, tonight }) =>
    baseline === null ? [] : [{ before: baseline, after: tonight }],
  )
}

/** The pinned night's block of each window and tonight's first; windows that the pinned night has not are left out. */
export function pairsWithPinned(pinned: readonly NightBlock[], windows: readonly MeasuredWindow[]): Pairs {
  const byWindow = new Map(pinned.map((block) => [block.windowFromMs, block]))
  return windows.flatMap(({ window, tonight }) => {
    const before = byWindow.get(window.fromMs)
    return before === undefined ? [] : [{ before, after: tonight }]
  })
}

/** What a night leaves for later ones to be compared with. */
export function blocksToPin(windows: readonly MeasuredWindow[]): NightBlock[] {
  return windows.map(({ window, tonight: { measured, target } }) => ({
    windowFromMs: window.fromMs,
    measured,
    target,
  }))
}
