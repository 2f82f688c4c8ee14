import { expect, test } from 'vitest'
import { MOST_SUMMARY_BYTES, nightlySummary } from './nightly-summary.ts'
import { nightlyReport, scenarioNight } from './scenario-night.fixture.ts'

const bytesOf = (text: string) => new Blob([text]).size

test('is a table with a mark for each verdict, and what was found', () => {
  const night = scenarioNight({ scenario: 'slow', verdict: 'regression', change: 0.2, why: 'Up by 20 %.' })
  const text = nightlySummary(nightlyReport([night]))
  expect(text).toContain('| slow | 12.5 → 15.0 ms | +20.0 % | +16.5 … +23.7 % | 6.0 % | ❌ regression |')
  expect(text).toContain('- Up by 20 %.')
})

test('lets nothing through as markup', () => {
  const hostile = '<img src=x onerror=alert(1)> | `a` [b](c)\n# d'
  const text = nightlySummary(nightlyReport([scenarioNight({ scenario: hostile, why: hostile })]))
  expect(text).not.toContain('<img')
  expect(text).not.toMatch(/(?<!\\)`/)
  expect(text).not.toMatch(/^# d/m)
  const cells = text.split('\n').find((line) => line.includes('onerror') && line.startsWith('|'))
  expect(cells?.match(/(?<!\\)\|/g)).toHaveLength(7)
})

test('stays below what GitHub takes, and says what is left out', () => {
  const long = Array.from({ length: 40 }, (_, i) =>
    scenarioNight({ scenario: `s-${i}`, why: '→ '.repeat(15_000) }),
  )
  const text = nightlySummary(nightlyReport(long))
  expect(bytesOf(text)).toBeLessThanOrEqual(MOST_SUMMARY_BYTES)
  expect(bytesOf(text)).toBeGreaterThan(0.8 * MOST_SUMMARY_BYTES)
  expect(text).toMatch(/\d+ of 41 sections are left out: the summary would be too long\./)
  expect(text).toContain('| s-39 |')
})
