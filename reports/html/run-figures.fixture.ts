import type {
  CompositionFigure,
  LatencyCurve,
  RatesFigure,
  RunFigures,
  SurfaceFigure,
  TimelineFigure,
} from '../../models/report/figures/run-figures.ts'

const percentiles = [0, 10, 25, 50, 75, 87.5, 90, 95, 97.5, 99, 99.5, 99.9, 99.95, 99.99]

/** With a median, and so many times as long for each nine more. */
function curve(
  side: LatencyCurve['side'],
  source: LatencyCurve['source'],
  medianMs: number,
  growth: number,
): LatencyCurve {
  const points = percentiles.map((percentile) => {
    const nines = -Math.log10(1 - percentile / 100)
    return { percentile, responseMs: medianMs * growth ** nines }
  })
  return { side, source, requests: 22_168, points }
}

const rates: RatesFigure = {
  steps: [65, 130, 260, 390, 520, 780, 1040, 1777, 2050].map((offeredRate) => {
    const busy = offeredRate / 2200
    return {
      offeredRate,
      achievedRate: Math.min(offeredRate, 1960),
      meanMs: 11 + busy / (1 - busy),
      p50Ms: 10 + busy,
      p99Ms: 20 + (3 * busy) / (1 - busy) ** 2,
      outcome: offeredRate > 2000 ? 'slow' : 'met',
    }
  }),
  sloP99Ms: 250,
  capacity: { rate: 1777, nextRate: 2050 },
  knee: { rate: 1777, low: 1040, high: 2050 },
  schedule: { meanRate: 121.6, peakRate: 486 },
}

const idleTimeoutsMs = [100, 500, 1000, 5000, 15_000, 30_000, 64_000, 90_000, 300_000]
const maxIdles = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20, 24, 32, 64]

const surface: SurfaceFigure = {
  idleTimeoutsMs,
  maxIdles,
  dialShare: idleTimeoutsMs.map((timeoutMs) =>
    maxIdles.map((maxIdle) => (maxIdle > 12 && timeoutMs > 30_000 ? 0 : 0.3 / maxIdle ** 2 + 4 / timeoutMs)),
  ),
  p99Ms: idleTimeoutsMs.map((timeoutMs) => maxIdles.map((maxIdle) => 20 + 100 / maxIdle + 2000 / timeoutMs)),
  today: { idleTimeoutMs: 90_000, maxIdle: 2 },
  recommended: { idleTimeoutMs: 64_000, maxIdle: 13 },
  pareto: [
    { idleTimeoutMs: 100, maxIdle: 1 },
    { idleTimeoutMs: 1000, maxIdle: 4 },
    { idleTimeoutMs: 30_000, maxIdle: 9 },
    { idleTimeoutMs: 300_000, maxIdle: 64 },
  ],
  exact: true,
}

const hourMs = 3_600_000

const timeline: TimelineFigure = {
  durationMs: 168 * hourMs,
  everyMs: hourMs,
  ratePerSecond: Array.from({ length: 168 }, (_, hour) => 120 + 90 * Math.sin(((hour % 24) - 8) / 3.82)),
  windows: [5, 20, 41, 66, 90, 117, 150].map((hour, i) => ({
    fromMs: hour * hourMs,
    toMs: hour * hourMs + 9000,
    beforeP99Ms: i === 3 ? null : 60 + 13 * i,
    afterP99Ms: 20 + (i % 3),
    beforeDialsPerSecond: 38,
    afterDialsPerSecond: 0,
  })),
}

const composition: CompositionFigure = {
  bars: [
    bar('before', 'all', 22_168, [0.2, 1.4, 1.1, 2.9, 10.9, 1.3]),
    bar('after', 'all', 22_168, [0.1, 0, 0, 0.01, 10.8, 1.3]),
    bar('before', 'slowest', 222, [4, 31, 18, 66, 21, 2]),
    bar('after', 'slowest', 222, [0.4, 0.2, 0, 0.3, 20.1, 2.2]),
  ],
}

function bar(
  side: 'before' | 'after',
  of: 'all' | 'slowest',
  requests: number,
  parts: readonly [number, number, number, number, number, number],
): CompositionFigure['bars'][number] {
  const [late, poolWait, connect, tls, firstByte, body] = parts
  return { side, of, requests, partsMs: { late, poolWait, connect, tls, firstByte, body } }
}

/** Every figure that a run may have. */
export const allFigures: RunFigures = {
  latency: {
    curves: [
      curve('before', 'measured', 9, 3.4),
      curve('before', 'predicted', 9, 2.4),
      curve('after', 'measured', 10, 1.4),
      curve('after', 'predicted', 10, 1.45),
    ],
  },
  rates,
  surface,
  timeline,
  composition,
}
