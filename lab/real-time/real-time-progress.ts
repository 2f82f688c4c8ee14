import { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import type { MinuteEntry } from '../../models/real-time/minute-entry.ts'
import {
  dayOf,
  minutesIn,
  type PlannedMinute,
  plannedMinute,
  type RealTimePlan,
} from '../../models/real-time/real-time-plan.ts'
import { formatValue } from '../../reports/terminal/format-value.ts'
import type { LoadSample } from '../live/load-sample.ts'
import { timeLeftText } from '../live/time-left-text.ts'
import type { Progress } from '../progress.ts'

const REFRESH_MS = 1000

/** Shows which minute goes on and when all will be over: live on a terminal, and as a line for each minute elsewhere. */
export class RealTimeProgress {
  readonly #progress: Progress
  readonly #plan: RealTimePlan
  readonly #isLive: boolean
  #timer: NodeJS.Timeout | null = null

  /** @param isLive whether what is shown can be drawn again */
  constructor(progress: Progress, plan: RealTimePlan, isLive: boolean) {
    this.#progress = progress
    this.#plan = plan
    this.#isLive = isLive
  }

  /** @param load how the load stands, asked now and then */
  begin(minute: PlannedMinute, load: () => LoadSample | null): void {
    this.end()
    if (!this.#isLive) return
    const what = whatOf(this.#plan, minute)
    const leftMs = this.#plan.scheduleMs - minute.fromMs
    const atMs = performance.now()
    const show = (): void =>
      this.#progress.show({ what, leftMs: leftMs - (performance.now() - atMs), load: load() })
    show()
    this.#timer = setInterval(show, REFRESH_MS)
  }

  kept(entry: MinuteEntry): void {
    if (!this.#isLive) this.#progress.say(minuteLine(this.#plan, entry))
  }

  end(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }
}

function whatOf(plan: RealTimePlan, { minute, side, isSettling }: PlannedMinute): string {
  const settings = plan.blocks === null ? '' : `, ${side}${isSettling ? ' (pool fills)' : ''}`
  return `minute ${minute + 1} of ${minutesIn(plan)}, day ${dayOf(plan, minute)}${settings}`
}

function minuteLine(plan: RealTimePlan, { minute, measured }: MinuteEntry): string {
  const { due, failed, dropped } = measured.requests
  const planned = plannedMinute(plan, minute)
  const leftMs = plan.scheduleMs - planned.toMs
  const p99Ms = LatencyHistogram.fromStored(measured.response).quantileMs(0.99)
  return [
    `${whatOf(plan, planned)}: ${due} requests`,
    `${failed + dropped} failed`,
    `P99 ${formatValue(p99Ms, 'ms')}`,
    `${measured.connections.dialed} dials`,
    ...(leftMs > 0 ? [`${timeLeftText(leftMs)} left`] : []),
  ].join(', ')
}
