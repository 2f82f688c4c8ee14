import { describe, expect, it } from 'vitest'
import { plainPaint } from './paint.ts'
import { report } from './report.fixture.ts'
import { type ListedRun, runsTable } from './runs-table.ts'

const unverified = { ...report, verdict: { verdict: 'GENERATOR_BOUND', why: 'late', advice: null } } as const
const ended = {
  ...report,
  verdict: { verdict: 'INCOMPLETE', why: 'no verification', advice: null },
  recommendation: null,
  beforeAfter: [],
} as const
const runs: readonly ListedRun[] = [
  { scenario: 'orders', report },
  { scenario: 'search', report: null },
]

describe('runsTable', () => {
  it('says of each run what came of it', () => {
    expect(runsTable(runs, plainPaint)).toBe(
      [
        'Scenario  verdict  P99 before → after  settings',
        'orders    VALID    43.3 ms → 22.2 ms   Set idleTimeout 15 s, maxIdlePerHost 5',
        '                                       and maxConnsPerHost 25',
        'search    –        –                   Not run',
        '',
      ].join('\n'),
    )
  })

  it('has the settings on lines of their own where names are long', () => {
    const long = 'a-name-of-many-words-that-leaves-no-room'
    expect(runsTable([{ scenario: long, report }], plainPaint)).toBe(
      [
        `Scenario                                  verdict  P99 before → after`,
        '  settings',
        `${long}  VALID    43.3 ms → 22.2 ms`,
        '  Set idleTimeout 15 s, maxIdlePerHost 5 and maxConnsPerHost 25',
        '',
      ].join('\n'),
    )
  })

  it('recommends nothing that was not verified', () => {
    const table = runsTable(
      [
        { scenario: 'late', report: unverified },
        { scenario: 'ended', report: ended },
      ],
      plainPaint,
    )
    expect(table).toContain('late      GENERATOR_BOUND  43.3 ms → 22.2 ms   Not verified')
    expect(table).toContain('ended     INCOMPLETE       –                   No recommendation yet')
    expect(table).not.toContain('Set ')
  })

  it('is 80 columns wide at most', () => {
    const all = [...runs, { scenario: 'late', report: unverified }, { scenario: 'x'.repeat(30), report }]
    for (const line of runsTable(all, plainPaint).split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })
})
