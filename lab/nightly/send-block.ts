import type { Arrivals } from '../../models/arrivals/arrivals.ts'
import type { PoolSettings } from '../../models/pool/settings.ts'
import type { RequestSource } from '../../models/requests/request-source.ts'
import type { LoadedScenario } from '../load-scenario.ts'
import type { OpenTarget } from '../open-target.ts'
import type { Progress } from '../progress.ts'
import { runStretch, type StretchContext } from '../run-stretch.ts'
import type { WorkerPool } from '../worker-pool.ts'
import { compactMeasurement } from './compact-measurement.ts'
import type { SendBlock } from './measured-window.ts'
import { type NightlyPlan, warmupOf } from './nightly-plan.ts'
import type { Turn } from './turn-order.ts'

/** One side of the comparison. */
export interface NightlySide {
  readonly target: OpenTarget
  readonly settings: PoolSettings
}

export interface BlockSender {
  readonly scenarioFile: string
  readonly loaded: LoadedScenario
  readonly arrivals: Arrivals
  readonly source: RequestSource
  readonly seed: number
  readonly plan: NightlyPlan
  readonly tonight: NightlySide
  /** `null` where no baseline is measured. */
  readonly baseline: NightlySide | null
  readonly workers: WorkerPool
  readonly progress: Progress
  readonly signal: AbortSignal
}

/**
 * Sends blocks from the load threads. A verification starts its pools from the state that the simulator finds for the
 * hours before; here there is no fit to simulate with, so every block starts with an empty pool, which fills in a
 * warm-up that is not measured: the same for every block, so that it favours none.
 */
export function blockSender(sender: BlockSender): SendBlock {
  const { arrivals, plan, progress, loaded } = sender
  return async (turn, window, number) => {
    const side = turn === 'baseline' ? (sender.baseline ?? sender.tonight) : sender.tonight
    const label = `${loaded.scenario.name}: window ${number + 1} of ${plan.windows}, ${turnNames[turn]}`
    const durationMs = window.toMs - window.fromMs
    const { measurement, generator, target } = await runStretch(stretchContext(sender, side), {
      dueMs: arrivals.between(window.fromMs, window.toMs).map((dueMs) => dueMs - window.fromMs),
      durationMs,
      warmupMs: warmupOf(plan, durationMs),
      settings: side.settings,
      configuration: 'today',
      primed: [],
      firstIndex: FIRST_INDEX + number * INDEXES_PER_WINDOW,
      onProgress: (line) => progress.show(`${label}: ${line}`),
    })
    return { measured: compactMeasurement(measurement), generator, target }
  }
}

function stretchContext(sender: BlockSender, { target }: NightlySide): StretchContext {
  const { scenarioFile, loaded, source, seed, workers, signal } = sender
  const { endpoint, telemetry } = target
  return { scenarioFile, loaded, source, seed, workers, signal, endpoint, telemetry }
}

const turnNames: Readonly<Record<Turn, string>> = {
  baseline: 'baseline',
  tonight: 'tonight',
  tonightAgain: 'tonight once more',
}

/** The same requests for every turn of a window, and for every night. */
const FIRST_INDEX = 200_000_000
const INDEXES_PER_WINDOW = 1_000_000
