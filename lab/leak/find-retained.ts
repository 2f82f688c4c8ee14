import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { takeCensus } from '../../models/heap-snapshot/heap-census.ts'
import type { HeapSnapshot } from '../../models/heap-snapshot/heap-snapshot.ts'
import { parseHeapSnapshot } from '../../models/heap-snapshot/parse-heap-snapshot.ts'
import { findRetainedGrowth, type RetainedGrowth } from '../../models/heap-snapshot/retained-growth.ts'
import type { ProbeClient } from '../telemetry/probe-client.ts'
import { TelemetryError } from '../telemetry/target-telemetry.ts'
import type { SnapshotPlace } from './leak-hunt-plan.ts'

/**
 * What keeps the objects that come and stay, from a heap snapshot before some load and one after it. The files are read
 * and removed one after the other, whatever happens, unless they are to be kept.
 *
 * @param load what makes the target leak
 * @returns it, or why it is not to be had, as a sentence
 */
export async function findRetained(
  probe: Pick<ProbeClient, 'heapSnapshot'>,
  place: SnapshotPlace,
  load: () => Promise<unknown>,
): Promise<RetainedGrowth | string> {
  try {
    const before = takeCensus(await readSnapshot(probe, place, 'before'))
    await load()
    return findRetainedGrowth(before, await readSnapshot(probe, place, 'after'))
  } catch (error) {
    const why = whyUnread(error)
    if (why === null) throw error
    return `What keeps it cannot be told: ${why}.`
  }
}

/** A snapshot that is not to be had does not make the verdict less sure; `null` for what is wrong with more than that. */
function whyUnread(error: unknown): string | null {
  if (error instanceof TelemetryError || error instanceof SyntaxError) return error.message
  if (error instanceof Error && 'code' in error && error.code === 'ERR_STRING_TOO_LONG') {
    return 'the heap snapshot is larger than 512 MiB'
  }
  return null
}

async function readSnapshot(
  probe: Pick<ProbeClient, 'heapSnapshot'>,
  { folder, prefix, keep }: SnapshotPlace,
  name: string,
): Promise<HeapSnapshot> {
  const file = join(folder, `${prefix}${name}.heapsnapshot`)
  try {
    await probe.heapSnapshot(file)
    return parseHeapSnapshot(await readFile(file, 'utf8'))
  } finally {
    if (!keep) await rm(file, { force: true })
  }
}
