import { describe, expect, it } from 'vitest'
import type { BenchPlan } from './bench-plan.ts'
import type { BenchProgress } from './bench-progress.ts'
import { progressLine } from './progress-line.ts'

const progress: BenchProgress = {
  elapsedMs: 3000,
  durationMs: 11_000,
  warmingUp: false,
  due: 4000,
  completed: 3990,
  failed: 1,
  dropped: 0,
  p50Ms: 1.234,
  p99Ms: 12.34,
  latenessP99Ms: 0.25,
  open: 10,
  idle: 2,
  factor: 1,
}

const closed = {
  load: { kind: 'closed', users: 10, connectionsFollowUsers: true, thinkTime: null },
  warmupMs: 1000,
  mostRequests: null,
} satisfies Partial<BenchPlan>

const open = {
  ...closed,
  load: { kind: 'open', rate: 2000, arrivals: 'constant', inFlightMax: 10 },
} satisfies Partial<BenchPlan>

describe('progressLine', () => {
  it('says what users got so far', () => {
    expect(progressLine(progress, closed)).toBe(
      '8 s left  1,995/s  p50 1.23 ms  p99 12 ms  1 failed  10 open, 2 idle  late 0.25 ms',
    )
  })

  it('sets what was answered against what was due', () => {
    const line = progressLine({ ...progress, dropped: 1200, factor: 1.3 }, open)
    expect(line).toBe(
      '8 s left  1,995/s of 2,000/s  p50 1.23 ms  p99 12 ms  1 failed  1,200 dropped  10 open, 2 idle  late 0.25 ms  at 130 %',
    )
  })

  it('shows no figures of the warm-up', () => {
    const nothing = { completed: 0, p50Ms: Number.NaN, p99Ms: Number.NaN, latenessP99Ms: Number.NaN }
    const warming = { ...progress, ...nothing, warmingUp: true, elapsedMs: 300 }
    expect(progressLine(warming, closed)).toBe('warming up, 1 s left  10 open, 2 idle')
  })

  it('counts requests where their number is the end', () => {
    expect(progressLine(progress, { ...closed, mostRequests: 20_000 })).toMatch(/^4,000 of 20,000 {2}/)
  })

  it('says that it stands still', () => {
    expect(progressLine({ ...progress, factor: 0 }, closed)).toMatch(/^paused {2}1,995\/s/)
  })

  it('has no less than nothing left', () => {
    expect(progressLine({ ...progress, elapsedMs: 12_000 }, closed)).toMatch(/^0 s left/)
  })
})
