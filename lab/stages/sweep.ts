import { createArrivals } from '../../models/arrivals/create-arrivals.ts'
import type { StepOutcome, SweepArtifact, SweepEnd, SweepStep } from '../../models/artifacts/sweep.ts'
import { isGeneratorBound } from '../../models/measurement/generator-health.ts'
import { failureRate, type Measurement, storeMeasurement } from '../../models/measurement/measurement.ts'
import { measuredLine } from '../live/measured-line.ts'
import { measureWithoutReuse } from '../measure-without-reuse.ts'
import { runStretch } from '../run-stretch.ts'
import { UnusableRun } from '../unusable-run.ts'
import type { Stage, StageContext } from './stage.ts'
import { sweptPools } from './swept-stretch.ts'

/** Rates up to so many times the scenario's own mean are tried. */
const HIGHEST_OVER_MEAN = 40
const LEAST_ACHIEVED_SHARE = 0.97
/** Requests that may end after a short step though the target keeps up. */
const ENDS_ASTRIDE = 20
const MOST_STEPS = 24
const WARM_UP_OVER_MEAN = 4
const MOST_ATTEMPTS = 2

/** Steps of rising rate, Poisson arrivals, through pools without limits, until the knee is past. */
export const sweep: Stage = {
  name: 'sweep',
  async run(context) {
    const stored = await context.directory.read('sweep')
    if (stored === null) await warmUp(context)
    const withoutReuse = stored?.withoutReuse ?? (await measureWithoutReuse(context, meanRateOf(context)))
    const steps: SweepStep[] = [...(stored?.steps ?? [])]
    let ended: SweepEnd = null
    while (ended === null) {
      const next = nextRate(context, steps)
      if (typeof next === 'string') ended = next
      else steps.push(await runUndisturbedStep(context, next, steps.length))
      steps.sort((a, b) => a.offeredRate - b.offeredRate)
      const artifact: SweepArtifact = { withoutReuse, steps, ended }
      await context.directory.write('sweep', artifact, ended === null ? 'partial' : 'done')
    }
    requireAnswers(steps)
    return summary(steps, ended)
  },
}

/** Grows from well under the scenario's mean rate until a step fails, then closes in on the last that met the SLO. */
function nextRate(context: StageContext, steps: readonly SweepStep[]): number | Exclude<SweepEnd, null> {
  const meanRate = meanRateOf(context)
  const { growth, bisections } = context.plan.sweep
  const failed = steps.find((step) => step.outcome !== 'met')
  const metBelow = steps.filter(
    (step) => step.outcome === 'met' && step.offeredRate < (failed?.offeredRate ?? Infinity),
  )
  const lastMet = metBelow.at(-1)
  if (failed === undefined) {
    if (lastMet === undefined) return Math.max(5, meanRate / 2)
    const next = lastMet.offeredRate * growth
    return next > HIGHEST_OVER_MEAN * meanRate || steps.length >= MOST_STEPS ? 'highest-rate' : next
  }
  const done = failed.outcome === 'generator-bound' ? 'generator-bound' : 'knee-passed'
  if (lastMet === undefined || steps.length >= MOST_STEPS) return done
  const grown = Math.log(failed.offeredRate / lastMet.offeredRate) / Math.log(growth)
  return grown <= 1.01 * 2 ** -bisections ? done : Math.sqrt(lastMet.offeredRate * failed.offeredRate)
}

function meanRateOf({ arrivals }: StageContext): number {
  const samples = 1000
  let sum = 0
  for (let i = 0; i < samples; i++) sum += arrivals.ratePerSecond(((i + 0.5) / samples) * arrivals.durationMs)
  return Math.max(1, sum / samples)
}

/** The first requests are slow everywhere, while code is compiled: they would make the quietest steps look busy. */
async function warmUp(context: StageContext): Promise<void> {
  const rate = WARM_UP_OVER_MEAN * meanRateOf(context)
  const { stepMs: durationMs } = context.plan.sweep
  await runStretch(context, {
    dueMs: createArrivals({ kind: 'poisson', rate, durationMs }, context.seed + 998).between(0, durationMs),
    durationMs,
    warmupMs: durationMs,
    ...(await sweptPools(context, rate)),
    firstIndex: 40_000_000,
    onProgress: (_line, load) => context.progress.show({ what: 'warming up both sides', load }),
  })
}

/** What else runs on the machine can hold up the load threads for a moment: only when it happens again it counts. */
async function runUndisturbedStep(context: StageContext, rate: number, index: number): Promise<SweepStep> {
  for (let attempt = 1; ; attempt++) {
    const step = await runStep(context, rate, index)
    if (step.outcome !== 'generator-bound' || attempt === MOST_ATTEMPTS) return step
  }
}

async function runStep(context: StageContext, rate: number, index: number): Promise<SweepStep> {
  const { stepMs, warmupMs } = context.plan.sweep
  const { slo } = context.loaded.scenario
  const arrivals = createArrivals({ kind: 'poisson', rate, durationMs: stepMs }, context.seed + 1000 + index)
  const result = await runStretch(context, {
    dueMs: arrivals.between(0, stepMs),
    durationMs: stepMs,
    warmupMs,
    ...(await sweptPools(context, rate)),
    firstIndex: index * 1_000_000,
    onProgress: (_line, load) => context.progress.show({ what: stepName(index, rate), load }),
  })
  const outcome = judge(result.measurement, isGeneratorBound(result.generator), slo)
  context.progress.say(`${measuredLine(`sweep: ${stepName(index, rate)}`, result)}; ${outcome}`, 'detail')
  return {
    offeredRate: rate,
    measurement: storeMeasurement(result.measurement),
    generator: result.generator,
    target: result.target,
    outcome,
  }
}

function stepName(index: number, rate: number): string {
  return `step ${index + 1}, ${rate.toFixed(rate < 10 ? 1 : 0)}/s`
}

function judge(
  measurement: Measurement,
  generatorBound: boolean,
  slo: { readonly p99Ms: number; readonly failureRate: number },
): StepOutcome {
  const { due } = measurement.requests
  if (generatorBound) return 'generator-bound'
  if (failureRate(measurement) > slo.failureRate) return 'failing'
  if (measurement.response.quantileMs(0.99) > slo.p99Ms) return 'slow'
  return measurement.requests.ended < LEAST_ACHIEVED_SHARE * due - ENDS_ASTRIDE ? 'behind' : 'met'
}

function requireAnswers(steps: readonly SweepStep[]): void {
  const first = steps[0]
  if (first === undefined || first.measurement.requests.completed > 0) return
  const kinds = Object.entries(first.measurement.errors)
  const errors = kinds.map(([kind, count]) => `${count} × ${kind}`).join(', ')
  throw new UnusableRun(`no request was answered properly at ${first.offeredRate.toFixed(0)}/s: ${errors}`)
}

function summary(steps: readonly SweepStep[], ended: SweepEnd): string {
  const met = steps.filter((step) => step.outcome === 'met').at(-1)
  const failed = steps.find((step) => step.outcome !== 'met')
  const upTo = met === undefined ? 'no rate met the SLO' : `SLO met up to ${met.offeredRate.toFixed(0)}/s`
  if (ended === 'knee-passed') return `${upTo}, ${failed?.outcome} at ${failed?.offeredRate.toFixed(0)}/s`
  if (ended === 'generator-bound') {
    return `${upTo}; at ${failed?.offeredRate.toFixed(0)}/s the load threads could not keep up`
  }
  return `${upTo}; no knee below ${HIGHEST_OVER_MEAN} times the mean rate of the schedule, where the sweep ends`
}
