import { describe, expect, it } from 'vitest'
import { UNKNOWN_SAMPLE } from '../../models/measurement/target-sample.ts'
import type { ProbeClient } from '../telemetry/probe-client.ts'
import { UsageError } from '../usage-error.ts'
import { openMemorySource } from './memory-source.ts'

const sample = {
  ...UNKNOWN_SAMPLE,
  atEpochMs: 0,
  heapUsedBytes: 12_000_000,
  externalBytes: 2_000_000,
  rssBytes: 60_000_000,
}

/** Only what a memory source asks a probe for. */
function probeOn(runtime: string, collectGarbage: boolean): ProbeClient {
  const probe = {
    capabilities: () => Promise.resolve({ runtime, collectGarbage }),
    collectGarbage: () => Promise.resolve({ ...sample, heapUsedBytes: 9_000_000 }),
    stats: () => Promise.resolve(sample),
  }
  return probe as unknown as ProbeClient
}

const telemetry = { source: 'process 1', sample: () => Promise.resolve(sample), close: () => {} }

describe('openMemorySource', () => {
  it('collects garbage first where there is a probe', async () => {
    const source = await openMemorySource({ probe: probeOn('Node 24.21.0', true), telemetry })
    expect(source.notes).toEqual([])
    expect(await source.read()).toEqual({
      heapUsedBytes: 9_000_000,
      externalBytes: 2_000_000,
      rssBytes: 60_000_000,
    })
  })

  it('takes no heap with garbage in it', async () => {
    const source = await openMemorySource({ probe: probeOn('Else 1.0', false), telemetry })
    expect(await source.read()).toEqual({ heapUsedBytes: null, externalBytes: null, rssBytes: 60_000_000 })
    expect(source.notes).toEqual([
      'Only the resident set is known, garbage included, as collecting garbage is not available on Else 1.0: it cannot be said whether there is a leak.',
    ])
  })

  it('reads the resident set of a process without a probe, and says so', async () => {
    const source = await openMemorySource({ probe: null, telemetry })
    expect(await source.read()).toEqual({ heapUsedBytes: null, externalBytes: null, rssBytes: 60_000_000 })
    expect(source.notes[0]).toContain('there is no probe in the target')
  })

  it('explains what it takes where nothing is known', async () => {
    const opening = openMemorySource({ probe: null, telemetry: null })
    await expect(opening).rejects.toThrow(UsageError)
    await expect(openMemorySource({ probe: null, telemetry: null })).rejects.toThrow('--pid')
  })
})
