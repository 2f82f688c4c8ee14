import { expect, test } from 'vitest'
import { GcPauseWatch, gcCostUnitMs } from './gc-pauses.ts'

test('costs are microseconds, or nanoseconds where the pauses would have outlasted the time they were in', () => {
  expect(gcCostUnitMs([637.8, 852.8], 20)).toBe(1e-3)
  expect(gcCostUnitMs([1_526_108], 20)).toBe(1e-6)
  expect(gcCostUnitMs([20_000], 20)).toBe(1e-3)
  expect(gcCostUnitMs([10_000, 10_001], 20)).toBe(1e-6)
})

test('pauses of this process are told, as far as the runtime has them', async () => {
  const beganMs = performance.now()
  const watch = await GcPauseWatch.start()
  if (watch === null) throw new Error('this runtime does not tell of its garbage collections')
  try {
    let held: number[][] = []
    for (let i = 0; i < 400 && watch.pauses.count < 2; i++) {
      for (let j = 0; j < 1_000; j++) held.push(Array.from({ length: 60 }, () => j + 0.5))
      if (i % 20 === 19) held = []
    }
    const { count, totalMs, maxMs } = watch.pauses
    expect(count).toBeGreaterThanOrEqual(2)
    expect(maxMs).toBeGreaterThan(0)
    expect(totalMs).toBeGreaterThanOrEqual(maxMs ?? Infinity)
    expect(totalMs).toBeLessThan(performance.now() - beganMs)
  } finally {
    watch.stop()
  }
})

test('counts what is allocated, whether it is still there or not', async () => {
  const watch = await GcPauseWatch.start()
  if (watch === null) throw new Error('this runtime does not tell of its garbage collections')
  try {
    const before = watch.allocatedBytes ?? Number.NaN
    const text = Buffer.alloc(8_000, 65)
    let held: string[] = []
    for (let i = 0; i < 10_000; i++) {
      // 8,016 bytes each: the characters, and a header.
      held.push(text.toString('latin1'))
      if (held.length === 100) held = []
    }
    const allocatedBytes = (watch.allocatedBytes ?? Number.NaN) - before
    expect(allocatedBytes / 80.16e6).toBeGreaterThan(0.9)
    expect(allocatedBytes / 80.16e6).toBeLessThan(1.15)
  } finally {
    watch.stop()
  }
})
