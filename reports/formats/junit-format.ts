import type { FinishedRun } from '../../models/report/finished-run.ts'
import type { Report } from '../../models/report/report.ts'
import { isTrusted, isWithdrawn, whyWithheld } from '../../models/report/standing.ts'
import type { ThresholdResult } from '../../models/thresholds/threshold.ts'
import { describeSettings } from '../terminal/describe-settings.ts'
import type { ReportFormat } from './report-format.ts'
import { thresholdName, thresholdOutcome } from './threshold-text.ts'
import { xmlElement, xmlText } from './xml-text.ts'

/**
 * A suite for the run, in the XML that Ant's JUnit task began and CI servers read: a test case for the verdict, one for
 * the recommendation, one for each threshold.
 */
export const junitFormat: ReportFormat = {
  name: 'junit',
  mediaType: 'application/xml; charset=utf-8',
  fileName: 'junit.xml',
  render(run) {
    const cases = [
      verdictCase(run.report),
      recommendationCase(run.report),
      ...run.report.thresholds.map(thresholdCase),
    ]
    const totals = {
      tests: cases.length,
      failures: cases.filter(({ failure }) => failure !== null).length,
      errors: 0,
      skipped: cases.filter(({ skipped }) => skipped !== null).length,
      time: seconds(measuredMs(run)),
    }
    const suite = suiteLines(run, cases, totals)
    const lines = xmlElement('testsuites', { name: 'kneepoint', ...totals }, suite)
    return `<?xml version="1.0" encoding="UTF-8"?>\n${lines.join('\n')}\n`
  },
}

interface TestCase {
  readonly name: string
  /** `null` where it passed, or was not looked at. */
  readonly failure: { readonly type: string; readonly message: string } | null
  /** Why it was not looked at. */
  readonly skipped: string | null
}

/** The measured stretches take their time for all cases together: it counts for the verdict. */
function suiteLines(
  run: FinishedRun,
  cases: readonly TestCase[],
  totals: Readonly<Record<string, string | number>>,
): string[] {
  const { name, startedAt, missing } = run.report
  return xmlElement('testsuite', { name, ...totals, timestamp: startedAt }, [
    ...xmlElement('properties', {}, propertyLines(run.report)),
    ...cases.flatMap((each, i) => caseLines(each, name, i === 0 ? measuredMs(run) : 0)),
    ...(missing.length === 0
      ? []
      : xmlElement('system-out', {}, [
          xmlText(['Missing:', ...missing.map((each) => `- ${each}`)].join('\n')),
        ])),
  ])
}

function caseLines({ name, failure, skipped }: TestCase, suite: string, tookMs: number): string[] {
  return xmlElement('testcase', { classname: suite, name, time: seconds(tookMs) }, [
    ...(failure === null ? [] : xmlElement('failure', { ...failure }, [xmlText(failure.message)])),
    ...(skipped === null ? [] : xmlElement('skipped', { message: skipped })),
  ])
}

function propertyLines({ seed, plan, scenarioHash, environment, command, windows }: Report): string[] {
  const properties = { seed, plan, scenarioHash, environment, command, windows }
  return Object.entries(properties).flatMap(([name, value]) => xmlElement('property', { name, value }))
}

function verdictCase({ verdict }: Report): TestCase {
  const { why, advice } = verdict
  const message = `${verdict.verdict}: ${why}${advice === null ? '' : `. To do: ${advice}`}`
  const failure = verdict.verdict === 'VALID' ? null : { type: verdict.verdict, message }
  return { name: 'verdict', failure, skipped: null }
}

function recommendationCase(report: Report): TestCase {
  const { recommendation, misses } = report
  const name = 'recommendation'
  if (recommendation === null) return { name, failure: null, skipped: 'nothing is recommended yet' }
  if (isWithdrawn(report)) {
    const message = [`withdrawn: ${describeSettings(recommendation.settings)}`, ...misses.reasons].join('. ')
    return { name, failure: { type: 'withdrawn', message }, skipped: null }
  }
  if (isTrusted(report)) return { name, failure: null, skipped: null }
  const withheld = whyWithheld(report)
  const why = withheld === null ? '' : `: ${withheld.why}. To do: ${withheld.advice}`
  return { name, failure: null, skipped: `not verified${why}` }
}

function thresholdCase(result: ThresholdResult): TestCase {
  const name = thresholdName(result)
  const message = `${name}: ${thresholdOutcome(result)}`
  return { name, failure: result.passed ? null : { type: 'threshold', message }, skipped: null }
}

function measuredMs({ steps, pairs }: FinishedRun): number {
  const stretches = [
    ...steps.map(({ measurement }) => measurement.measuredMs),
    ...pairs.flatMap(({ before, after }) => [before.measured.measuredMs, after.measured.measuredMs]),
  ]
  return stretches.reduce((sum, ms) => sum + ms, 0)
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3)
}
