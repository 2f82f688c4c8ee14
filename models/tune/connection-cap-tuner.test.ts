import { expect, it } from 'vitest'
import { ConnectionCapTuner } from './connection-cap-tuner.ts'
import { epochWith } from './epoch.fixture.ts'
import type { KneeReading } from './knee-estimate.ts'

const usual: KneeReading = {
  limit: 30,
  gradient: 1,
  responseMs: 10,
  usualMs: 10,
  unloadedMs: 10,
  needed: 9,
  queued: 0,
}
const slow: KneeReading = { ...usual, gradient: 0.5, responseMs: 40 }

function tuner(least = 1, most = 1000) {
  return new ConnectionCapTuner({ least, most }, { patienceMs: 30_000, dwellMs: 20_000 }, 0)
}

/** What it comes to, epoch by epoch. */
function after(
  tuned: ConnectionCapTuner,
  epochs: number,
  from: number,
  reading: KneeReading,
  peakUnderWay = 10,
) {
  const caps: number[] = []
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const figures = epochWith({ atMs: 10_000 * epoch, peakUnderWay })
    caps.push(tuned.next(caps.at(-1) ?? from, figures, reading))
  }
  return caps
}

it('gives a limit to a pool that has none, when patience and dwell are over', () => {
  expect(after(tuner(1, Infinity), 5, Infinity, usual)).toEqual([Infinity, Infinity, Infinity, 30, 30])
})

it('comes down by quarters when patience and dwell are over, to what traffic needs and no further', () => {
  expect(after(tuner(), 12, 100, usual)).toEqual([100, 100, 100, 75, 75, 57, 57, 43, 43, 33, 33, 33])
})

it('goes up twofold at once', () => {
  expect(after(tuner(), 4, 10, usual)).toEqual([20, 30, 30, 30])
})

it('leaves room for a quarter more than were under way while the server was quick', () => {
  expect(after(tuner(), 3, 100, usual, 100).at(-1)).toBe(125)
  expect(after(tuner(), 12, 100, slow, 100).at(-1)).toBe(33)
})

it('leaves Little’s law four standard deviations whatever the limit is', () => {
  expect(after(tuner(), 9, 10, { ...slow, limit: 2, needed: 25 }).at(-1)).toBe(25 + 4 * 5 + 1)
})

it('gives way to those that wait, while the server is quick', () => {
  const waits = epochWith({ waiting: 3, peakUnderWay: 10 })
  expect(tuner().next(40, waits, usual)).toBe(80)
  expect(tuner().next(40, waits, slow)).toBe(40)
})

it('keeps to its bounds, and says nothing before it knows anything', () => {
  expect(after(tuner(50, 60), 9, 60, usual).at(-1)).toBe(60)
  expect(after(tuner(1, 25), 9, 10, usual).at(-1)).toBe(25)
  expect(tuner().next(100, epochWith({}), null)).toBe(100)
})
