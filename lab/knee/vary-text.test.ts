import { describe, expect, test } from 'vitest'
import { varyDocument, varyExitCode } from './vary-document.ts'
import { pointWith, varyResultWith } from './vary-result.fixture.ts'
import { varyText } from './vary-text.ts'

describe('what knee --vary prints', () => {
  test('is a table, where more stops helping, and why', () => {
    const result = varyResultWith()
    const document = varyDocument(result)
    const text = varyText(document)
    expect(text).toContain('          2       1,900       1,890 to 1,910      4.00      50 %\n')
    expect(text).toContain('enough       2 pods: within 5 % of the best, 1,950/s with 3\n')
    expect(text).toMatch(/^scalability {2}α contention/m)
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(varyExitCode(result)).toBe(0)
    expect(document).toMatchObject({
      ended: 'found',
      vary: 'pods',
      best: 3,
      stopsHelping: { n: 2, interval: [2, 2], stillGrows: false },
      processors: { cores: 2, physicalCores: 2, quotaCores: null },
      settings: { maxConnsPerHost: 10 },
    })
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
  })

  test('has the peak of the scalability law where the data reach it, and says why not where they do not', () => {
    const law = (n: number) => (1000 * n) / (1 + 0.1 * (n - 1) + 0.05 * n * (n - 1))
    const counts = [1, 2, 3, 4, 6, 8]
    const { usl } = varyDocument(varyResultWith({ points: counts.map((n) => pointWith(n, law(n))) }))
    expect(usl?.peakConcurrency).toBeCloseTo(Math.sqrt(0.9 / 0.05), 3)
    const linear = varyDocument(varyResultWith({ points: counts.map((n) => pointWith(n, 1000 * n)) }))
    expect(linear.usl?.peakConcurrency).toBeNull()
    expect(varyText(linear)).toMatch(/no peak: /)
  })

  test('says that throughput still grows, with 93', () => {
    const result = varyResultWith({ points: [pointWith(1, 1000), pointWith(2, 2000)] })
    expect(varyExitCode(result)).toBe(93)
    expect(varyText(varyDocument(result))).toContain('raise --to')
  })

  test('says that the target fails, with 91, and that it was interrupted, with 105', () => {
    const failed = varyResultWith({ unusable: 'with 3 pods: 12 of 12 requests failed', points: [] })
    expect(varyExitCode(failed)).toBe(91)
    expect(varyText(varyDocument(failed))).toContain('TARGET_ERRORS: with 3 pods: 12 of 12 requests failed')
    const halted = varyResultWith({ interrupted: true, points: [pointWith(1, 1000)] })
    expect(varyExitCode(halted)).toBe(105)
    expect(varyDocument(halted).verdict.figure).toBe('interrupted after 4 of 16 blocks')
  })
})
