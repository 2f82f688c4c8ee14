import type { RecommendArtifact } from '../../models/artifacts/recommend.ts'
import { toStored, UNLIMITED } from '../../models/pool/settings.ts'
import type { Conclusion } from '../../models/report/conclusion.ts'
import type { Report } from '../../models/report/report.ts'
import type { SideMiss } from '../../models/report/window-misses.ts'
import type { ThresholdResult } from '../../models/thresholds/threshold.ts'

const before = toStored({ ...UNLIMITED, idleTimeoutMs: 90_000, maxIdlePerHost: 2 })
const after = toStored({ ...UNLIMITED, idleTimeoutMs: 15_000, maxIdlePerHost: 5, maxConnsPerHost: 25 })
const expected = { dialsPerSecond: 1, meanMs: 12, p99Ms: 22, idleConnections: 8 }

export const recommendation: RecommendArtifact = {
  client: 'nginx-upstream',
  before,
  settings: after,
  reasons: ['idleTimeout 15 s: the server closes after 65 s.'],
  runnersUp: [{ ...expected, settings: before }],
  today: { ...expected, settings: before },
  chosen: { ...expected, settings: after },
  meetsSlo: true,
  unchanged: false,
}

const better: Conclusion = {
  answer: 'better',
  largestDifference: 0.664,
  adjustedPValue: 0.008,
  change: -0.487,
  low: -0.664,
  high: -0.217,
}
export const worse: Conclusion = { ...better, answer: 'worse', change: 0.2, low: 0.053, high: 0.351 }

const side: SideMiss = {
  p99Ms: { predicted: 22.4, measured: 20.91 },
  meanMs: { predicted: 12.7, measured: null },
  dialsPerSecond: { predicted: 0, measured: 0.28 },
}

export const report: Report = {
  schemaVersion: 1,
  name: 'seven-day',
  seed: 1,
  plan: 'full',
  startedAt: '2026-01-05T03:00:00.000Z',
  scenarioHash: '0123456789abcdef',
  command: 'kneepoint run week.ts --seed 1',
  thresholds: [],
  missing: [],
  environment: 'Node 20, 2 cores',
  verdict: {
    verdict: 'VALID',
    why: 'requests went out at most 3.0 ms late (P99 of the worst block)',
    advice: null,
  },
  generator: {
    driver: 'undici',
    highestRate: 9000,
    latenessP99Ms: 0.7,
    measuredAt: '2026-01-02T03:04:05.000Z',
  },
  capacity: { sloCapacity: { rate: 1781, nextRate: 2108 }, kneedle: null, usl: null, plateau: null },
  misfit: { steps: [], typicalError: 0.12, withoutReuseError: null },
  safeIdleTimeout: null,
  recommendation,
  beforeAfter: [
    {
      metric: 'p99',
      unit: 'ms',
      kind: 'ratio',
      effect: {
        before: 43.3,
        after: 22.2,
        change: -0.487,
        low: -0.664,
        high: -0.217,
        margin: 0.423,
        pValue: 0.004,
      },
      answer: { answer: 'better', largestDifference: 0.664, adjustedPValue: 0.008 },
    },
    {
      metric: 'failureRate',
      unit: 'share',
      kind: 'difference',
      effect: { before: 0, after: 0, change: 0, low: -0.0005, high: 0.0005, margin: 0.0005, pValue: 1 },
      answer: { answer: 'no-difference', largestDifference: 0.0005, adjustedPValue: 1 },
    },
    { metric: 'gcPause', unit: 'ms', kind: 'ratio', effect: null, answer: null },
  ],
  predictions: [
    { setting: 'before', metric: 'p99', unit: 'ms', predicted: 28.3, measured: 43.3, error: -0.346 },
  ],
  windows: 28,
  stages: { wanted: 0.1, firstWindows: 14, reachedFirst: 0.31, windows: 28, reached: 0.18, needed: 102 },
  conclusion: better,
  misses: {
    windows: [1, 2, 3, 4, 5, 6].map((number) => ({
      number,
      fromMs: number * 86_400_000,
      rate: 120.4,
      before: side,
      after: { ...side, p99Ms: { predicted: 22.4, measured: 232.36 } },
      changeError: 1 / number,
    })),
    reasons: [
      'The P99 was predicted to go from 49.2 to 22.4 ms; it went from 43.0 to 232.4 ms.',
      'It was slow.',
    ],
  },
  ledger: {
    requestsSent: 100,
    requestsReceived: 100,
    connectionsOpened: 20,
    connectionsAccepted: 19,
  },
}

export const threshold: ThresholdResult = {
  threshold: {
    metric: 'responseTime',
    request: null,
    expression: 'p(99)<20',
    aggregate: { kind: 'percentile', percentile: 99 },
    comparison: '<',
    limit: 20,
    abortOnFail: false,
    delayMs: 0,
  },
  passed: false,
  value: 22.2,
  samples: 400,
  aborted: false,
}
