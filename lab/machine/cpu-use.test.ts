import { expect, it } from 'vitest'
import { CpuUse } from './cpu-use.ts'

it('is the CPU time since the start over the wall time of all threads', () => {
  const cpu = { user: 1_000_000, system: 500_000 }
  let nowMs = 100
  const use = new CpuUse({ cpuUsage: () => cpu, nowMs: () => nowMs })
  expect(use.share(1)).toBeNull()
  cpu.user += 2_000_000
  cpu.system += 1_000_000
  nowMs += 2000
  expect(use.seconds()).toBe(3)
  expect(use.share(2)).toBe(0.75)
  expect(use.share(1)).toBe(1.5)
})

it('is not known where the runtime does not say', () => {
  let nowMs = 0
  const use = new CpuUse({ cpuUsage: () => ({ user: Number.NaN, system: 0 }), nowMs: () => nowMs })
  nowMs = 1000
  expect(use.share(1)).toBeNull()
})

it('grows with the work that this process does', () => {
  const use = new CpuUse()
  // So much work that even a CPU clock of 10 ms steps sees it.
  let sum = 0
  for (let i = 0; use.seconds() < 0.02 && i < 1e7; i++) sum += i % 7
  expect(sum).toBeGreaterThan(0)
  expect(use.seconds()).toBeGreaterThanOrEqual(0.02)
})
