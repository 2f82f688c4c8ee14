import { describe, expect, it } from 'vitest'
import { REPORT_SCHEMA_VERSION } from '../../models/report/report.ts'
import { fullRun } from '../../reports/formats/full-run.fixture.ts'
import { REPORT_SCHEMA, reportDocument } from '../../reports/formats/report-document.ts'
import { hotPaths } from '../../reports/profile/hot-paths.fixture.ts'
import { emptyRun, wholeRun } from '../../reports/html/finished-run.fixture.ts'
import { BENCH_SCHEMA_VERSION, benchDocument } from '../bench/bench-document.ts'
import { closedPlan, measurementWith, resultWith } from '../bench/bench-result.fixture.ts'
import { EXIT } from '../exit-codes.ts'
import { RUNS_SCHEMA, RUNS_SCHEMA_VERSION, runsDocument } from '../runs-document.ts'
import { asJson, problemsOf, readSchema, unnoticed } from './published-schema.fixture.ts'

const report = readSchema('report-1')
const bench = readSchema('bench-1')
const runs = readSchema('runs-1', [report.schema])

describe('report-1.schema.json', () => {
  const document = asJson(reportDocument(fullRun))

  it('has the names that documents give it', () => {
    expect(report.schema.$id).toBe(REPORT_SCHEMA)
    expect(report.schema.properties.schemaVersion.const).toBe(REPORT_SCHEMA_VERSION)
  })

  it.each([
    ['full', fullRun],
    ['whole', wholeRun],
    ['empty', emptyRun],
  ])('describes a %s run', (_name, run) => {
    expect(problemsOf(report.validate, asJson(reportDocument(run)))).toEqual([])
  })

  it('describes a run that ended after any of its stages', () => {
    const empty = emptyRun.report as unknown as Record<string, unknown>
    for (const key of Object.keys(empty)) {
      const cut = { ...fullRun, report: { ...fullRun.report, [key]: empty[key] } } as typeof fullRun
      expect(problemsOf(report.validate, asJson(reportDocument(cut))), key).toEqual([])
    }
    for (const key of Object.keys(fullRun.figures)) {
      const cut = { ...fullRun, figures: { ...fullRun.figures, [key]: null } }
      expect(problemsOf(report.validate, asJson(reportDocument(cut))), key).toEqual([])
    }
  })

  it('does not describe a document with a field more or less, anywhere', () => {
    expect(unnoticed(report.validate, document)).toEqual([])
  })
})

describe('bench-1.schema.json', () => {
  const open = { kind: 'open', rate: 100, arrivals: 'poisson', inFlightMax: 64 } as const
  const thinkTime = { kind: 'exponential', mean: 100 } as const
  const settings = closedPlan.settings
  const results = {
    closed: resultWith(),
    thinking: resultWith({
      plan: { ...closedPlan, load: { kind: 'closed', users: 3, connectionsFollowUsers: false, thinkTime } },
    }),
    open: resultWith({ plan: { ...closedPlan, load: open }, offeredRate: 100, certificate: null }),
    ended: resultWith({
      ended: 'threshold',
      paceChanges: [{ atMs: 100, factor: 2 }],
      warnings: ['few open files'],
      hotPaths,
      thresholds: fullRun.report.thresholds,
    }),
    tuned: resultWith({
      plan: {
        ...closedPlan,
        tuning: { mode: 'shadow', idleTimeout: true, maxIdle: true, mostIdle: 64 },
      },
      tuningChanges: [
        {
          thread: 0,
          atMs: 500,
          from: settings,
          to: { ...settings, maxIdlePerHost: 4 },
          why: 'too many dials',
          signals: [{ name: 'many-dials', says: '60 a second' }],
        },
      ],
    }),
    unseen: resultWith({
      measurement: measurementWith({ phases: null, byRequest: null, series: null }),
      generator: { driftP99Ms: 1, driftMaxMs: 1, latenessP99Ms: 1, cpuShare: null },
    }),
  }

  it('has the version of the documents', () => {
    expect(bench.schema.properties.schemaVersion.const).toBe(BENCH_SCHEMA_VERSION)
  })

  it.each(Object.entries(results))('describes a bench that was %s', (_name, result) => {
    expect(problemsOf(bench.validate, asJson(benchDocument(result)))).toEqual([])
  })

  it.each(['ended', 'tuned', 'open', 'thinking'] as const)(
    'does not describe one that was %s with a field more or less, anywhere',
    (name) => {
      expect(unnoticed(bench.validate, asJson(benchDocument(results[name])))).toEqual([])
    },
  )
})

describe('runs-1.schema.json', () => {
  const directory = { path: '.kneepoint/runs/20261122-164158-fan-orders' }
  const begun = { scenario: 'orders', run: { directory, finished: fullRun }, exitCode: 0, error: null }
  const interrupted = { scenario: 'search', run: null, exitCode: 105, error: 'interrupted' }

  it('has the names that documents give it', () => {
    expect(runs.schema.$id).toBe(RUNS_SCHEMA)
    expect(runs.schema.properties.schemaVersion.const).toBe(RUNS_SCHEMA_VERSION)
  })

  it('describes runs that were begun and such that were not', () => {
    const document = runsDocument([begun, interrupted])
    expect(document.exitCode).toBe(105)
    expect(document.runs.map((run) => run.directory)).toEqual([directory.path, null])
    expect(problemsOf(runs.validate, asJson(document))).toEqual([])
    expect(
      problemsOf(runs.validate, asJson(runsDocument([{ ...begun, run: { directory, finished: emptyRun } }]))),
    ).toEqual([])
  })

  it.each(Object.entries(EXIT))('knows the exit code of %s, if runs end with it', (name, exitCode) => {
    const ofOthers = ['regression', 'noKnee']
    const problems = problemsOf(runs.validate, asJson(runsDocument([{ ...begun, exitCode }])))
    expect(problems.length === 0).toBe(!ofOthers.includes(name))
  })

  it('does not describe a document with a field more or less, anywhere', () => {
    expect(unnoticed(runs.validate, asJson(runsDocument([begun, interrupted])))).toEqual([])
  })
})
