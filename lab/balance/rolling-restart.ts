import { throwIfAborted } from '../interrupted.ts'
import { pause } from '../target/hooks/lifecycle/pause.ts'
import type { InstanceHandle } from '../target/started-builtin.ts'
import { UnusableRun } from '../unusable-run.ts'

/**
 * - `stopping`: told to stop. `stopped`: its process is gone.
 * - `started`: it listens again.
 * - `ready`: it takes traffic. `preheated`: it takes its full share. Only of instances that tell their weight.
 */
export type RestartStep = 'stopping' | 'stopped' | 'started' | 'ready' | 'preheated'

export interface RestartEvent {
  /** Its place in the list, from 0. */
  readonly instance: number
  readonly event: RestartStep
  readonly atEpochMs: number
}

export interface RollingRestart {
  readonly instances: readonly InstanceHandle[]
  /**
   * What clients know of an instance's weight, 0 to 100: an instance is started again once that is 0, and the next one
   * is stopped once it is 100. `null` where instances do not tell: then nothing is waited for.
   */
  readonly weightOf: ((instance: number) => number) | null
  /** Between one instance and the next, in ms; ≥ 0. */
  readonly pauseMs: number
  /** How long an instance may take from its start to its full weight, in ms; default 60 000. */
  readonly readyLimitMs?: number
  /** Aborted, it ends the restart where it is: an instance may be down. */
  readonly signal: AbortSignal
  readonly onEvent: (event: RestartEvent) => void
}

const READY_LIMIT_MS = 60_000
const LOOK_EVERY_MS = 20
const FULL_WEIGHT = 100

/**
 * Restarts instances one after the other, each on its own port.
 *
 * @throws the signal's reason when it is aborted; UnusableRun when an instance does not get ready; what an instance's
 *   own `stop` and `start` throw
 */
export async function rollingRestart(restart: RollingRestart): Promise<void> {
  for (const [i, instance] of restart.instances.entries()) {
    if (i > 0) await pause(restart.pauseMs, restart.signal)
    throwIfAborted(restart.signal)
    await restartOne(restart, instance, i)
  }
}

async function restartOne(restart: RollingRestart, instance: InstanceHandle, i: number): Promise<void> {
  const tell = (event: RestartStep): void => restart.onEvent({ instance: i, event, atEpochMs: Date.now() })
  const { weightOf } = restart
  tell('stopping')
  await instance.stop()
  tell('stopped')
  throwIfAborted(restart.signal)
  // Else the weight that is waited for might be the one from before.
  if (weightOf !== null) await until(restart, instance, () => weightOf(i) === 0)
  await instance.start()
  tell('started')
  if (weightOf === null) return
  await until(restart, instance, () => weightOf(i) > 0)
  tell('ready')
  await until(restart, instance, () => weightOf(i) === FULL_WEIGHT)
  tell('preheated')
}

async function until(
  { signal, readyLimitMs = READY_LIMIT_MS }: RollingRestart,
  { origin }: InstanceHandle,
  isSo: () => boolean,
): Promise<void> {
  const limitAtMs = performance.now() + readyLimitMs
  while (!isSo()) {
    throwIfAborted(signal)
    if (performance.now() >= limitAtMs) {
      throw new UnusableRun(
        `the instance at ${origin} was restarted and did not get ready in ${readyLimitMs} ms`,
      )
    }
    await pause(LOOK_EVERY_MS, signal)
  }
}
