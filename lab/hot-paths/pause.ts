import { setTimeout as sleep } from 'node:timers/promises'

/** Until the time is over or the signal is aborted. Never throws. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {})
}
