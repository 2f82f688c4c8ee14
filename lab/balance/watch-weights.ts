import { pause } from '../target/hooks/lifecycle/pause.ts'
import { WeightPoll, type WeightSource } from './weight-poll.ts'

export interface WeightWatch {
  /** As last told, one for each instance: 0 to 100, 0 where it cannot be reached. */
  readonly weights: readonly number[]
  stop(): void
}

export interface WeightWatchOptions {
  /** How often each is asked, in ms; default 100. */
  readonly everyMs?: number
  /** After how long without an answer an instance counts as unreachable, in ms; default 1000. */
  readonly timeoutMs?: number
  /** Told whenever one of them has changed. */
  readonly onChange: (weights: readonly number[]) => void
}

const EVERY_MS = 100
const TIMEOUT_MS = 1000

/**
 * Asks instances again and again how much traffic they want.
 *
 * @returns when each has been asked once
 */
export async function watchWeights(
  instances: readonly WeightSource[],
  { everyMs = EVERY_MS, timeoutMs = TIMEOUT_MS, onChange }: WeightWatchOptions,
): Promise<WeightWatch> {
  const stop = new AbortController()
  const polls = instances.map((instance) => new WeightPoll(instance, timeoutMs))
  const weights = await Promise.all(polls.map((poll) => poll.read()))
  const watch = async (poll: WeightPoll, instance: number): Promise<void> => {
    for (;;) {
      await pause(everyMs, stop.signal)
      if (stop.signal.aborted) return
      const weight = await poll.read()
      if (stop.signal.aborted || weight === weights[instance]) continue
      weights[instance] = weight
      onChange([...weights])
    }
  }
  for (const [instance, poll] of polls.entries()) void watch(poll, instance)
  return {
    weights,
    stop() {
      stop.abort()
      for (const poll of polls) poll.close()
    },
  }
}
