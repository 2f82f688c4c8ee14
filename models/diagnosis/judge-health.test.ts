import { describe, expect, it } from 'vitest'
import { UNKNOWN_SAMPLE } from '../measurement/target-sample.ts'
import { type HealthFigures, healthFigures } from './health-figures.ts'
import { noFigures } from './observed.fixture.ts'
import { healthChecks, judgeHealth, mostGrownResource } from './judge-health.ts'

const rowOf = (figures: Partial<HealthFigures>, check: (typeof healthChecks)[number]) =>
  judgeHealth({ ...noFigures, ...figures }).find((row) => row.check === check)

describe('judgeHealth', () => {
  it('takes nothing that is not known for fine', () => {
    const rows = judgeHealth(noFigures)
    expect(rows.map(({ check }) => check)).toEqual(healthChecks)
    expect(rows.map(({ state, value }) => [state, value])).toEqual(healthChecks.map(() => ['unknown', null]))
  })

  it.each([
    ['loop-delay-max', 49.9, 'fine', { eventLoopDelayMaxMs: 49.9 }],
    ['loop-delay-max', 50, 'watch', { eventLoopDelayMaxMs: 50 }],
    ['loop-delay-max', 100, 'breach', { eventLoopDelayMaxMs: 100 }],
    ['loop-delay-mean', 50, 'breach', { eventLoopDelayMeanMs: 50 }],
    ['gc-share', 0.1, 'breach', { gcTotalMs: 1000 }],
    ['cpu-share', 0.45, 'fine', { cpuSeconds: 9, cores: 2 }],
    ['cpu-share', 0.9, 'breach', { cpuSeconds: 9, cores: 1 }],
    ['queue-length', 3, 'watch', { waitedMs: 30_000 }],
    ['heap-share', 0.85, 'breach', { heapUsedBytes: 85, heapLimitBytes: 100 }],
    ['open-files-share', 0.75, 'watch', { openFiles: 768, openFilesLimit: 1024 }],
  ] as const)('%s of %d is %s', (check, value, state, figures) => {
    expect(rowOf({ durationMs: 10_000, ...figures }, check)).toMatchObject({ value, state })
  })

  it('knows no share without both figures', () => {
    expect(rowOf({ openFiles: 10 }, 'open-files-share')?.state).toBe('unknown')
    expect(rowOf({ gcTotalMs: 10, durationMs: 0 }, 'gc-share')?.state).toBe('unknown')
  })

  it('counts what requests leave behind, unless it is only a few', () => {
    const of = (after: number) => ({
      requests: 1000,
      activeResources: {
        before: { Timeout: 3, TCPSocketWrap: 2 },
        after: { Timeout: after, TCPSocketWrap: 2 },
      },
    })
    expect(rowOf(of(33), 'resources-growth')).toMatchObject({ value: 30, state: 'breach' })
    expect(rowOf(of(22), 'resources-growth')).toMatchObject({ value: 0, state: 'fine' })
    expect(mostGrownResource({ ...noFigures, ...of(33) })).toEqual({ type: 'Timeout', grown: 30 })
    expect(mostGrownResource({ ...noFigures, ...of(1) })).toBeNull()
  })
})

it('makes the figures of a stretch out of samples', () => {
  const sample = (atEpochMs: number, rest: object) => ({ ...UNKNOWN_SAMPLE, atEpochMs, ...rest })
  const figures = healthFigures(
    [
      sample(1000, {
        cpuSeconds: 1,
        gc: { count: 1, totalMs: 5, maxMs: null },
        eventLoopDelayMs: { mean: 1, max: 9 },
      }),
      sample(2000, { openFileDescriptors: 90, eventLoopDelayMs: { mean: 3, max: 70 } }),
      sample(3000, { cpuSeconds: 2.5, gc: { count: 4, totalMs: 45, maxMs: 30 }, openFileDescriptors: 40 }),
    ],
    { requests: 10, cores: 1, openFilesLimit: 1024, waitedMs: null, heapLimitBytes: null },
  )
  expect(figures).toEqual({
    ...noFigures,
    durationMs: 2000,
    requests: 10,
    cpuSeconds: 1.5,
    gcTotalMs: 40,
    eventLoopDelayMeanMs: 2,
    eventLoopDelayMaxMs: 70,
    openFiles: 90,
    openFilesLimit: 1024,
  })
})

it('does not take the connections that clients hold open for something left behind', () => {
  const sample = (openConnections: number | null, sockets: number) => ({
    ...UNKNOWN_SAMPLE,
    atEpochMs: 0,
    openConnections,
    activeResources: { Timeout: 1, TCPSocketWrap: sockets },
  })
  const stateOf = (known: boolean, sockets: number) => {
    const samples = [sample(known ? 1 : null, 3), sample(known ? 61 : null, sockets)]
    const surroundings = {
      requests: 1000,
      cores: 1,
      openFilesLimit: null,
      waitedMs: null,
      heapLimitBytes: null,
    }
    return rowOf(healthFigures(samples, surroundings), 'resources-growth')?.state
  }
  expect(stateOf(true, 63)).toBe('fine')
  expect(stateOf(true, 103)).toBe('breach')
  expect(stateOf(false, 63)).toBe('breach')
})
