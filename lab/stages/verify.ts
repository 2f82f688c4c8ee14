import type { VerifyArtifact, VerifyBlock, VerifyDesign, VerifyPair } from '../../models/artifacts/verify.ts'
import type { RecommendArtifact } from '../../models/artifacts/recommend.ts'
import {
  readMeasurement,
  type StoredMeasurement,
  storeMeasurement,
} from '../../models/measurement/measurement.ts'
import { fromStored, type PoolSettings } from '../../models/pool/settings.ts'
import type { Window } from '../../models/simulate/draw-windows.ts'
import { idempotentShare } from '../../models/requests/idempotent.ts'
import type { StoredSystemModel } from '../../models/simulate/system-model.ts'
import { printMetricKey } from '../../models/thresholds/parse-metric-key.ts'
import { planSecondStage } from '../../models/verify/plan-second-stage.ts'
import { planWindows } from '../../models/verify/plan-windows.ts'
import { currentSystem } from '../current-system.ts'
import { verifyBlockMs } from '../live/live-stages.ts'
import { measuredLine } from '../live/measured-line.ts'
import { type RunPlan, STRATA } from '../run-plan.ts'
import { runStretch } from '../run-stretch.ts'
import { EndedByThreshold } from '../thresholds/ended-by-threshold.ts'
import { ThresholdWatch } from '../thresholds/threshold-watch.ts'
import type { Stage, StageContext } from './stage.ts'

/**
 * Old and new settings on real sockets: each window drawn from the schedule is sent twice, through fresh pools that
 * start from the connections which the hours before would have left. Which setting goes first follows the
 * Thue–Morse sequence (ABBABAAB…), so that a drift of the machine, linear or quadratic, favours neither.
 *
 * There are two stages: the spread of the first one's pairs says how many the wanted precision takes, and the second
 * measures those that are missing, as far as there is time. How many there are is settled once.
 */
export const verify: Stage = {
  name: 'verify',
  async run(context) {
    const recommendation = await context.directory.require('recommend')
    const system = await currentSystem(context.directory)
    const stored = await context.directory.read('verify')
    const design = stored === null ? designOf(context.plan) : (stored.design ?? oneStage(stored))
    const pairs: VerifyPair[] = [...(stored?.pairs ?? [])]
    let planned = stored?.planned ?? design.firstPairs
    let needed = stored?.needed ?? null
    let windows = windowsOf(context, design, planned)
    const { thresholds = [] } = context.directory.record
    const watch = new ThresholdWatch(
      thresholds,
      pairs.map(({ after }) => readMeasurement(after.measured)),
    )
    while (pairs.length < planned) {
      const number = pairs.length
      const window = windows[number] as Window
      const made = await runPair(context, { recommendation, system, window, number, planned, watch })
      if ('pair' in made) pairs.push(made.pair)
      if (pairs.length === design.firstPairs) {
        const second = planSecondStage(design, pairs, { step: STRATA, seed: context.seed })
        planned = second.planned
        needed = second.needed
        windows = windowsOf(context, design, planned)
      }
      const artifact: VerifyArtifact = { planned, pairs, design, needed }
      const { endedBy } = watch
      if (endedBy !== null && pairs.length < planned) {
        const stopped = { threshold: thresholds.indexOf(endedBy), measured: made.unpaired }
        await context.directory.write('verify', { ...artifact, stopped }, 'partial')
        throw new EndedByThreshold(`${printMetricKey(endedBy)} ${endedBy.expression}`)
      }
      await context.directory.write('verify', artifact, pairs.length < planned ? 'partial' : 'done')
    }
    return `${pairs.length} windows, each with today's and the recommended settings`
  },
}

function designOf({ verify: plan }: RunPlan): VerifyDesign {
  return {
    firstPairs: STRATA * plan.windowsPerStratum,
    precision: plan.precision,
    mostPairs: STRATA * plan.mostWindowsPerStratum,
    mostMs: plan.mostMs,
  }
}

/** Runs of earlier versions had laid down how many pairs there are, and nothing else. */
function oneStage({ planned }: VerifyArtifact): VerifyDesign {
  return { firstPairs: planned, precision: null, mostPairs: planned, mostMs: null }
}

function windowsOf(context: StageContext, { firstPairs }: VerifyDesign, planned: number): Window[] {
  const { warmupMs, measuredMs } = context.plan.verify
  return planWindows({
    arrivals: context.arrivals,
    strata: STRATA,
    lengthMs: warmupMs + measuredMs,
    seed: context.seed + 1,
    first: firstPairs,
    total: planned,
  })
}

/** What the two blocks of a pair have in common. */
interface PairWork {
  readonly recommendation: RecommendArtifact
  readonly system: StoredSystemModel
  readonly window: Window
  /** Of the pair, from 0. */
  readonly number: number
  readonly planned: number
  readonly watch: ThresholdWatch
}

/** A pair; or, where a threshold ended the run before it was whole, what its block with the new settings measured. */
type MadePair =
  { readonly pair: VerifyPair; readonly unpaired: null } | { readonly unpaired: StoredMeasurement }

async function runPair(context: StageContext, work: PairWork): Promise<MadePair> {
  const { recommendation, window, number, planned, watch } = work
  const startedMs = performance.now()
  context.progress.show({ stageLeftMs: 2 * (planned - number) * verifyBlockMs(context.plan) })
  const settings = {
    before: fromStored(recommendation.before),
    after: fromStored(recommendation.settings),
  }
  const first = thueMorse(number) === 0 ? 'before' : 'after'
  const second = first === 'before' ? 'after' : 'before'
  const one = await runBlock(context, work, first, settings[first])
  if (watch.endedBy !== null) return { unpaired: one.block.measured }
  const other = await runBlock(context, work, second, settings[second])
  if (other.isCutShort) return { unpaired: other.block.measured }
  const blocks = { [first]: one.block, [second]: other.block } as Record<'before' | 'after', VerifyBlock>
  const tookMs = Math.round(performance.now() - startedMs)
  return { pair: { window, first, ...blocks, tookMs }, unpaired: null }
}

async function runBlock(
  context: StageContext,
  { recommendation, system, window, number, planned, watch }: PairWork,
  side: 'before' | 'after',
  settings: PoolSettings,
): Promise<{ readonly block: VerifyBlock; readonly isCutShort: boolean }> {
  const { client, pods, requests } = context.loaded.scenario
  const configuration = side === 'before' || recommendation.unchanged ? 'today' : 'patched'
  const { warmupMs } = context.plan.verify
  const label = `window ${number + 1} of ${planned}, ${side}`
  const simulated = await context.workers.windows(
    {
      kind: 'windows',
      arrivals: context.loaded.arrivals,
      seed: context.seed,
      pods,
      system,
      client,
      configuration,
      idempotentShare: idempotentShare(requests),
      settings,
      windows: [window],
      warmupMs,
    },
    context.signal,
  )
  const result = await runStretch(context, {
    dueMs: context.arrivals.between(window.fromMs, window.toMs).map((dueMs) => dueMs - window.fromMs),
    durationMs: window.toMs - window.fromMs,
    warmupMs,
    settings,
    configuration,
    primed: simulated.each[0]?.idleAtStart ?? [],
    firstIndex: 100_000_000 + number * 1_000_000,
    onProgress: (_line, load) => context.progress.show({ what: label, load }),
    ...(side === 'after' && watch.isNeeded ? { endsEarly: (soFar) => watch.look(soFar) } : {}),
  })
  const isCutShort = watch.endedBy !== null
  if (side === 'after') watch.add(result.measurement)
  context.progress.say(measuredLine(`verify: ${label}`, result), 'detail')
  const block = {
    measured: storeMeasurement(result.measurement),
    predicted: simulated.merged,
    generator: result.generator,
    target: result.target,
  }
  return { block, isCutShort }
}

/** The n-th term of the Thue–Morse sequence: the parity of the ones in n. */
function thueMorse(n: number): 0 | 1 {
  let parity = 0
  for (let rest = n; rest > 0; rest >>= 1) parity ^= rest & 1
  return parity as 0 | 1
}
