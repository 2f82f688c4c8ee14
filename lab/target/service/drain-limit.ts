import type { ServiceOptions } from './service-options.ts'

type Lifecycle = Exclude<ServiceOptions['hooks']['lifecycle'], boolean>

const DEFAULT_LIFECYCLE: Lifecycle = {
  preheatMs: 1000,
  drainDelayMs: 300,
  drainDeadlineMs: 5000,
  idleGraceMs: 100,
}

/** What else there is to close, and timers that are late. */
const BESIDES_MS = 1000

/** How an instance comes and goes; `null` without the hook. */
export function lifecycleTimes({ lifecycle }: Pick<ServiceOptions['hooks'], 'lifecycle'>): Lifecycle | null {
  if (lifecycle === false) return null
  return lifecycle === true ? DEFAULT_LIFECYCLE : lifecycle
}

/** How long an instance may take from the order to stop to its end, in ms. */
export function drainLimitMs({ hooks }: Pick<ServiceOptions, 'hooks'>): number {
  const times = lifecycleTimes(hooks)
  return BESIDES_MS + (times === null ? 0 : times.drainDelayMs + times.drainDeadlineMs)
}
