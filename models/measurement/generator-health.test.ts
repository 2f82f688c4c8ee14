import { describe, expect, it } from 'vitest'
import { type GeneratorHealth, isGeneratorBound, worstHealth } from './generator-health.ts'

const before: GeneratorHealth = { driftP99Ms: 1, driftMaxMs: 9, latenessP99Ms: 3 }

describe('worstHealth', () => {
  it('takes the worst of each figure and adds up what was dropped', () => {
    const first = { ...before, latenessP50Ms: 0.2, latenessMaxMs: 8, cpuShare: 0.4, dropped: 2 }
    const second: GeneratorHealth = {
      driftP99Ms: 2,
      driftMaxMs: 4,
      latenessP99Ms: 1,
      latenessP50Ms: 0.1,
      latenessMaxMs: 11,
      cpuShare: 0.9,
      dropped: 5,
    }
    expect(worstHealth([first, second])).toEqual({
      driftP99Ms: 2,
      driftMaxMs: 9,
      latenessP99Ms: 3,
      latenessP50Ms: 0.2,
      latenessMaxMs: 11,
      cpuShare: 0.9,
      dropped: 7,
    })
  })

  it('leaves out what artifacts of earlier versions do not have', () => {
    expect(worstHealth([before, { ...before, driftMaxMs: 12 }])).toEqual({ ...before, driftMaxMs: 12 })
  })

  it('knows no CPU share where no thread does, and ignores the threads that do not', () => {
    expect(worstHealth([{ ...before, cpuShare: null }]).cpuShare).toBeNull()
    expect(worstHealth([{ ...before, cpuShare: null }, before, { ...before, cpuShare: 0.3 }]).cpuShare).toBe(
      0.3,
    )
  })

  it('needs a generator', () => {
    expect(() => worstHealth([])).toThrow(RangeError)
  })
})

it('is bound when more than one request in a hundred is over 20 ms late', () => {
  expect(isGeneratorBound({ ...before, latenessP99Ms: 20 })).toBe(false)
  expect(isGeneratorBound({ ...before, latenessP99Ms: 20.1 })).toBe(true)
})
