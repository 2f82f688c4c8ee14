import { LoadMeter, type LoadReading } from './load-meter.ts'
import type { LiveStage, LiveUpdate, WorkSample } from './live-update.ts'

/** All that is shown at one moment; `null` where there is nothing, or nothing is known. */
export interface LiveView {
  readonly stages: readonly LiveStage[]
  readonly what: string
  /** Until what goes on ends. */
  readonly leftMs: number | null
  /** Until the stages that send load for a known time have ended. */
  readonly stagesLeftMs: number | null
  readonly load: LoadReading | null
  readonly work: WorkReading | null
  readonly found: string
}

export interface WorkReading {
  /** Simulated requests per second, since the work began. */
  readonly requestRate: number | null
  readonly leftMs: number | null
}

interface Work {
  readonly beganMs: number
  readonly first: WorkSample
  readonly newestMs: number
  readonly newest: WorkSample
}

const LEAST_WORK_MS = 1500

/** What a command has told of its work. Times are ms on one clock. */
export class LiveState {
  #stages: readonly LiveStage[] = []
  #stageEndsMs: number | null = null
  #what = ''
  #endsMs: number | null = null
  #found = ''
  #meter: LoadMeter | null = null
  #work: Work | null = null

  take(update: LiveUpdate, nowMs: number): void {
    const { what, leftMs, load, work, found, stages, stageLeftMs } = update
    if (stages !== undefined) this.#begin(stages, nowMs)
    if (what !== undefined) this.#what = what
    if (found !== undefined) this.#found = found
    if (leftMs !== undefined) this.#endsMs = leftMs === null ? null : nowMs + leftMs
    if (stageLeftMs !== undefined) this.#stageEndsMs = nowMs + stageLeftMs
    if (load === null) this.#meter = null
    if (load !== undefined && load !== null) {
      this.#work = null
      this.#meter ??= new LoadMeter()
      this.#meter.take(load, nowMs)
    }
    if (work === null) this.#work = null
    if (work !== undefined && work !== null) {
      this.#meter = null
      this.#work = continued(this.#work, work, nowMs)
    }
  }

  view(nowMs: number): LiveView {
    return {
      stages: this.#stages,
      what: this.#what,
      leftMs: this.#endsMs === null ? null : Math.max(0, this.#endsMs - nowMs),
      stagesLeftMs: this.#stagesLeftMs(nowMs),
      load: this.#meter?.reading ?? null,
      work: this.#work === null ? null : workReading(this.#work),
      found: this.#found,
    }
  }

  #begin(stages: readonly LiveStage[], nowMs: number): void {
    const expectedMs = stages.find(({ state }) => state === 'current')?.expectedMs ?? null
    this.#stages = stages
    this.#stageEndsMs = expectedMs === null ? null : nowMs + expectedMs
    this.#what = ''
    this.#endsMs = null
    this.#found = ''
    this.#meter = null
    this.#work = null
  }

  #stagesLeftMs(nowMs: number): number | null {
    const current = this.#stageEndsMs === null ? [] : [Math.max(0, this.#stageEndsMs - nowMs)]
    const toCome = this.#stages.flatMap(({ state, expectedMs }) =>
      state === 'to come' && expectedMs !== null ? [expectedMs] : [],
    )
    const known = [...current, ...toCome]
    return known.length === 0 ? null : known.reduce((sum, ms) => sum + ms)
  }
}

/** Work of which less is done than before is other work. */
function continued(work: Work | null, newest: WorkSample, nowMs: number): Work {
  return work === null || newest.share < work.newest.share
    ? { beganMs: nowMs, first: newest, newestMs: nowMs, newest }
    : { ...work, newestMs: nowMs, newest }
}

function workReading({ beganMs, first, newestMs, newest }: Work): WorkReading {
  const { share } = newest
  const passedMs = newestMs - beganMs
  if (passedMs < LEAST_WORK_MS || share <= first.share) return { requestRate: null, leftMs: null }
  const requests =
    newest.requests === null || first.requests === null ? null : newest.requests - first.requests
  return {
    requestRate: requests === null ? null : (1000 * requests) / passedMs,
    leftMs: (passedMs * (1 - share)) / (share - first.share),
  }
}
