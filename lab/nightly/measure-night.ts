import { setMaxListeners } from 'node:events'
import { createArrivals } from '../../models/arrivals/create-arrivals.ts'
import { createRequestSource } from '../../models/requests/request-source.ts'
import type { Window } from '../../models/simulate/draw-windows.ts'
import { planWindows } from '../../models/verify/plan-windows.ts'
import { Interrupted } from '../interrupted.ts'
import type { LoadedScenario } from '../load-scenario.ts'
import { probeRequest } from '../probe-request.ts'
import type { Progress } from '../progress.ts'
import { STRATA } from '../run-plan.ts'
import { UnusableRun } from '../unusable-run.ts'
import { visitTarget } from '../visit-target.ts'
import { WorkerPool } from '../worker-pool.ts'
import { type MeasuredWindow, measureWindows, WARM_UP_BLOCKS } from './measured-window.ts'
import type { NightlyOptions } from './nightly-options.ts'
import { openSides, type OpenSides } from './open-sides.ts'
import { blockSender } from './send-block.ts'

export interface NightToMeasure {
  readonly scenarioFile: string
  readonly loaded: LoadedScenario
  readonly seed: number
  readonly options: Pick<NightlyOptions, 'plan' | 'target' | 'baseline' | 'signal'>
  readonly progress: Progress
}

/**
 * Opens the targets, lets `work` measure the night as often as it needs to, and closes everything.
 *
 * @throws Interrupted after Ctrl-C; UnusableRun when a target cannot be used, or ends in the middle; what `work` throws
 */
export async function withNight<Result>(
  night: NightToMeasure,
  work: (measure: () => Promise<readonly MeasuredWindow[]>) => Promise<Result>,
): Promise<Result> {
  const { loaded, seed, options } = night
  const targetGone = new AbortController()
  const workers = new WorkerPool(loaded.scenario.pods, 1)
  let sides: OpenSides | null = null
  try {
    sides = await openSides(loaded.scenario, options.target, options.baseline, seed)
    for (const side of [sides.tonight, sides.baseline]) {
      void side?.target.gone.then((why) =>
        targetGone.abort(new UnusableRun(`${why} in the middle of the night${side.target.lastOutput()}`)),
      )
    }
    const signal = AbortSignal.any([options.signal, targetGone.signal])
    setMaxListeners(0, signal)
    return await work(await prepare(night, sides, workers, signal))
  } catch (error) {
    if (options.signal.aborted) throw new Interrupted()
    throw targetGone.signal.aborted ? targetGone.signal.reason : error
  } finally {
    await workers.destroy()
    await sides?.close()
  }
}

/** Visits the targets once, so that one that is out of reach is told before anything is measured. */
async function prepare(
  { scenarioFile, loaded, seed, options, progress }: NightToMeasure,
  { tonight, baseline }: OpenSides,
  workers: WorkerPool,
  signal: AbortSignal,
): Promise<() => Promise<MeasuredWindow[]>> {
  const { plan } = options
  const source = createRequestSource(loaded.scenario.requests, loaded.feeds, seed)
  const arrivals = createArrivals(loaded.arrivals, seed)
  for (const side of [tonight, baseline]) {
    if (side !== null) await visitTarget(side.target.endpoint, probeRequest({ source }), 1, signal)
  }
  const windows = planWindows({
    arrivals,
    strata: STRATA,
    lengthMs: plan.warmupMs + plan.measuredMs,
    seed: seed + 1,
    first: plan.windows,
    total: plan.windows,
  })
  progress.say(describePlan(loaded.scenario.name, windows, baseline === null ? 2 : 3))
  const sending = { scenarioFile, loaded, arrivals, source, seed, plan, workers, progress, signal }
  const send = blockSender({ ...sending, tonight, baseline })
  return () => measureWindows({ windows, interleaved: baseline !== null, send, signal })
}

function describePlan(name: string, windows: readonly Window[], turns: number): string {
  const sentMs = turns * windows.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)
  const warmUpMs = WARM_UP_BLOCKS * (turns - 1) * ((windows[0]?.toMs ?? 0) - (windows[0]?.fromMs ?? 0))
  const seconds = (sentMs + warmUpMs) / 1000
  return `${name}: ${windows.length} windows in ${turns} turns each, ${seconds.toFixed(0)} s; once or twice as much again before an alarm`
}
