import { setTimeout as wait } from 'node:timers/promises'
import type { LeakCheckpoint } from '../../models/leak/leak-checkpoint.ts'
import type { OpenTarget } from '../open-target.ts'
import type { ProbeClient } from '../telemetry/probe-client.ts'
import type { TargetTelemetry } from '../telemetry/target-telemetry.ts'
import { UsageError } from '../usage-error.ts'

export type MemoryReading = Pick<LeakCheckpoint, 'heapUsedBytes' | 'externalBytes' | 'rssBytes'>

/** What tells how much memory a target holds. */
export interface MemorySource {
  /** When nothing is under way. */
  read(): Promise<MemoryReading>
  /** What it cannot tell, one sentence each. */
  readonly notes: readonly string[]
}

/** In which a server hears that connections were closed, and lets go what was theirs. */
const SETTLE_MS = 15

/**
 * The best source that a target has: its probe, which collects garbage first; else its resident set, in which garbage is
 * too.
 *
 * @throws UsageError where nothing is known of its memory
 * @throws TelemetryError when its probe does not answer
 */
export async function openMemorySource({
  probe,
  telemetry,
}: Pick<OpenTarget, 'probe' | 'telemetry'>): Promise<MemorySource> {
  if (probe !== null) {
    const { collectGarbage, runtime } = await probe.capabilities()
    if (collectGarbage) return collectedMemory(probe)
    return residentMemory(() => probe.stats(), `collecting garbage is not available on ${runtime}`)
  }
  if (telemetry === null) throw new UsageError(NOTHING_KNOWN)
  return residentMemory(() => telemetry.sample(), 'there is no probe in the target')
}

const NOTHING_KNOWN =
  'nothing is known of the memory of this target: start it by the scenario (target: { command: [...] }), which puts the ' +
  'probe in, or name its process with --pid, of which the resident set is read'

function collectedMemory(probe: ProbeClient): MemorySource {
  return {
    notes: [],
    async read() {
      await wait(SETTLE_MS)
      const { heapUsedBytes, externalBytes, rssBytes } = await probe.collectGarbage()
      return { heapUsedBytes, externalBytes, rssBytes }
    },
  }
}

function residentMemory(sample: () => ReturnType<TargetTelemetry['sample']>, why: string): MemorySource {
  return {
    notes: [
      `Only the resident set is known, garbage included, as ${why}: it cannot be said whether there is a leak.`,
    ],
    async read() {
      await wait(SETTLE_MS)
      return { heapUsedBytes: null, externalBytes: null, rssBytes: (await sample()).rssBytes }
    },
  }
}
