import { expect, test } from 'vitest'
import { nightlyJunit } from './nightly-junit.ts'
import { nightlyReport, scenarioNight } from './scenario-night.fixture.ts'

test('has a test case for each scenario and metric', () => {
  const xml = nightlyJunit(
    nightlyReport([
      scenarioNight(),
      scenarioNight({ scenario: 'slow', verdict: 'regression', why: 'Up by 20 %.' }),
      { ...scenarioNight({ scenario: 'new', verdict: 'baseline' }), baseline: null },
    ]),
  )
  expect(xml).toContain('tests="7" failures="1" errors="0"')
  expect(xml).toContain('<testcase classname="shop" name="p99">')
  expect(xml).toMatch(
    /<testcase classname="slow" name="p99">\s*<failure type="regression" message="Up by 20 %\."\/>/,
  )
  expect(xml).toMatch(/<testcase classname="new" name="night">\s*<system-out>/)
})

test('counts what cannot be said as an error, even beside metrics that can', () => {
  const night = scenarioNight({ verdict: 'unknown', why: 'The load threads were late.' })
  const xml = nightlyJunit(
    nightlyReport([night, { ...scenarioNight(), verdict: 'unknown', why: 'No answer.' }]),
  )
  expect(xml).toContain('failures="0" errors="2"')
  expect(xml).toContain('<error type="unknown" message="The load threads were late."/>')
  expect(xml).toContain('<error type="unknown" message="No answer."/>')
})

test('lets nothing through as markup', () => {
  const hostile = '"/><failure message=\'\u0000]]>&'
  const xml = nightlyJunit(
    nightlyReport([scenarioNight({ scenario: hostile, verdict: 'drift', why: hostile })]),
  )
  expect(xml.match(/<failure/g)).toHaveLength(1)
  expect(xml).toContain('&quot;/&gt;&lt;failure message=&apos;\ufffd]]&gt;&amp;')
  expect(xml).not.toContain('\u0000')
})
