import { describe, expect, it } from 'vitest'
import { replayResult } from '../replay/replay-result.fixture.ts'
import { replaySection } from './replay-section.ts'

const when = { measuredOn: '2026-11-23', environment: 'Node 20.20.2, 2 cores, a processor' }

describe('replaySection', () => {
  it('has a row for each case, with its errors', () => {
    const text = replaySection({ ...when, finding: [replayResult({ dials: 98, responseP99Ms: 120 })] })
    expect(text.split('\n')[2]).toBe(
      '| undici | idleTimeoutMs 250 | 98 | 100 | −2.0 % | 120.0 ms | 100.0 ms | +20.0 % | 0.1 % |',
    )
  })

  it('says how many cases are within the goals, and whether requests failed', () => {
    const finding = [
      replayResult({ dials: 104, responseP99Ms: 109 }),
      { ...replayResult({ dials: 97, responseP99Ms: 111 }), failures: ['ECONNRESET'], coreWaitShare: null },
    ]
    const text = replaySection({ ...when, finding }).replaceAll('\n', ' ')
    expect(text).toContain(
      'within 3 % in 1 of 2 cases, the P99 within 10 % in 1; requests failed in 1 of them.',
    )
    expect(text).toContain('not known')
    expect(text).toContain('Measured on 2026-11-23 with Node 20.20.2, 2 cores, a processor.')
  })

  it('says where other programs took the cores', () => {
    const quiet = replayResult({})
    const disturbed = { ...quiet, coreWaitShare: 0.2 }
    const textOf = (...finding: readonly (typeof quiet)[]) => replaySection({ ...when, finding })
    expect(textOf(quiet, quiet)).not.toContain('Other programs')
    expect(textOf(quiet, disturbed)).toContain('**Other programs were running**: in 1 of 2 cases')
  })
})
