import { describe, expect, test } from 'vitest'
import { nightlyText } from './nightly-text.ts'
import { nightlyReport, scenarioNight } from './scenario-night.fixture.ts'

const text = nightlyText(
  nightlyReport([
    scenarioNight(),
    scenarioNight({
      scenario: 'seven-day',
      verdict: 'regression',
      change: 0.2,
      why: 'The P99 rose by 20 %.',
    }),
    { ...scenarioNight({ scenario: 'new', verdict: 'baseline' }), baseline: null },
  ]),
)
const lines = text.split('\n')
const lineOf = (start: string) => lines.find((line) => line.startsWith(start))

describe('the table', () => {
  test('shows P99, change, interval, gate and verdict of each scenario', () => {
    expect(lineOf('seven-day')).toMatch(
      /^seven-day +12\.5 → 15\.0 ms +\+20\.0 % +\+16\.5 … \+23\.7 % +6\.0 % +regression$/,
    )
    expect(lineOf('shop ')).toMatch(/12\.5 → 12\.6 ms +\+1\.0 % +-2\.0 … \+4\.1 % +6\.0 % +ok$/)
  })

  test('has no change where a night is pinned', () => {
    expect(lineOf('new ')).toMatch(/^new +12\.5 ms +– +– +– +baseline$/)
  })

  test('stays within 80 columns, whatever a scenario is called', () => {
    const named = nightlyReport([
      scenarioNight({
        scenario: 'x'.repeat(80),
        verdict: 'regression',
        change: 0.2,
        why: 'word '.repeat(60),
      }),
      scenarioNight({ scenario: 'a-name-of-some-length-that-leaves-no-room' }),
    ])
    const longest = Math.max(
      ...nightlyText(named)
        .split('\n')
        .filter((line) => !line.includes('xxx'))
        .map((line) => line.length),
    )
    expect(longest).toBeLessThanOrEqual(80)
    expect(nightlyText(named)).toContain(`${'x'.repeat(80)}\n `)
  })
})

describe('under the table', () => {
  test('findings are sentences, told once, and what is ok goes without', () => {
    expect(text.split('The P99 rose by 20 %.')).toHaveLength(2)
    expect(text).not.toContain('Within its gate')
    const night = scenarioNight({ verdict: 'regression', why: 'The P99 rose by 20 %.' })
    const two = nightlyText(nightlyReport([{ ...night, why: 'The mean rose by 20 %.' }]))
    expect(two).toContain('  The mean rose by 20 %.\n  Also regression: The P99 rose by 20 %.')
  })

  test('the baseline is named, and tonight against itself', () => {
    expect(text).toContain('Baseline: the night of 2026-11-22T03:17:00.000Z (commit 0123456789ab).')
    expect(text).toMatch(/Tonight against itself: 0 alarms in 2 nights, 0\.0 % \[0\.0, \d+\.\d\]\./)
  })

  test('what a second measurement did not confirm is told all the same', () => {
    const why = 'P99 +20.0 %, but +1.0 % when measured again: not confirmed.'
    const { tonight, ...night } = scenarioNight({ change: 0.2, why })
    const again = tonight?.metrics ?? []
    const twice = tonight === null ? null : { ...tonight, again }
    const told = nightlyText(nightlyReport([{ ...night, why: 'Nothing differs.', tonight: twice }]))
    expect(told).toContain(`  Nothing differs.\n  Within its gate.\n  ${why}\n`)
    const once = nightlyText(nightlyReport([{ ...night, why: 'Nothing differs.', tonight }]))
    expect(once).not.toContain('not confirmed')
  })

  test('how often it was measured is told', () => {
    const { tonight, ...night } = scenarioNight()
    const again = tonight?.metrics ?? []
    const told = (more: { third?: typeof again }) =>
      nightlyText(
        nightlyReport([{ ...night, tonight: tonight === null ? null : { ...tonight, again, ...more } }]),
      )
    expect(told({})).toContain('Measured twice')
    expect(told({ third: again })).toContain('Measured three times')
    expect(told({ third: again })).not.toContain('Measured twice')
  })

  test('where nothing was found, it is said what could still be there', () => {
    expect(text.match(/Not excluded/g)).toHaveLength(1)
    expect(text.replace(/\n +/g, ' ')).toContain(
      'Not excluded by the 95 % intervals: up to mean response +3.6 %, P99 response +4.1 %.',
    )
  })

  test('a scenario that could not be measured says why', () => {
    const night = {
      ...scenarioNight({ verdict: 'unknown', why: 'Nothing listens there.' }),
      tonight: null,
      history: [],
    }
    const told = nightlyText(nightlyReport([night]))
    expect(told).toContain('  Nothing listens there.')
    expect(told).not.toContain('against itself')
  })
})
