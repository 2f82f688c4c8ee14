import type { Finding } from '../../models/nightly/night-record.ts'
import { xmlElement, xmlText } from '../formats/xml-text.ts'
import type { NightlyReport, ScenarioNight } from './nightly-report.ts'

/**
 * A nightly as JUnit XML, one test case for each scenario and metric: a regression or a drift is a failure, what cannot
 * be said an error. A night without findings, one that was pinned for instance, is one test case.
 */
export function nightlyJunit({ at, nights }: NightlyReport): string {
  const cases = nights.flatMap(casesOf)
  const failures = cases.filter(({ outcome }) => outcome === 'failure').length
  const errors = cases.filter(({ outcome }) => outcome === 'error').length
  const counts = { name: 'kneepoint nightly', tests: cases.length, failures, errors }
  const suite = xmlElement('testsuite', { ...counts, timestamp: at }, cases.flatMap(caseLines))
  return `${['<?xml version="1.0" encoding="UTF-8"?>', ...xmlElement('testsuites', counts, suite)].join('\n')}\n`
}

interface TestCase {
  readonly scenario: string
  readonly name: string
  readonly outcome: 'passed' | 'failure' | 'error'
  readonly verdict: string
  readonly why: string
}

function casesOf({ scenario, verdict, why, tonight }: ScenarioNight): TestCase[] {
  const findings = tonight?.judgement.findings ?? []
  const whole = { scenario, name: 'night', outcome: outcomes[verdict], verdict, why }
  const each = findings.map((finding) => ({
    scenario,
    name: finding.metric,
    outcome: outcomes[finding.verdict],
    verdict: finding.verdict,
    why: finding.why,
  }))
  const isTold = verdict === 'ok' || each.some((one) => one.verdict === verdict)
  return each.length > 0 && isTold ? each : [...each, whole]
}

const outcomes: Readonly<Record<Finding['verdict'] | 'baseline', TestCase['outcome']>> = {
  baseline: 'passed',
  ok: 'passed',
  improvement: 'passed',
  regression: 'failure',
  drift: 'failure',
  unknown: 'error',
}

function caseLines({ scenario, name, outcome, verdict, why }: TestCase): string[] {
  const content =
    outcome === 'passed'
      ? xmlElement('system-out', {}, [xmlText(`${verdict}: ${why}`)])
      : xmlElement(outcome, { type: verdict, message: why })
  return xmlElement('testcase', { classname: scenario, name }, content)
}
