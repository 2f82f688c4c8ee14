import { expect, it } from 'vitest'
import { UNKNOWN_SAMPLE } from '../../models/measurement/target-sample.ts'
import { plantedProfiles } from '../../models/profile/planted-profiles.fixture.ts'
import type { ProbeClient } from '../telemetry/probe-client.ts'
import { describeHotPaths, withoutHotPaths } from './describe-hot-paths.ts'
import type { HotPathSource } from './hot-path-source.ts'
import { recordHotPaths } from './record-hot-paths.ts'

/** A probe that notes what it is asked. */
function noted(overrides: Partial<ProbeClient> = {}): { asked: string[]; source: HotPathSource } {
  const asked: string[] = []
  const { profile, startedAtEpochMs, blocks } = plantedProfiles.crypto
  const probe = {
    capabilities: () => Promise.resolve({ runtime: 'Node 24.1.0' }),
    startCpuProfile: () => Promise.resolve(void asked.push('start')),
    stopCpuProfile() {
      asked.push('stop')
      const beforeStart = { startedAtEpochMs: startedAtEpochMs - 1, durationMs: 90 }
      return Promise.resolve({ profile, startedAtEpochMs, blocks: [beforeStart, ...blocks] })
    },
    ...overrides,
  } as unknown as ProbeClient
  const telemetry = {
    source: 'here',
    sample() {
      asked.push('sample')
      const eventLoopDelayMs = { mean: 70, max: 80 }
      return Promise.resolve({ ...UNKNOWN_SAMPLE, atEpochMs: Date.now(), eventLoopDelayMs })
    },
    close() {},
  }
  return { asked, source: { probe, pprof: null, pid: null, telemetry, allow: [] } }
}

const load = { rate: 100, durationMs: 1000, completed: 90, meanResponseMs: 20 }
const at = { warmupMs: 0, measuredMs: 0 }

it('has the profiler on from before the load until after the last figures', async () => {
  const { asked, source } = noted()
  const { sent, record } = await recordHotPaths(source, {
    ...at,
    send(begun) {
      asked.push('load')
      begun()
      return Promise.resolve('sent')
    },
  })
  expect(sent).toBe('sent')
  expect(asked).toEqual(['start', 'load', 'sample', 'sample', 'stop'])
  expect(record).toMatchObject({ runtime: 'Node 24.1.0', failures: [] })
  const artifact = await describeHotPaths(source, record, load, '/srv')
  expect(artifact).toMatchObject({ source: 'probe', load, missing: [], view: { schemaVersion: 1 } })
  expect(artifact.view?.findings.length).toBeGreaterThan(0)
})

it('does not take for a delay or a block what the start of the profiler did', async () => {
  const { source } = noted()
  const { record } = await recordHotPaths(source, { ...at, send: (begun) => Promise.resolve(begun()) })
  expect(record.samples.map(({ eventLoopDelayMs }) => eventLoopDelayMs)).toEqual([null, null])
  const { startedAtEpochMs, blocks } = plantedProfiles.crypto
  expect(record.recorded?.blocks).toEqual(blocks)
  expect(blocks.every((block) => block.startedAtEpochMs >= startedAtEpochMs)).toBe(true)
})

it('goes on without a profile where the runtime cannot take one, and says so', async () => {
  const { asked, source } = noted({
    startCpuProfile: () => Promise.reject(new Error('CPU profiling is not available on Deno 2.9.0')),
  })
  const { record } = await recordHotPaths(source, { ...at, send: (begun) => Promise.resolve(begun()) })
  expect(asked).toEqual(['sample', 'sample'])
  const { view, missing } = await describeHotPaths(source, record, load, '/srv')
  expect(view?.profile).toBeNull()
  expect(missing).toEqual(['There is no CPU profile: CPU profiling is not available on Deno 2.9.0.'])
})

it('turns the profiler off where the load fails', async () => {
  const { asked, source } = noted()
  const failing = recordHotPaths(source, { ...at, send: () => Promise.reject(new Error('target gone')) })
  await expect(failing).rejects.toThrow('target gone')
  expect(asked).toEqual(['start', 'stop'])
})

it('says of a target that tells nothing what is missing, and how to have it', () => {
  const artifact = withoutHotPaths({ probe: null, pprof: null, pid: null, telemetry: null, allow: [] })
  expect(artifact).toMatchObject({ source: 'none', load: null, view: null })
  expect(artifact.missing.join(' ')).toContain('node --import kneepoint/probe')
  expect(artifact.missing.join(' ')).toContain('net/http/pprof')
})
