import { expect, test } from 'vitest'
import { nightlyReport, nightRecord, scenarioNight } from './scenario-night.fixture.ts'
import { trendPage } from './trend-page.ts'

const page = trendPage(
  nightlyReport([scenarioNight({ verdict: 'regression', change: 0.2 }), scenarioNight({ scenario: 'calm' })]),
)

test('has a chart for each scenario and metric, and its figures as a table', () => {
  expect(page.match(/<svg/g)).toHaveLength(6)
  expect(page).toContain('shop: regression')
  expect(page).toContain('aria-label="P99 response: changes against the baseline, night by night. ')
  expect(page).toMatch(
    /<td class="figure">\+20\.0 %<\/td><td class="figure">\+16\.5 … \+23\.7 %<\/td><td class="word">regression<\/td>/,
  )
})

test('gives every chart of a page ids of its own', () => {
  const ids = [...page.matchAll(/\bid="([^"]+)"/g)].map((match) => match[1])
  expect(new Set(ids).size).toBe(ids.length)
})

test('runs and fetches nothing', () => {
  expect(page).toContain('default-src &#39;none&#39;')
  expect(page).not.toContain('<script')
  expect(page).not.toMatch(/(src|href)="https?:/)
})

test('lets nothing through as markup', () => {
  const hostile = '"><img src=x onerror=alert(1)><script>alert(1)</script>'
  const tonight = {
    ...nightRecord({ scenario: hostile, why: hostile, verdict: 'drift' }),
    at: hostile,
    commit: hostile,
  }
  const night = {
    ...scenarioNight({ scenario: hostile, why: hostile, verdict: 'drift', notes: [hostile] }),
    tonight,
  }
  const report = nightlyReport([{ ...night, history: [tonight], baseline: tonight }])
  const written = trendPage({ ...report, at: hostile, commit: hostile, environment: hostile })
  expect(written).not.toContain('<img')
  expect(written).not.toContain('<script')
  expect(written).toContain('&lt;img src=x onerror=alert(1)&gt;')
})

test('gives the same bytes again', () => {
  const report = nightlyReport([scenarioNight()])
  expect(trendPage(report)).toBe(trendPage(report))
})
