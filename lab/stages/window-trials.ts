import type { Candidate, Role, Strain, Trial } from '../../models/artifacts/simulate.ts'
import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import { type Measurement, readMeasurement } from '../../models/measurement/measurement.ts'
import {
  fromStored,
  type PoolSettings,
  type StoredPoolSettings,
  toStored,
} from '../../models/pool/settings.ts'
import { type Expectation, expectationOf, highestDialRate } from '../../models/recommend/expectation.ts'
import { withServiceTimesBy } from '../../models/recommend/slower-system.ts'
import { idempotentShare } from '../../models/requests/idempotent.ts'
import { drawWindows, type Window } from '../../models/simulate/draw-windows.ts'
import { describeSettings } from '../../reports/terminal/describe-settings.ts'
import { formatValue } from '../../reports/terminal/format-value.ts'
import type { SurfaceTask, WindowsResult } from '../../workers/simulate-task.ts'
import { STRATA } from '../run-plan.ts'
import type { StageContext } from './stage.ts'

/** What is simulated, whatever the settings. */
export type Traffic = Omit<SurfaceTask, 'kind' | 'idleTimeoutsMs' | 'maxIdleLimit' | 'fromMs' | 'toMs'>

/** Settings to be simulated as candidates. */
export interface Wanted {
  readonly role: Role
  readonly settings: PoolSettings
}

const AS_TODAY: Strain = { load: 1, serviceTime: 1 }

/** Simulates settings in full, over windows from every part of the schedule. */
export class WindowTrials {
  readonly #context: StageContext
  readonly #traffic: Traffic
  readonly #windows: readonly Window[]
  #done = 0

  constructor(context: StageContext, traffic: Traffic) {
    this.#context = context
    this.#traffic = traffic
    this.#windows = drawWindows({
      arrivals: context.arrivals,
      strata: STRATA,
      perStratum: context.plan.simulate.windowsPerStratum,
      lengthMs: context.plan.simulate.windowMs,
      seed: context.seed,
    })
  }

  get sampledMs(): number {
    return this.#windows.reduce((sum, window) => sum + window.toMs - window.fromMs, 0)
  }

  /** With today's traffic. */
  candidates(wanted: readonly Wanted[]): Promise<Candidate[]> {
    return Promise.all(wanted.map((each) => this.#candidate(each)))
  }

  /** With other load or service times. */
  async underStrain(
    { role, settings }: { readonly role: Role; readonly settings: StoredPoolSettings },
    strain: Strain,
  ): Promise<Trial> {
    const result = await this.#simulate({ role, settings: fromStored(settings) }, strain)
    return { role, settings, strain, expected: expectationOfResult(result) }
  }

  async #candidate(wanted: Wanted): Promise<Candidate> {
    const result = await this.#simulate(wanted, AS_TODAY)
    const histograms = result.each.map(({ measurement }) => LatencyHistogram.fromStored(measurement.response))
    const perStratum = histograms.length / STRATA
    const strataP99Ms = Array.from({ length: STRATA }, (_, stratum) => {
      const responses = histograms.slice(stratum * perStratum, (stratum + 1) * perStratum)
      const merged = LatencyHistogram.merge(responses)
      return merged.count === 0 ? null : merged.quantileMs(0.99)
    })
    return {
      role: wanted.role,
      settings: toStored(wanted.settings),
      measurement: result.merged,
      expected: expectationOfResult(result),
      strataP99Ms,
    }
  }

  async #simulate({ role, settings }: Wanted, { load, serviceTime }: Strain): Promise<WindowsResult> {
    const { scenario } = this.#context.loaded
    const result = await this.#context.workers.windows(
      {
        ...this.#traffic,
        kind: 'windows',
        system: withServiceTimesBy(this.#traffic.system, serviceTime),
        load,
        client: scenario.client,
        configuration: role === 'today' ? 'today' : 'patched',
        idempotentShare: idempotentShare(scenario.requests),
        settings,
        windows: this.#windows,
        warmupMs: 0,
      },
      this.#context.signal,
    )
    this.#context.progress.show({ what: `${++this.#done} settings in full`, work: null })
    this.#context.progress.say(trialLine(role, settings, { load, serviceTime }, result), 'detail')
    return result
  }
}

function trialLine(role: Role, settings: PoolSettings, strain: Strain, result: WindowsResult): string {
  const { load, serviceTime } = strain
  const { p99Ms, dialsPerSecond } = expectationOfResult(result)
  const strained = load === 1 && serviceTime === 1 ? '' : `; load × ${load}, service times × ${serviceTime}`
  const figures = `P99 ${formatValue(p99Ms, 'ms')}, ${formatValue(dialsPerSecond, '1/s')} dialed`
  return `simulate: ${role}, ${describeSettings(toStored(settings))}${strained}: ${figures}`
}

function expectationOfResult({ merged, each }: WindowsResult): Expectation {
  const windows: Measurement[] = each.map(({ measurement }) => readMeasurement(measurement))
  return expectationOf(readMeasurement(merged), highestDialRate(windows))
}
