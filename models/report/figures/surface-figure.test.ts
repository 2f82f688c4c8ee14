import { describe, expect, it } from 'vitest'
import type { RecommendArtifact } from '../../artifacts/recommend.ts'
import type { SimulateArtifact } from '../../artifacts/simulate.ts'
import { type PoolSettings, toStored, UNLIMITED } from '../../pool/settings.ts'
import { candidate, simulated } from '../../recommend/simulated-candidates.fixture.ts'
import type { SurfaceCell } from '../../simulate/response-surface.ts'
import { surfaceFigure } from './surface-figure.ts'

const TIMEOUTS_MS = [1000, 5000]

/** Dials fall and idle time grows with both, up to a cap of 20. */
function cell(idleTimeoutMs: number, maxIdle: number): SurfaceCell {
  const used = Math.min(maxIdle, 20)
  const dials = 1000 / used - idleTimeoutMs / 1000
  const idleSeconds = used * idleTimeoutMs
  return { idleTimeoutMs, maxIdle, requests: 10_000, dials, idleSeconds, meanMs: 10, p99Ms: 10 + dials / 10 }
}

function simulatedTo(maxIdleLimit: number, timeoutsMs = TIMEOUTS_MS): SimulateArtifact {
  const caps = Array.from({ length: maxIdleLimit }, (_, i) => i + 1)
  const cells = timeoutsMs.flatMap((timeoutMs) => caps.map((cap) => cell(timeoutMs, cap)))
  const today = candidate('today', { idleTimeoutMs: 9000, maxIdle: 3, p99Ms: 20 })
  const connections = { ...today.measurement.connections, peakBusy: 5 }
  return {
    ...simulated('hint', [{ ...today, measurement: { ...today.measurement, connections } }]),
    surface: { requests: 10_000, idleTimeoutsMs: timeoutsMs, maxIdleLimit, cells },
  }
}

function recommended(
  settings: Partial<PoolSettings>,
  before: Partial<PoolSettings> = {},
  client = 'nginx-upstream',
): RecommendArtifact {
  const rated = {
    settings: toStored(UNLIMITED),
    dialsPerSecond: 1,
    meanMs: 1,
    p99Ms: 1,
    idleConnections: 1,
  }
  return {
    client,
    before: toStored({ ...UNLIMITED, ...before }),
    settings: toStored({ ...UNLIMITED, ...settings }),
    reasons: [],
    runnersUp: [],
    today: rated,
    chosen: rated,
    meetsSlo: true,
    unchanged: false,
  }
}

describe('the surface figure', () => {
  it('of nothing simulated, or of no requests, is none', () => {
    expect(surfaceFigure(null, recommended({}))).toBeNull()
    expect(surfaceFigure(simulated('hint', simulatedTo(2).candidates), null)).toBeNull()
  })

  it('has every pair where there is room for it, row by row', () => {
    const figure = surfaceFigure(simulatedTo(3), null)
    expect(figure).toMatchObject({
      idleTimeoutsMs: TIMEOUTS_MS,
      maxIdles: [1, 2, 3],
      dialShare: [
        [0.0999, 0.0499, expect.closeTo(0.03323, 5)],
        [0.0995, 0.0495, expect.closeTo(0.03283, 5)],
      ],
    })
    expect(figure?.p99Ms[1]?.[1]).toBeCloseTo(59.5, 9)
  })

  it('thins large caps out, but not those of today and of the recommendation', () => {
    const after = recommended({ maxIdlePerHost: 20 }, { maxIdlePerHost: 30 })
    const { maxIdles = [], dialShare = [] } = surfaceFigure(simulatedTo(64), after) ?? {}
    expect(maxIdles).toEqual([
      ...Array.from({ length: 16 }, (_, i) => i + 1),
      19,
      20,
      22,
      25,
      28,
      30,
      31,
      34,
      37,
      40,
      43,
      46,
      49,
      52,
      55,
      58,
      61,
      64,
    ])
    expect(dialShare.map((row) => row.length)).toEqual([34, 34])
    expect(surfaceFigure(simulatedTo(17), null)?.maxIdles).toHaveLength(17)
    expect(surfaceFigure(simulatedTo(1000), null)?.maxIdles.length).toBeLessThanOrEqual(32)
  })

  it('marks today and the recommendation, Infinity where they have no limit', () => {
    const before = recommended({ idleTimeoutMs: 5000 }, { maxIdlePerHost: Infinity, idleTimeoutMs: Infinity })
    expect(surfaceFigure(simulatedTo(4), before)).toMatchObject({
      today: { idleTimeoutMs: Infinity, maxIdle: Infinity },
      recommended: { idleTimeoutMs: 5000, maxIdle: Infinity },
    })
    expect(surfaceFigure(simulatedTo(4), null)).toMatchObject({
      today: { idleTimeoutMs: 9000, maxIdle: 3 },
      recommended: null,
      exact: false,
    })
  })

  it('has the pairs that none betters in dials and idle time at once', () => {
    const simulate = simulatedTo(2, [1000])
    const cells = [
      { ...cell(1000, 1), dials: 90, idleSeconds: 5 },
      { ...cell(1000, 2), dials: 90, idleSeconds: 6 },
      { ...cell(5000, 1), dials: 40, idleSeconds: 8 },
      { ...cell(5000, 2), dials: 50, idleSeconds: 7 },
    ]
    const surface = { ...simulate.surface, idleTimeoutsMs: TIMEOUTS_MS, cells }
    expect(surfaceFigure({ ...simulate, surface }, null)?.pareto).toEqual([
      { idleTimeoutMs: 1000, maxIdle: 1 },
      { idleTimeoutMs: 5000, maxIdle: 1 },
      { idleTimeoutMs: 5000, maxIdle: 2 },
    ])
  })

  it.each([
    ['LIFO that evicts the one idle longest', 'nginx-upstream', {}, true],
    ['with requests that end a connection', 'nginx-upstream', { maxRequestsPerConn: 1000 }, false],
    ['with a lifetime', 'nginx-upstream', { maxLifetimeMs: 60_000 }, false],
    ['with too little room', 'nginx-upstream', { maxConnsPerHost: 4 }, false],
    ['LIFO that closes the one returned', 'go-net-http', {}, false],
    ['FIFO', 'aiohttp', {}, false],
  ] as const)('is exact or not: %s', (_, client, before, exact) => {
    expect(surfaceFigure(simulatedTo(4), recommended({}, before, client))?.exact).toBe(exact)
  })
})
