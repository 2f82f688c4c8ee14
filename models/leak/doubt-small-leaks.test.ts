import { describe, expect, it } from 'vitest'
import { doubtSmallLeaks } from './doubt-small-leaks.ts'
import { judgeLeak } from './judge-leak.ts'
import type { LeakCheckpoint } from './leak-checkpoint.ts'

/** Sixteen checkpoints between which the heap grows by so much a request, and external memory likewise. */
function growing(perCheckpoint: number, heapBytes: number, externalBytes: number): readonly LeakCheckpoint[] {
  return Array.from({ length: 16 }, (_, i) => ({
    requests: i * perCheckpoint,
    atMs: i * 1000,
    heapUsedBytes: 2e7 + i * perCheckpoint * heapBytes,
    externalBytes: 1e6 + i * perCheckpoint * externalBytes,
    rssBytes: 8e7,
  }))
}

describe('a leak', () => {
  it('stays one where it has come to more than a program that warms up', () => {
    const verdict = judgeLeak(growing(500, 400, 0))
    expect(verdict).toMatchObject({ verdict: 'leak', causes: ['heap'] })
    expect(doubtSmallLeaks(verdict, 7500)).toEqual(verdict)
  })

  it('is unknown where too few requests were sent, and how many would do is said', () => {
    const verdict = judgeLeak(growing(25, 400, 0), { ratePerSecond: 10, limitBytes: 1e9 })
    expect(verdict).toMatchObject({ verdict: 'leak', causes: ['heap'] })
    const doubted = doubtSmallLeaks(verdict, 375)
    expect(doubted).toMatchObject({ verdict: 'unknown', causes: [] })
    // 384 KiB at 400 bytes a request are 983 requests, and 100 go before them.
    expect(doubted.measures.heap).toMatchObject({
      verdict: 'unknown',
      reason: 'too-weak',
      daysUntilLimit: null,
      requestsNeeded: 1100,
    })
    expect(doubted.measures.external).toEqual(verdict.measures.external)
  })

  it('of two kinds of memory is what is sure of them', () => {
    const verdict = judgeLeak(growing(100, 200, 3000))
    expect(verdict.causes).toEqual(['heap', 'buffers'])
    const doubted = doubtSmallLeaks(verdict, 1500)
    expect(doubted).toMatchObject({ verdict: 'leak', causes: ['buffers'] })
    expect(doubted.measures.heap?.verdict).toBe('unknown')
    expect(doubted.measures.external?.verdict).toBe('leak')
  })
})

describe('what is no leak', () => {
  it('stays what it is', () => {
    const verdict = judgeLeak(growing(500, 0, 0))
    expect(verdict.verdict).toBe('none')
    expect(doubtSmallLeaks(verdict, 7500)).toBe(verdict)
  })
})
