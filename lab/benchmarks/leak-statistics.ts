/**
 * How often a slope is found where there is none, and where there is one, by ways to allow for points that are each like the
 * one before; and what the verdict on leaks makes of heaps that are known.
 *
 *     node --import tsx lab/benchmarks/leak-statistics.ts [--series 4000] [--seeds 500] [--only slope|verdict]
 *
 * It ends with exit code 1 where the way that is used finds a slope in more than 7 % of the series without one at
 * correlations of up to 0.6, or the verdict calls more than 1 % of the heaps a leak that are none.
 */
import { parseArgs } from 'node:util'
import { judgeLeak } from '../../models/leak/judge-leak.ts'
import {
  boundedCache,
  oneStep,
  sawtooth,
  slowWarmUp,
  steadyLeak,
  type SyntheticRun,
  syntheticRun,
} from '../../models/leak/synthetic-leak.fixture.ts'
import { RandomStream } from '../../models/random/random-stream.ts'
import { mannKendall } from '../../models/statistics/mann-kendall.ts'
import { autocorrelations } from '../../models/statistics/autocorrelation.ts'
import { autoregressiveSeries } from '../../models/statistics/theil-sen-series.fixture.ts'
import { theilSenSlope } from '../../models/statistics/theil-sen.ts'
import { autocorrelatedTheilSen } from '../../models/statistics/theil-sen-autocorrelated.ts'

type Points = ReadonlyArray<readonly [x: number, y: number]>
type Rises = (points: Points, random: RandomStream) => boolean

const Z = 1.959963984540054
const USED = 'corrected'
const MOST_FALSE_SLOPES = 0.07
const MOST_FALSE_LEAKS = 0.01

/** Each says whether the lower end of an interval of 95 % is above 0: by chance, it should be in 2.5 % of all series. */
const ways: Readonly<Record<string, Rises>> = {
  independent: (points) => theilSenSlope(points).low > 0,
  uncorrected: (points) => {
    const { slope } = theilSenSlope(points)
    const [rho = 0] = autocorrelations(
      points.map(([x, y]) => y - slope * x),
      1,
    )
    return autocorrelatedTheilSen(points, { correlation: Math.max(rho, 0) }).low > 0
  },
  [USED]: (points) => autocorrelatedTheilSen(points).low > 0,
  'Hamed-Rao 3': (points) =>
    mannKendall(
      points.map(([, y]) => y),
      { lags: 3 },
    ).z > Z,
  'Yue-Wang 1': (points) => {
    const { slope } = theilSenSlope(points)
    const [rho = 0] = autocorrelations(
      points.map(([x, y]) => y - slope * x),
      1,
    )
    const { s, variance } = mannKendall(points.map(([, y]) => y))
    const inflation = 1 + 2 * (1 - 1 / points.length) * rho
    return inflation > 0 && (s - Math.sign(s)) / Math.sqrt(variance * inflation) > Z
  },
  'block bootstrap': (points, random) => blockBootstrapLow(points, random) > 0,
}

const BOOTSTRAPS = 200

/** The 2.5 % quantile of the slopes of resampled residuals, in blocks of about the cube root of their number, and more. */
function blockBootstrapLow(points: Points, random: RandomStream): number {
  const { slope } = theilSenSlope(points)
  const n = points.length
  const residuals = points.map(([x, y]) => y - slope * x)
  const length = Math.max(2, Math.ceil(1.5 * Math.cbrt(n)))
  const slopes = Array.from({ length: BOOTSTRAPS }, () => {
    const again: Array<readonly [number, number]> = []
    while (again.length < n) {
      const start = random.below(n - length + 1)
      for (let i = 0; i < length && again.length < n; i++) {
        const x = again.length
        again.push([x, slope * x + (residuals[start + i] ?? 0)])
      }
    }
    return theilSenSlope(again).slope
  }).sort((a, b) => a - b)
  return slopes[Math.floor(0.025 * BOOTSTRAPS)] ?? NaN
}

/** A slope per point, in standard deviations, that independent points of as many show in nearly all series. */
const slopes: Readonly<Record<number, number>> = { 12: 0.4, 20: 0.2, 30: 0.12, 60: 0.05 }

function slopeTable(series: number): boolean {
  const names = Object.keys(ways)
  process.stdout.write(
    `Lower end of the 95 % interval above 0, in % of ${series} series: without a slope / with one\n`,
  )
  process.stdout.write(
    `${'n'.padStart(3)} ${'rho'.padStart(4)}  ${names.map((name) => name.padStart(15)).join('  ')}\n`,
  )
  let isKept = true
  for (const [points, slope] of Object.entries(slopes)) {
    for (const rho of [0, 0.3, 0.6, 0.8]) {
      const n = Number(points)
      const shares = names.map((name) =>
        [0, slope].map((rise) => shareOf(name, { n, rho, slope: rise }, series)),
      )
      const used = shares[names.indexOf(USED)]?.[0] ?? NaN
      if (rho <= 0.6 && !(used <= MOST_FALSE_SLOPES)) isKept = false
      const cells = shares.map((pair) =>
        pair
          .map((share) => (100 * share).toFixed(1))
          .join(' / ')
          .padStart(15),
      )
      process.stdout.write(`${String(n).padStart(3)} ${rho.toFixed(1).padStart(4)}  ${cells.join('  ')}\n`)
    }
  }
  return isKept
}

function shareOf(
  name: string,
  of: { readonly n: number; readonly rho: number; readonly slope: number },
  series: number,
): number {
  const rises = ways[name] as Rises
  // The bootstrap takes as long as all others together.
  const count = name === 'block bootstrap' ? Math.ceil(series / 10) : series
  const random = new RandomStream(of.n, `rho ${of.rho} slope ${of.slope}`)
  const resampling = new RandomStream(of.n, 'resampling')
  let found = 0
  for (let i = 0; i < count; i++) if (rises(autoregressiveSeries(random, of), resampling)) found++
  return found / count
}

const MB = 1_000_000
const spread = (seed: number, times: number) => (seed * times * 0.618_033_988_749_895) % 1

interface KnownHeap {
  readonly isLeak: boolean
  readonly growth: (seed: number) => SyntheticRun['growth']
}

const heaps: Readonly<Record<string, KnownHeap>> = {
  flat: { isLeak: false, growth: () => () => 0 },
  'cache full at 60 %': { isLeak: false, growth: () => boundedCache(20 * MB, 0.6) },
  'cache full at 30-70 %, 1-20 MB': {
    isLeak: false,
    growth: (seed) => boundedCache(MB * 20 ** spread(seed, 1), 0.3 + 0.4 * spread(seed, 3)),
  },
  'warm-up, constant 1/3': { isLeak: false, growth: () => slowWarmUp(20 * MB, 1 / 3) },
  'warm-up, constant 0.1-0.5, 1-20 MB': {
    isLeak: false,
    growth: (seed) => slowWarmUp(MB * 20 ** spread(seed, 1), 0.1 + 0.4 * spread(seed, 3)),
  },
  'batch, 2-10 times, 1-20 MB': {
    isLeak: false,
    growth: (seed) => sawtooth(MB * 20 ** spread(seed, 1), 2 + 8 * spread(seed, 3), spread(seed, 7)),
  },
  'one step, 1-20 MB': {
    isLeak: false,
    growth: (seed) => oneStep(MB * 20 ** spread(seed, 1), spread(seed, 3)),
  },
  ...Object.fromEntries(
    [4, 16, 64, 256, 1000, 10_000].map((bytes) => [
      `leak of ${bytes} B a request`,
      { isLeak: true, growth: () => steadyLeak(bytes) },
    ]),
  ),
}

function verdictTable(seeds: number): boolean {
  let isKept = true
  for (const [checkpoints, noiseBytes, rho] of [
    [20, 30_000, 0.3],
    [30, 30_000, 0.3],
    [30, 50_000, 0.6],
    [30, 100_000, 0.6],
    [60, 100_000, 0.6],
  ] as const) {
    process.stdout.write(
      `\n${checkpoints} checkpoints, 2,000 requests apart, noise of ${noiseBytes} bytes alike by ${rho}: % of ${seeds}\n`,
    )
    for (const [name, { isLeak, growth }] of Object.entries(heaps)) {
      const counts = new Map<string, number>()
      for (let seed = 1; seed <= seeds; seed++) {
        const run = syntheticRun({
          seed,
          checkpoints,
          requestsBetween: 2000,
          noiseBytes,
          rho,
          growth: growth(seed),
        })
        const { verdict } = judgeLeak(run)
        counts.set(verdict, (counts.get(verdict) ?? 0) + 1)
      }
      const leaks = (counts.get('leak') ?? 0) / seeds
      const tooMany = !isLeak && leaks > MOST_FALSE_LEAKS
      if (tooMany && noiseBytes < 100_000) isKept = false
      const cells = (['leak', 'bounded-growth', 'warm-up', 'none', 'unknown'] as const).map(
        (verdict) => `${verdict} ${((100 * (counts.get(verdict) ?? 0)) / seeds).toFixed(1)}`,
      )
      process.stdout.write(`  ${name.padEnd(36)} ${cells.join('  ')}${tooMany ? '  !' : ''}\n`)
    }
  }
  return isKept
}

const { values } = parseArgs({
  options: {
    series: { type: 'string', default: '4000' },
    seeds: { type: 'string', default: '500' },
    only: { type: 'string' },
  },
})

const isSlopeKept = values.only === 'verdict' || slopeTable(Number(values.series))
const isVerdictKept = values.only === 'slope' || verdictTable(Number(values.seeds))
process.exitCode = isSlopeKept && isVerdictKept ? 0 : 1
