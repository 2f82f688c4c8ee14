import { expect, it } from 'vitest'
import type { LoadProgress } from '../../workers/messages.ts'
import { mergeProgress } from './bench-progress.ts'

const moment = { elapsedMs: 900, warmupMs: 1000, durationMs: 5000, factor: 1.2 }

const one: LoadProgress = {
  kind: 'progress',
  due: 100,
  completed: 90,
  failed: 3,
  dropped: 2,
  p50Ms: 2,
  p99Ms: 9,
  latenessP99Ms: 0.5,
  open: 4,
  idle: 1,
  busy: 5,
  dialed: 3,
}

it('adds counts and takes the worst percentile', () => {
  const other = { ...one, due: 50, p50Ms: 3, p99Ms: 7, latenessP99Ms: Number.NaN }
  expect(mergeProgress([one, other], moment)).toEqual({
    elapsedMs: 900,
    durationMs: 6000,
    warmingUp: true,
    due: 150,
    completed: 180,
    failed: 6,
    dropped: 4,
    p50Ms: 3,
    p99Ms: 9,
    latenessP99Ms: 0.5,
    open: 8,
    idle: 2,
    busy: 10,
    dialed: 6,
    factor: 1.2,
  })
})

it('knows no percentile before a thread has said one', () => {
  const { due, p99Ms, warmingUp } = mergeProgress([], { ...moment, elapsedMs: 1000 })
  expect([due, p99Ms, warmingUp]).toEqual([0, Number.NaN, false])
})
