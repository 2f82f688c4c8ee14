import { describe, expect, it } from 'vitest'
import { durations } from './bench-result.fixture.ts'
import { summarizeLatency } from './latency-summary.ts'
import { requestTable } from './request-table.ts'

function row(name: string, statusClass: '2xx' | 'none', ms: number, count: number) {
  const summary = summarizeLatency(durations(ms, count))
  return { name, statusClass, responseMs: summary, serviceMs: summary }
}

describe('requestTable', () => {
  it('is 80 columns wide, however long a name is', () => {
    const rows = [row(`GET /${'a'.repeat(60)}`, '2xx', 1.5, 3000), row('GET /b', 'none', 10_000, 4)]
    expect(requestTable(rows)).toEqual([
      '',
      'response, ms                                   p50       p99       max     count',
      'GET /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa… 2xx      1.50      1.50      1.50     3,000',
      'GET /b no answer                                 –         –     10000         4',
    ])
  })

  it('is left out where there is one kind of answer', () => {
    expect(requestTable([row('GET /', '2xx', 1, 10)])).toEqual([])
  })
})
