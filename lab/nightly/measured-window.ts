import type { GeneratorHealth } from '../../models/measurement/generator-health.ts'
import type { StoredMeasurement } from '../../models/measurement/measurement.ts'
import type { TargetStretch } from '../../models/measurement/target-stretch.ts'
import type { Window } from '../../models/simulate/draw-windows.ts'
import { throwIfAborted } from '../interrupted.ts'
import { type Turn, turnOrder } from './turn-order.ts'

/** One stretch of traffic through a fresh pool. */
export interface NightlyBlock {
  readonly measured: StoredMeasurement
  readonly generator: GeneratorHealth
  readonly target: TargetStretch
}

/** A window of the schedule, as it was sent in turns. */
export interface MeasuredWindow {
  readonly window: Window
  readonly tonight: NightlyBlock
  readonly tonightAgain: NightlyBlock
  /** `null` where the baseline is a night of before. */
  readonly baseline: NightlyBlock | null
}

/** Sends a window once. @param number of the window, from 0 */
export type SendBlock = (turn: Turn, window: Window, number: number) => Promise<NightlyBlock>

/** Blocks that each side is sent beforehand: a program that has just started is slower, threads of the load included. */
export const WARM_UP_BLOCKS = 2

/**
 * Sends every window in turns, one block after the other. Before them each side is sent the first window
 * `WARM_UP_BLOCKS` times, which is not measured.
 *
 * @throws the signal's reason when it is aborted; what `send` throws
 */
export async function measureWindows(options: {
  readonly windows: readonly Window[]
  readonly interleaved: boolean
  readonly send: SendBlock
  readonly signal: AbortSignal
}): Promise<MeasuredWindow[]> {
  const { windows, interleaved, signal } = options
  const send: SendBlock = async (...block) => {
    throwIfAborted(signal)
    return options.send(...block)
  }
  const [first] = windows
  if (first === undefined) return []
  for (let block = 0; block < WARM_UP_BLOCKS; block++) {
    if (interleaved) await send('baseline', first, 0)
    await send('tonight', first, 0)
  }
  const measured: MeasuredWindow[] = []
  for (const [number, window] of windows.entries()) {
    const blocks: Partial<Record<Turn, NightlyBlock>> = {}
    for (const turn of turnOrder(number, interleaved)) blocks[turn] = await send(turn, window, number)
    const {
      tonight,
      tonightAgain,
      baseline = null,
    } = blocks as Record<'tonight' | 'tonightAgain', NightlyBlock> & { readonly baseline?: NightlyBlock }
    measured.push({ window, tonight, tonightAgain, baseline })
  }
  return measured
}
