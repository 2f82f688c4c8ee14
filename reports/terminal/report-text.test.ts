import { describe, expect, it } from 'vitest'
import type { RecommendArtifact } from '../../models/artifacts/recommend.ts'
import { clientNames, clients } from '../../models/clients/catalogue.ts'
import { toStored, UNLIMITED } from '../../models/pool/settings.ts'
import type { Conclusion } from '../../models/report/conclusion.ts'
import type { Report } from '../../models/report/report.ts'
import type { SideMiss } from '../../models/report/window-misses.ts'
import { reportPatches, reportText } from './report-text.ts'

const before = toStored({ ...UNLIMITED, idleTimeoutMs: 90_000, maxIdlePerHost: 2 })
const after = toStored({ ...UNLIMITED, idleTimeoutMs: 15_000, maxIdlePerHost: 5, maxConnsPerHost: 25 })
const expected = { dialsPerSecond: 1, meanMs: 12, p99Ms: 22, idleConnections: 8 }

const recommendation: RecommendArtifact = {
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
const worse: Conclusion = { ...better, answer: 'worse', change: 0.2, low: 0.053, high: 0.351 }

const side: SideMiss = {
  p99Ms: { predicted: 22.4, measured: 20.91 },
  meanMs: { predicted: 12.7, measured: null },
  dialsPerSecond: { predicted: 0, measured: 0.28 },
}

const report: Report = {
  schemaVersion: 1,
  name: 'seven-day',
  seed: 1,
  plan: 'full',
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

/** In the order of the text, known by the line above each snippet. */
function shownClients(of: Report): string[] {
  const lines = reportText(of).split('\n')
  return lines.flatMap((line) => {
    const shown = clients.find(({ title, patch }) => line === `${title} (${patch(UNLIMITED).fileName})`)
    return shown === undefined ? [] : [shown.name]
  })
}

describe('reportText', () => {
  const text = reportText(report)

  it('fits 80 columns, but for snippets', () => {
    const prose = text.split('\n').filter((line) => !line.startsWith('  '))
    expect(prose.filter((line) => line.trimEnd().length > 80)).toEqual([])
  })

  it('shows verdict, counts, capacity, tables and recommendation', () => {
    expect(text).toContain('VALID: requests went out at most 3.0 ms late')
    expect(text).toContain('100 requests sent = received; 20 connections opened, 19 accepted.')
    expect(text).toContain('Capacity within the SLO: between 1781/s and 2108/s.')
    expect(text).toContain('Generator: a load thread can send 9000/s, at most 0.7 ms late (P99).')
    expect(reportText({ ...report, generator: null })).not.toContain('Generator')
    expect(text).toMatch(/before: P99 response +28\.3 ms +43\.3 ms +-34\.6 %/)
    expect(text).toMatch(/P99 response +43\.3 ms +22\.2 ms +-48\.7 % +-66\.4 … -21\.7 % +better/)
    expect(text).toMatch(/failure rate +0\.00 % +0\.00 % +0\.00 pp +-0\.05 … \+0\.05 pp +≤ 0\.05 pp/)
    expect(text).toMatch(/target GC pause +not available/)
    expect(text).toContain('Recommendation: idleTimeout 15 s, maxIdlePerHost 5, maxConnsPerHost 25')
  })

  it('shows in which windows the model was most wrong, where the recommendation is withdrawn', () => {
    const withdrawn = reportText({ ...report, conclusion: worse })
    expect(withdrawn).toContain(
      'Withdrawn because the model was wrong: The P99 was predicted to go from 49.2',
    )
    expect(withdrawn).toContain('\n- It was slow.\n')
    expect(withdrawn).toContain('in the 5 of 6 windows where it was most wrong')
    expect(withdrawn).toMatch(
      /\n1 +1d 00:00:00 +120\/s +before +22\.4 → 20\.9 +12\.7 → – +0\.00 → 0\.28\n +after +22\.4 → 232\.4/,
    )
    expect(withdrawn).not.toContain('6d 00:00:00')
    expect(
      withdrawn
        .split('\nWithdrawn: ')[0]
        ?.split('\n')
        .every((line) => line.length <= 80),
    ).toBe(true)
    expect(text).not.toContain('Withdrawn')
  })

  it('says how far the model is off, and calls it a misfit above 15 %', () => {
    expect(text).toContain('The model misses measured P99s by 12 % typically.')
    const misfit = { steps: [], typicalError: 0.16, withoutReuseError: 0.3 }
    const lines = reportText({ ...report, misfit }).replaceAll('\n', ' ')
    expect(lines).toContain('by 16 % typically and by 30 % without reuse, which is a misfit')
  })

  it('says nothing of it for runs that did not look', () => {
    const misfit = { steps: [], typicalError: null, withoutReuseError: null }
    expect(reportText({ ...report, misfit })).not.toContain('The model')
  })

  it("gives a patch for every client, the scenario's own first", () => {
    const names = reportPatches(report).map(({ client }) => client)
    expect(names[0]).toBe('nginx-upstream')
    expect(names).toHaveLength(clientNames.length)
    expect(new Set(names)).toEqual(new Set(clientNames))
    expect(text).toContain('transport.MaxIdleConnsPerHost = 5')
  })

  it("shows the patches of five clients, and the scenario's own before them", () => {
    const five = ['go-net-http', 'hertz', 'node-http-agent', 'undici', 'nginx-upstream']
    expect(shownClients(report)).toEqual(['nginx-upstream', ...five.slice(0, 4)])
    const ofAiohttp = { ...report, recommendation: { ...recommendation, client: 'aiohttp' } }
    expect(shownClients(ofAiohttp)).toEqual(['aiohttp', ...five])
  })

  it('does not hand out what was not verified, what was worse and what changes nothing', () => {
    const unverified: Report = {
      ...report,
      verdict: { verdict: 'INCOMPLETE', why: '2 windows are missing', advice: 'go on' },
    }
    const withdrawn: Report = { ...report, conclusion: worse }
    const unchanged: Report = { ...report, recommendation: { ...recommendation, unchanged: true } }
    for (const each of [unverified, withdrawn, unchanged]) expect(reportPatches(each)).toEqual([])
    expect(reportText(unverified)).toContain('Not verified, so not recommended yet: idleTimeout 15 s')
    expect(reportText(withdrawn)).toContain('Withdrawn: idleTimeout 15 s')
    expect(reportText(unchanged)).toContain("Recommendation: keep today's settings")
  })

  it('shows as much as a run has', () => {
    const empty: Report = {
      ...report,
      capacity: null,
      misfit: null,
      recommendation: null,
      beforeAfter: [],
      predictions: [],
      stages: null,
      conclusion: null,
    }
    expect(reportText(empty).split('\n').length).toBeLessThan(8)
  })
})
