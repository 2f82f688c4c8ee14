import { describe, expect, it } from 'vitest'
import type { BenchPlan } from '../bench/bench-plan.ts'
import type { BenchProgress } from '../bench/bench-progress.ts'
import { benchUpdate } from './bench-update.ts'
import { EverySecond } from './every-second.ts'
import { sampleWith } from './load-sample.fixture.ts'

const progress: BenchProgress = {
  ...sampleWith(),
  elapsedMs: 3000,
  durationMs: 11_000,
  warmingUp: false,
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

describe('benchUpdate', () => {
  it('says how long it goes on, and whether a rate is offered', () => {
    expect(benchUpdate(progress, open)).toMatchObject({
      what: 'measuring',
      leftMs: 8000,
      load: { closed: false },
    })
    expect(benchUpdate(progress, closed, 'explore 20/s')).toMatchObject({
      what: 'explore 20/s: measuring',
      load: { closed: true, due: 4000 },
    })
    expect(benchUpdate({ ...progress, elapsedMs: 12_000 }, open).leftMs).toBe(0)
  })

  it('counts the warm-up by itself', () => {
    const warming = { ...progress, warmingUp: true, elapsedMs: 300 }
    expect(benchUpdate(warming, { ...open, mostRequests: 9 })).toMatchObject({
      what: 'warming up',
      leftMs: 700,
    })
  })

  it('counts requests where their number is the end', () => {
    expect(benchUpdate(progress, { ...closed, mostRequests: 20_000 })).toMatchObject({
      what: '4,000 of 20,000 requests',
      leftMs: null,
    })
  })

  it('says what the user made of the pace', () => {
    expect(benchUpdate({ ...progress, factor: 0 }, open)).toMatchObject({
      what: 'measuring, paused',
      leftMs: null,
    })
    expect(benchUpdate({ ...progress, factor: 1.3 }, open).what).toBe('measuring, at 130 %')
  })
})

describe('EverySecond', () => {
  it('tells what was counted in each second, from the end of the warm-up on', () => {
    const lines: string[] = []
    const seconds = new EverySecond((line) => lines.push(line))
    seconds.take({ ...progress, warmingUp: true, elapsedMs: 900 })
    for (let i = 0; i <= 8; i++) {
      const counts = { due: 500 * i, completed: 499 * i, failed: i, dialed: 2 * i }
      seconds.take({ ...progress, ...counts, elapsedMs: 1000 + 250 * i })
    }
    expect(lines).toEqual([
      'at 2.0 s: 1,996/s answered of 2,000/s; P50 1.23 ms, P99 12.3 ms so far; 4 failed, 0 dropped; 10 open, 8 dialed; late by 0.25 ms (P99)',
      'at 3.0 s: 1,996/s answered of 2,000/s; P50 1.23 ms, P99 12.3 ms so far; 4 failed, 0 dropped; 10 open, 8 dialed; late by 0.25 ms (P99)',
    ])
  })
})
