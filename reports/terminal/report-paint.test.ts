import { describe, expect, it } from 'vitest'
import type { Report } from '../../models/report/report.ts'
import type { SideMiss } from '../../models/report/window-misses.ts'
import type { Paint } from './paint.ts'
import { report, threshold, worse } from './report.fixture.ts'
import { reportText } from './report-text.ts'

describe('reportText, its width and its colours', () => {
  it('fits 80 columns with the longest values too', () => {
    const lines = reportText(longest)
      .split('\n')
      .filter((line) => !line.startsWith('  '))
    expect(lines.filter((line) => line.length > 80)).toEqual([])
    expect(lines.filter((line) => line.endsWith(' '))).toEqual([])
    expect(lines.join('\n')).toMatch(/dials per second +99999\/s +99999\/s/)
  })

  it('has the same words with colours and without', () => {
    for (const each of [report, longest, { ...report, conclusion: worse }]) {
      expect(withoutColours(reportText(each, coloured))).toBe(reportText(each))
    }
  })

  it('colours the verdict and answers, and headings are strong', () => {
    const painted = reportText(report, marked)
    expect(painted).toContain(
      '<strong>seven-day (full, seed 1) on Node 20, 2 cores</strong>\n<good>VALID</good>: ',
    )
    expect(painted).toMatch(/-66\.4 … -21\.7 % +<good>better<\/good>\n/)
    expect(painted).toContain('<good>The P99 is better by 49 % (95 %: 22 to 66 %).</good>')
    expect(painted).not.toContain('<bad>')
    const withdrawn = reportText({ ...report, conclusion: worse }, marked)
    expect(withdrawn).toContain(
      '<bad>Withdrawn: idleTimeout 15 s, maxIdlePerHost 5, maxConnsPerHost 25</bad>',
    )
    expect(withdrawn).toContain('<bad>The P99 is worse by 20 %')
    const late = { verdict: 'GENERATOR_BOUND', why: 'late', advice: null } as const
    const doubtful = reportText({ ...report, verdict: late }, marked)
    expect(doubtful).toContain('<bad>GENERATOR_BOUND</bad>: late.')
    expect(doubtful).not.toContain('<good>')
  })
})

const coloured: Paint = {
  good: (text) => `\u001B[32m${text}\u001B[39m`,
  bad: (text) => `\u001B[31m${text}\u001B[39m`,
  warn: (text) => `\u001B[33m${text}\u001B[39m`,
  strong: (text) => `\u001B[1m${text}\u001B[22m`,
  dim: (text) => `\u001B[2m${text}\u001B[22m`,
}

function withoutColours(text: string): string {
  return ['1', '2', '22', '31', '32', '33', '39'].reduce(
    (rest, code) => rest.replaceAll(`\u001B[${code}m`, ''),
    text,
  )
}

/** Tags take room in tables, as colours do not. */
const marked: Paint = {
  good: (text) => `<good>${text}</good>`,
  bad: (text) => `<bad>${text}</bad>`,
  warn: (text) => `<warn>${text}</warn>`,
  strong: (text) => `<strong>${text}</strong>`,
  dim: (text) => `<dim>${text}</dim>`,
}

/** Every figure as large as it may get, and names that have no space to be broken at. */
const longest: Report = {
  ...report,
  name: 'n'.repeat(100),
  command: `kneepoint run scenarios/${'n'.repeat(100)}.ts --seed -2147483648 --target 'http://127.0.0.1:8080/?a=${'b'.repeat(200)}'`,
  environment: `Node 20.20.2, 128 cores, ${'Intel(R) Xeon(R) Platinum '.repeat(4)}`,
  verdict: {
    verdict: 'GENERATOR_BOUND',
    why: `${'w'.repeat(90)} so it is`,
    advice: 'close what else runs here',
  },
  ledger: {
    requestsSent: 99_999_999_999,
    requestsReceived: 99_999_999_998,
    connectionsOpened: 99_999_999_999,
    connectionsAccepted: 99_999_999_998,
  },
  capacity: {
    sloCapacity: { rate: 999_999, nextRate: 1_999_999 },
    kneedle: { x: 999_999, y: 9, range: [99_999, 1_999_999] } as unknown as NonNullable<
      NonNullable<Report['capacity']>['kneedle']
    >,
    usl: null,
    plateau: null,
  },
  conclusion: { ...worse, low: -0.999, high: 99_999.9 },
  beforeAfter: (['mean', 'p99', 'dialsPerSecond', 'rssPeak', 'gcPause', 'failureRate'] as const).map(
    (metric) => ({
      metric,
      unit:
        metric === 'dialsPerSecond'
          ? '1/s'
          : metric === 'rssPeak'
            ? 'bytes'
            : metric === 'failureRate'
              ? 'share'
              : 'ms',
      kind: metric === 'dialsPerSecond' || metric === 'failureRate' ? 'difference' : 'ratio',
      effect:
        metric === 'failureRate'
          ? { before: 1, after: 1, change: -1, low: -1, high: 1, margin: 1, pValue: 0.5 }
          : metric === 'rssPeak'
            ? {
                before: 9.9e11,
                after: 9.9e11,
                change: 99.99,
                low: -0.99,
                high: 99.99,
                margin: 1,
                pValue: 0.5,
              }
            : {
                before: 99_999.4,
                after: 99_999.4,
                change: -999.44,
                low: -999.44,
                high: 999.44,
                margin: 1,
                pValue: 0.5,
              },
      answer: { answer: 'no-difference', largestDifference: 999.44, adjustedPValue: 0.5 },
    }),
  ),
  predictions: (['before', 'after'] as const).map((setting) => ({
    setting,
    metric: 'dialsPerSecond',
    unit: '1/s',
    predicted: 99_999.44,
    measured: 99_999.44,
    error: 999.99,
  })),
  misses: {
    windows: [1, 2].map((number) => ({
      number,
      fromMs: 365 * 86_400_000 + number,
      rate: 99_999,
      before: largeMiss(),
      after: largeMiss(),
      changeError: 1,
    })),
    reasons: [`It was ${'s'.repeat(100)}.`, 'It was slow.'],
  },
  thresholds: [threshold],
}

function largeMiss(): SideMiss {
  const figures = { predicted: 29_999.4, measured: 29_999.4 }
  return { p99Ms: figures, meanMs: figures, dialsPerSecond: figures }
}
