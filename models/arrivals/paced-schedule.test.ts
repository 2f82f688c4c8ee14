import { describe, expect, it } from 'vitest'
import { createArrivals } from './create-arrivals.ts'
import { PacedSchedule, type DrawDue } from './paced-schedule.ts'
import type { ArrivalSpec } from './spec.ts'

const TEN_PER_SECOND: ArrivalSpec = { kind: 'constant', rate: 10, durationMs: 1000 }

function alone(spec: ArrivalSpec = TEN_PER_SECOND): PacedSchedule {
  const arrivals = createArrivals(spec, 1)
  const { durationMs } = arrivals
  return new PacedSchedule({
    between: (from, to) => arrivals.between(from, to),
    durationMs,
    worker: 0,
    workers: 1,
  })
}

function of(dueMs: readonly number[]): DrawDue {
  return (fromMs, toMs) => Float64Array.from(dueMs.filter((due) => due >= fromMs && due < toMs))
}

/** Takes all that is due before a moment. */
function takeBefore(schedule: PacedSchedule, endMs: number): number[] {
  const due: number[] = []
  while (schedule.nextMs < endMs) {
    due.push(schedule.nextMs)
    schedule.advance()
  }
  return due
}

describe('the pace', () => {
  it('is that of real time at first', () => {
    const schedule = alone()
    expect(schedule.endMs).toBe(1000)
    expect(takeBefore(schedule, Infinity)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900])
    expect(schedule.done).toBe(true)
    expect(schedule.nextMs).toBe(Infinity)
  })

  it('moves what is due later: twice as fast from 250 ms on, half as fast from 350 ms on', () => {
    const schedule = alone()
    expect(takeBefore(schedule, 250)).toEqual([0, 100, 200])
    schedule.setPace(250, 2)
    expect(schedule.endMs).toBe(250 + 750 / 2)
    expect(takeBefore(schedule, 350)).toEqual([275, 325])
    schedule.setPace(350, 0.5)
    expect(schedule.endMs).toBe(350 + 550 / 0.5)
    expect(takeBefore(schedule, Infinity)).toEqual([450, 650, 850, 1050, 1250])
  })

  it('leaves what was due before as it was, taken or not', () => {
    const schedule = alone()
    schedule.setPace(250, 2)
    schedule.setPace(350, 0)
    schedule.setPace(1000, 1)
    expect(takeBefore(schedule, Infinity)).toEqual([0, 100, 200, 275, 325, 1050, 1150, 1250, 1350, 1450])
    expect(schedule.endMs).toBe(1000 + 550)
  })

  it('of 0 is a pause, which holds arrivals back and loses none', () => {
    const schedule = alone()
    takeBefore(schedule, 850)
    schedule.setPace(850, 0)
    expect(schedule).toMatchObject({ nextMs: Infinity, endMs: Infinity, nextIndex: 9, done: false })
    schedule.setPace(5000, 0)
    schedule.setPace(6000, 1)
    expect(schedule).toMatchObject({ nextMs: 6050, endMs: 6150, nextIndex: 9, done: false })
  })

  it('moves what is due at the very moment', () => {
    const schedule = alone()
    schedule.setPace(200, 0)
    expect(takeBefore(schedule, Infinity)).toEqual([0, 100])
    schedule.setPace(700, 1)
    expect(schedule.nextMs).toBe(700)
  })

  it('set twice for one moment is the one set last', () => {
    const schedule = alone()
    schedule.setPace(250, 8)
    schedule.setPace(250, 0)
    schedule.setPace(250, 2)
    expect(takeBefore(schedule, Infinity).slice(2, 5)).toEqual([200, 275, 325])
    expect(schedule.endMs).toBe(625)
  })

  it('set after the end moves nothing, a pause included', () => {
    const schedule = alone()
    schedule.setPace(1000.5, 0)
    expect(schedule.endMs).toBe(1000)
    expect(takeBefore(schedule, Infinity)).toHaveLength(10)
    expect(schedule.done).toBe(true)
  })

  it('of a pause at the very end keeps the end away, as it would an arrival', () => {
    const schedule = alone()
    schedule.setPace(1000, 0)
    expect(schedule.endMs).toBe(Infinity)
    schedule.setPace(1200, 3)
    expect(schedule.endMs).toBe(1200)
  })

  it('brings what rounding puts before a change no earlier than the change', () => {
    const schedule = new PacedSchedule({ between: of([1.5]), durationMs: 10, worker: 0, workers: 1 })
    schedule.setPace(0.1, 0.3)
    expect(schedule.nextMs).toBe(4.766666666666667)
    expect(0.1 + (4.766666666666667 - 0.1) * 0.3).toBeGreaterThan(1.5)
    schedule.setPace(4.766666666666667, 1e-9)
    expect(schedule.nextMs).toBe(4.766666666666667)
  })

  it('put back at the same moment changes no bit, though 0.4 + (1.7 − 0.4) is not 1.7', () => {
    const schedule = new PacedSchedule({ between: of([1.7, 1.8]), durationMs: 10, worker: 0, workers: 1 })
    expect(0.4 + (1.7 - 0.4)).not.toBe(1.7)
    schedule.setPace(0.4, 2)
    schedule.setPace(0.4, 1)
    expect(schedule.nextMs).toBe(1.7)
    schedule.setPace(1.7, 2)
    schedule.setPace(1.7, 1)
    expect(takeBefore(schedule, Infinity)).toEqual([1.7, 1.8])
  })

  it('cannot be set for a moment before the one set last, even where that changed nothing', () => {
    const schedule = alone()
    schedule.setPace(300, 1)
    expect(() => schedule.setPace(299, 2)).toThrow(new RangeError('atMs must be finite and >= 300, got 299'))
    schedule.setPace(300, 2)
    expect(schedule.endMs).toBe(650)
  })

  it.each([
    [NaN, 1, 'atMs'],
    [-1, 1, 'atMs'],
    [Infinity, 1, 'atMs'],
    [0, -0.1, 'factor'],
    [0, NaN, 'factor'],
    [0, Infinity, 'factor'],
  ])('refuses (%s, %s) and stays as it was', (atMs, factor, argument) => {
    const schedule = alone()
    expect(() => schedule.setPace(atMs, factor)).toThrow(new RegExp(`^${argument} must be`))
    expect(takeBefore(schedule, Infinity).at(-1)).toBe(900)
  })
})

describe('the share', () => {
  it('of worker 1 of 3 is every third arrival, numbered over the whole schedule', () => {
    const between = of([5, 999, 1001, 1002, 1003, 2500, 7000])
    const schedule = new PacedSchedule({ between, durationMs: 8000, worker: 1, workers: 3 })
    const taken: Array<[number, number]> = []
    for (; !schedule.done; schedule.advance()) taken.push([schedule.nextIndex, schedule.nextMs])
    expect(taken).toEqual([
      [1, 999],
      [4, 1003],
    ])
  })

  it('is drawn a chunk at a time, the next when the last of its own is taken', () => {
    const windows: Array<[number, number]> = []
    const due = of([10, 20, 30, 40, 950])
    const schedule = new PacedSchedule({
      between(fromMs, toMs) {
        windows.push([fromMs, toMs])
        return due(fromMs, toMs)
      },
      durationMs: 1100,
      worker: 1,
      workers: 2,
      chunkMs: 300,
    })
    expect(windows).toEqual([[0, 300]])
    schedule.advance()
    expect(schedule.nextMs).toBe(40)
    expect(windows).toHaveLength(1)
    schedule.advance()
    expect(schedule.done).toBe(true)
    expect(windows).toEqual([
      [0, 300],
      [300, 600],
      [600, 900],
      [900, 1100],
    ])
  })

  it('is found behind 300,000 silent chunks', () => {
    const spec: ArrivalSpec = { kind: 'trace', dueMs: Float64Array.of(1, 3e8) }
    const schedule = alone(spec)
    schedule.advance()
    expect(schedule.nextMs).toBe(3e8)
  })

  it('may be empty', () => {
    const schedule = new PacedSchedule({ between: of([1, 2]), durationMs: 10, worker: 2, workers: 3 })
    expect(schedule).toMatchObject({ done: true, nextMs: Infinity, endMs: 10 })
  })

  it('stays at its end', () => {
    const schedule = new PacedSchedule({ between: of([1, 2]), durationMs: 10, worker: 0, workers: 1 })
    for (let i = 0; i < 5; i++) schedule.advance()
    expect(schedule).toMatchObject({ done: true, nextMs: Infinity, nextIndex: 2 })
  })

  it('may be taken ahead of time, during a pause too', () => {
    const schedule = alone()
    schedule.setPace(0, 0)
    schedule.advance()
    schedule.setPace(50, 1)
    expect(schedule).toMatchObject({ nextMs: 150, nextIndex: 1 })
  })
})

describe('the options', () => {
  it.each([
    [{ durationMs: 0 }, 'durationMs'],
    [{ durationMs: Infinity }, 'durationMs'],
    [{ workers: 0 }, 'workers'],
    [{ workers: 1.5 }, 'workers'],
    [{ worker: -1 }, 'worker'],
    [{ worker: 2 }, 'worker'],
    [{ chunkMs: 0.5 }, 'chunkMs'],
    [{ chunkMs: NaN }, 'chunkMs'],
  ])('%j are refused', (wrong, option) => {
    const options = { between: of([]), durationMs: 1000, worker: 0, workers: 2, ...wrong }
    expect(() => new PacedSchedule(options)).toThrow(RangeError)
    expect(() => new PacedSchedule(options)).toThrow(new RegExp(`^${option} must be`))
  })
})
