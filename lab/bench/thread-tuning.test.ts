import { expect, it } from 'vitest'
import { UNLIMITED } from '../../models/pool/settings.ts'
import type { MeasuredLoad } from '../../workers/messages.ts'
import { mergeTuning, threadTuning } from './thread-tuning.ts'

const settings = { ...UNLIMITED, idleTimeoutMs: 30_000, maxIdlePerHost: 2 }

it('each second, a thread may tune what its client can be told', () => {
  const tuning = { mode: 'apply', idleTimeout: true, maxIdle: true, mostIdle: 100 } as const
  expect(threadTuning(tuning, settings)).toEqual({
    mode: 'apply',
    bounds: {
      idleTimeoutMs: { least: 1000, most: Infinity },
      maxIdlePerHost: { least: 1, most: 100 },
      maxConnsPerHost: null,
    },
    safeIdleTimeoutMs: 'from-hint',
    everyMs: 1000,
  })
  expect(threadTuning({ ...tuning, idleTimeout: false, maxIdle: false }, settings).bounds).toEqual({
    idleTimeoutMs: { least: 30_000, most: 30_000 },
    maxIdlePerHost: { least: 2, most: 2 },
    maxConnsPerHost: null,
  })
})

it('changes of all threads come in order of time', () => {
  const change = (atMs: number) => ({ atMs, from: settings, to: settings, why: '', signals: [] })
  const load = (...atMs: readonly number[]) =>
    ({ tuningChanges: atMs.map(change) }) as unknown as MeasuredLoad
  const merged = mergeTuning([load(1000, 3000), {} as MeasuredLoad, load(2000)])
  expect(merged.map(({ thread, atMs }) => [thread, atMs])).toEqual([
    [0, 1000],
    [2, 2000],
    [0, 3000],
  ])
})
