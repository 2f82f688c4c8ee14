import { describe, expect, it } from 'vitest'
import { durations } from './bench-result.fixture.ts'
import { summarizeLatency } from './latency-summary.ts'
import { waitText } from './wait-text.ts'

function said(responseMs: number, serviceMs: number, latenessMs: number, count = 1000): string | null {
  const of = (ms: number) => summarizeLatency(durations(ms, count))
  return waitText({
    responseMs: of(responseMs),
    serviceMs: of(serviceMs),
    latenessMs: of(latenessMs),
    poolWaitMs: of(responseMs - serviceMs - latenessMs),
  })
}

describe('waitText', () => {
  it('says that requests waited for a connection', () => {
    expect(said(50, 5, 1)).toBe(
      'Response counts from when a request was due, service from when it was sent: 50 ms and 5 ms (P99). What lies ' +
        'between was mostly spent waiting for a connection (pool wait); users feel it, and service time alone hides it.',
    )
  })

  it('says that this side was late', () => {
    expect(said(50, 5, 40)).toMatch(
      /What lies between was mostly lateness of this side, the load generator's doing/,
    )
  })

  it('compares means where there are too few for P99', () => {
    expect(said(50, 5, 1, 298)).toContain('50 ms and 5 ms (on average)')
  })

  it.each([
    ['they hardly differ', 12, 10],
    ['both are short', 1.5, 0.6],
    ['there are none', 50, 5, 0],
  ])('says nothing where %s', (_why, responseMs, serviceMs, count = 1000) => {
    expect(said(responseMs, serviceMs, 0, count)).toBeNull()
  })
})
