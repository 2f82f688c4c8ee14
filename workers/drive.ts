import type { StretchPlan } from './stretch.ts'
import type { TrafficOptions } from './traffic.ts'

/** What every drive needs: when, through which pool, and where to record it. */
export interface DriveOptions extends StretchPlan, TrafficOptions {
  /** The warm-up is over. */
  readonly onMeasuring: () => void
}

/** Sends requests for a stretch of time, and waits for the answers. */
export interface Drive {
  /** CPU time spent in waiting for the next request, in ms. */
  readonly polledMs: number
  /**
   * @returns the length of the measured stretch in ms
   * @throws ScenarioThrew when the scenario's own `build` or `check` throws
   */
  run(): Promise<number>
  /** Sends nothing more, and ends when what is under way has been answered, or after the drain time. */
  finish(): void
  /**
   * @param atMs when it takes effect, from the start; not in the past, not before that of the last call
   * @param factor of the rate or of the number of users that the drive began with; 0 pauses it
   */
  setPace(atMs: number, factor: number): void
}
