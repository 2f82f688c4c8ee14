import { describe, expect, it } from 'vitest'
import { durations } from './bench-result.fixture.ts'
import { summarizeLatency } from './latency-summary.ts'
import { hasUnknownPercentile, latencyTable } from './latency-table.ts'

const some = summarizeLatency(durations(1.25, 3000))
const few = summarizeLatency(durations(0.5, 298))
const none = summarizeLatency(durations(1, 0))

describe('latencyTable', () => {
  it('is 80 columns wide, with the decimal points below each other', () => {
    expect(
      latencyTable([
        ['response', some],
        ['pool wait', few],
        ['connect', none],
      ]),
    ).toEqual([
      'ms              mean       p50       p90       p99     p99.9       max     count',
      'response       1.250     1.250     1.250     1.250     1.250     1.250     3,000',
      'pool wait      0.500     0.500     0.500         –         –     0.500       298',
      'connect            –         –         –         –         –         –         0',
    ])
  })

  it.each([
    [99, '99.000'],
    [9999, '9999.00'],
    [60_000, '60000.0'],
    [600_000, '600000'],
  ])('writes %s ms as %s', (ms, text) => {
    const summary = { ...some, mean: ms, max: ms }
    expect(
      latencyTable([['response', summary]])[1]
        ?.slice(10, 20)
        .trim(),
    ).toBe(text)
  })

  it('knows when a percentile is left out', () => {
    expect([some, few, none].map(hasUnknownPercentile)).toEqual([false, true, false])
  })
})
