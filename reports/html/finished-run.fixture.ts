import type { RecommendArtifact } from '../../models/artifacts/recommend.ts'
import { toStored, UNLIMITED } from '../../models/pool/settings.ts'
import { conclude } from '../../models/report/conclusion.ts'
import { explainMisses } from '../../models/report/explain-misses.ts'
import type { ComparedMetric } from '../../models/report/before-after.ts'
import type { FinishedRun } from '../../models/report/finished-run.ts'
import type { Report } from '../../models/report/report.ts'
import { verifyBlock, verifyPair } from '../../models/report/verify-pairs.fixture.ts'
import { allFigures } from './run-figures.fixture.ts'

const today = toStored({ ...UNLIMITED, idleTimeoutMs: 90_000, maxIdlePerHost: 2 })
const chosen = toStored({ ...UNLIMITED, idleTimeoutMs: 64_000, maxIdlePerHost: 13, maxConnsPerHost: 30 })
const frugal = { ...chosen, maxIdlePerHost: 11 }

const effect = (before: number, after: number, change: number, low: number, high: number) => ({
  before,
  after,
  change,
  low,
  high,
  margin: (high - low) / 2,
  pValue: 0.01,
})

export const beforeAfter: readonly ComparedMetric[] = [
  {
    metric: 'mean',
    unit: 'ms',
    kind: 'ratio',
    effect: effect(17.9, 12.2, -0.318, -0.509, -0.053),
    answer: { answer: 'better', largestDifference: 0.509, adjustedPValue: 0.04 },
  },
  {
    metric: 'p99',
    unit: 'ms',
    kind: 'ratio',
    effect: effect(138.7, 20.5, -0.852, -0.97, -0.283),
    answer: { answer: 'better', largestDifference: 0.97, adjustedPValue: 0.04 },
  },
  {
    metric: 'failureRate',
    unit: 'share',
    kind: 'difference',
    effect: effect(0, 0, 0, -0.0005, 0.0005),
    answer: { answer: 'no-difference', largestDifference: 0.0005, adjustedPValue: 1 },
  },
  {
    metric: 'dialsPerSecond',
    unit: '1/s',
    kind: 'difference',
    effect: effect(38.73, 0.06, -38.67, -62.33, -15.01),
    answer: { answer: 'better', largestDifference: 62.33, adjustedPValue: 0.01 },
  },
  {
    metric: 'rssPeak',
    unit: 'bytes',
    kind: 'ratio',
    effect: effect(117e6, 115e6, -0.018, -0.057, 0.022),
    answer: null,
  },
  { metric: 'gcPause', unit: 'ms', kind: 'ratio', effect: null, answer: null },
]

const recommendation: RecommendArtifact = {
  client: 'go-net-http',
  before: today,
  settings: chosen,
  reasons: [
    'idleTimeout 64 s: the server announces that it closes idle connections after 65 s, so up to 64 s the client closes first.',
    "maxIdlePerHost 13: at least 18 % more than 11; 11 is what gave the best P99 (23.7 ms). Today's 2 gives 70.3 ms.",
    'It opens 0.02 connections/s, against 32.77 today, and keeps 13.6 idle on average, against 2.9.',
  ],
  runnersUp: [{ settings: frugal, dialsPerSecond: 0.019, meanMs: 12.8, p99Ms: 23.7, idleConnections: 13.58 }],
  today: { settings: today, dialsPerSecond: 32.77, meanMs: 16.88, p99Ms: 70.3, idleConnections: 2.87 },
  chosen: { settings: chosen, dialsPerSecond: 0.018, meanMs: 12.76, p99Ms: 23.7, idleConnections: 13.62 },
  meetsSlo: true,
  unchanged: false,
  constraints: [
    {
      name: 'race',
      holds: true,
      binds: true,
      figures: '64 s of 64 s',
      sentence: 'The client closes idle connections after 64 s, the server after 65 s.',
    },
    {
      name: 'ports',
      holds: true,
      binds: false,
      figures: '60 of 28232',
      sentence: 'At most 60 local ports are in use, of 28232.',
    },
  ],
  robustness: {
    holds: true,
    strains: [
      { strain: { load: 1.5, serviceTime: 1 }, p99Ms: 25.2, unlimitedP99Ms: 25.1, failures: [] },
      {
        strain: { load: 1, serviceTime: 2 },
        p99Ms: 61.3,
        unlimitedP99Ms: 44.8,
        failures: ['the P99 is 61.3 ms, 37 % more than the 44.8 ms without a limit'],
      },
    ],
    load: { upTo: 2.5, failsAt: 3, failures: ['the P99 is 310 ms'] },
    serviceTime: { upTo: 1.5, failsAt: 2, failures: ['the P99 is 61.3 ms'] },
    rejected: [],
    sentences: ['They hold with up to 2.5 times the load and with services up to 1.5 times as slow.'],
  },
}

const pairs = [
  verifyPair(
    verifyBlock({ responseMs: 138, dialed: 40 }, { responseMs: 49, dialed: 38 }),
    verifyBlock({ responseMs: 20, dialed: 0 }, { responseMs: 22, dialed: 0 }),
    86_400_000,
  ),
  verifyPair(
    verifyBlock({ responseMs: 60, dialed: 30 }),
    verifyBlock({ responseMs: 19, dialed: 0 }),
    302_400_000,
  ),
]

const wholeReport: Report = {
  schemaVersion: 1,
  name: 'seven-day',
  seed: 1,
  plan: 'full',
  startedAt: '2026-11-22T22:39:12.000Z',
  scenarioHash: 'b1c0ffee5eed',
  command: 'kneepoint run scenarios/seven-day.ts --seed 1',
  environment: 'Node 20.20.2, 2 cores, a processor',
  generator: {
    driver: 'undici',
    highestRate: 59_973,
    latenessP99Ms: 0.563,
    measuredAt: '2026-11-22T22:37:22.193Z',
  },
  verdict: {
    verdict: 'VALID',
    why: 'requests went out at most 3.3 ms late (P99 of the worst block)',
    advice: null,
  },
  capacity: {
    sloCapacity: { rate: 1776, nextRate: 2050 },
    kneedle: { x: 1776, y: 37.4, index: 7, range: [65, 2050] },
    usl: null,
    plateau: null,
  },
  misfit: { steps: [], typicalError: 0.18, withoutReuseError: 0.13 },
  safeIdleTimeout: { limitMs: 64_000, serverIdleMs: 65_000, marginMs: 1000, source: 'hint', expirySlack: 1 },
  recommendation,
  beforeAfter,
  predictions: [
    {
      setting: 'before',
      metric: 'dialsPerSecond',
      unit: '1/s',
      predicted: 37.54,
      measured: 38.73,
      error: -0.031,
    },
    { setting: 'before', metric: 'p99', unit: 'ms', predicted: 49.2, measured: 138.8, error: -0.645 },
    { setting: 'after', metric: 'dialsPerSecond', unit: '1/s', predicted: 0, measured: 0, error: null },
    { setting: 'after', metric: 'p99', unit: 'ms', predicted: 22.5, measured: 20.5, error: 0.097 },
  ],
  windows: pairs.length,
  stages: { wanted: 0.1, firstWindows: 2, reachedFirst: 0.4, windows: 2, reached: 0.4, needed: 12 },
  conclusion: conclude(beforeAfter),
  misses: explainMisses(pairs),
  ledger: {
    requestsSent: 44_337,
    requestsReceived: 44_337,
    connectionsOpened: 2981,
    connectionsAccepted: 2981,
  },
  thresholds: [
    {
      threshold: {
        metric: 'responseTime',
        request: null,
        expression: 'p(99)<250',
        aggregate: { kind: 'percentile', percentile: 99 },
        comparison: '<',
        limit: 250,
        abortOnFail: false,
        delayMs: 0,
      },
      passed: true,
      value: 20.5,
      samples: 22_168,
      aborted: false,
    },
    {
      threshold: {
        metric: 'dials',
        request: 'checkout',
        expression: 'rate<0.01',
        aggregate: { kind: 'rate' },
        comparison: '<',
        limit: 0.01,
        abortOnFail: false,
        delayMs: 0,
      },
      passed: false,
      value: 0.06,
      samples: 5,
      aborted: false,
    },
  ],
  missing: [],
}

/** A whole run with every figure, whose recommendation may be applied. */
export const wholeRun: FinishedRun = {
  report: wholeReport,
  figures: allFigures,
  steps: [],
  pairs,
  hotPaths: null,
}

/** The same with another report. */
export function runWith(changes: Partial<Report>, run: FinishedRun = wholeRun): FinishedRun {
  return { ...run, report: { ...run.report, ...changes } }
}

/** A run that ended before it swept anything. */
export const emptyRun: FinishedRun = {
  ...runWith({
    verdict: {
      verdict: 'INCOMPLETE',
      why: 'nothing was swept; the settings were not verified',
      advice: 'go on with --resume, without --only',
    },
    generator: null,
    capacity: null,
    misfit: null,
    safeIdleTimeout: null,
    recommendation: null,
    beforeAfter: [],
    predictions: [],
    windows: 0,
    stages: null,
    conclusion: null,
    misses: { windows: [], reasons: [] },
    ledger: { requestsSent: 0, requestsReceived: null, connectionsOpened: 0, connectionsAccepted: null },
    thresholds: [],
    missing: ['the recommendation and its patches', 'before and after: the settings were not verified'],
  }),
  figures: { latency: null, rates: null, surface: null, timeline: null, composition: null },
  pairs: [],
}
