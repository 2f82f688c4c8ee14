import { expect, it } from 'vitest'
import { PLAIN_POLICY } from '../pool/policy.ts'
import { PoolMachine } from '../pool/machine.ts'
import { type PoolSettings, UNLIMITED } from '../pool/settings.ts'
import { PoolTuning } from './pool-tuning.ts'
import type { EpochFigures, Tuner } from './tuner.ts'

/** Notes what it is told. */
class NotingTuner implements Tuner {
  readonly settings: PoolSettings = UNLIMITED
  readonly watched: [underWay: number, atMs: number][] = []
  readonly epochs: EpochFigures[] = []

  watch(underWay: number, atMs: number): void {
    this.watched.push([underWay, atMs])
  }

  endEpoch(figures: EpochFigures): null {
    this.epochs.push(figures)
    return null
  }

  adopt(): void {}

  setSafeIdleTimeout(): void {}
}

const USED = { reusable: true, hintMs: null }

function pool(settings: Partial<PoolSettings> = {}) {
  const slots: number[] = []
  const effects = {
    assign: (_request: number, slot: number) => slots.push(slot),
    dial: () => {},
    close: () => {},
    reject: () => {},
  }
  const machine = new PoolMachine({ ...UNLIMITED, ...settings }, PLAIN_POLICY, effects, 0)
  const tuner = new NotingTuner()
  const tuning = new PoolTuning(machine, tuner, 0)
  const at = (nowMs: number, step: (nowMs: number) => void) => {
    step(nowMs)
    tuning.look(nowMs)
  }
  return { machine, tuner, tuning, at }
}

it('tells how many hold a connection, those dialing too, and of nothing that changes nothing', () => {
  const { machine, tuner, at } = pool()
  at(1, (now) => machine.acquire(7, now))
  at(3, (now) => machine.dialed(0, now))
  at(4, (now) => machine.acquire(8, now))
  at(5, (now) => machine.dialed(1, now))
  at(9, (now) => machine.release(0, USED, now))
  at(9.5, (now) => machine.advance(now))
  at(10, (now) => machine.release(1, USED, now))
  expect(tuner.watched).toEqual([
    [1, 1],
    [2, 4],
    [1, 9],
    [0, 10],
  ])
})

it('has mean response times by Little’s law, whenever the epoch ends', () => {
  const { machine, tuner, tuning, at } = pool()
  at(0, (now) => machine.acquire(7, now))
  at(10, (now) => machine.dialed(0, now))
  at(40, (now) => machine.release(0, USED, now))
  at(50, (now) => machine.acquire(8, now))
  at(90, (now) => machine.release(0, USED, now))
  tuning.endEpoch(100)
  expect(tuner.epochs).toEqual([
    {
      atMs: 100,
      elapsedMs: 100,
      dials: 1,
      requests: 2,
      idle: 1,
      waiting: 0,
      meanBusy: (30 + 40) / 100,
      peakUnderWay: 1,
      meanResponseMs: (30 + 40) / 2,
      settings: UNLIMITED,
    },
  ])
  at(120, (now) => machine.acquire(9, now))
  tuning.endEpoch(150)
  tuning.endEpoch(160)
  expect(tuner.epochs.slice(1)).toMatchObject([
    { elapsedMs: 50, dials: 0, requests: 1, meanBusy: 30 / 50, peakUnderWay: 1, idle: 0 },
    { elapsedMs: 10, requests: 0, meanBusy: 1, peakUnderWay: 1, meanResponseMs: null },
  ])
})

it('says nothing of an epoch without length', () => {
  const { tuner, tuning } = pool()
  expect(tuning.endEpoch(0)).toBeNull()
  expect(tuner.epochs).toEqual([])
})

it('counts those that wait', () => {
  const { machine, tuner, tuning, at } = pool({ maxConnsPerHost: 1 })
  at(0, (now) => machine.acquire(7, now))
  at(0, (now) => machine.acquire(8, now))
  tuning.endEpoch(10)
  expect(tuner.epochs).toMatchObject([{ waiting: 1, peakUnderWay: 1 }])
})
