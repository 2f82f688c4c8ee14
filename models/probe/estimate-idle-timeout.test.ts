import { describe, expect, it } from 'vitest'
import { estimateIdleTimeout, idleWatchOf } from './estimate-idle-timeout.ts'
import type { CloseWay, IdleObservation } from './idle-observation.ts'

const answered = (idleMs: number): IdleObservation => ({ kind: 'answered', idleMs })
const open = (idleMs: number): IdleObservation => ({ kind: 'open', idleMs })
const closed = (idleMs: number, way: CloseWay = 'fin'): IdleObservation => ({ kind: 'closed', way, idleMs })

describe('estimateIdleTimeout', () => {
  it('takes closes that were seen for what they are', () => {
    const seen = [closed(4002), answered(3200), closed(4000), answered(2500), closed(4001)]
    expect(estimateIdleTimeout(seen)).toEqual({
      openMs: 4002,
      closedMs: 4000,
      way: 'fin',
      ways: { fin: 3 },
      seenCloses: { count: 3, shortestMs: 4000, medianMs: 4001, longestMs: 4002 },
      answeredMs: 3200,
    })
  })

  it('knows a lower bound alone while nothing is closed', () => {
    expect(estimateIdleTimeout([open(120_000), answered(119_000)])).toMatchObject({
      openMs: 120_000,
      closedMs: null,
      way: null,
      seenCloses: null,
      answeredMs: 119_000,
    })
  })

  it('knows nothing of nothing', () => {
    expect(estimateIdleTimeout([])).toMatchObject({ openMs: 0, closedMs: null, answeredMs: null })
  })

  it('does not believe connections that look open, where closes are not announced', () => {
    const drops = [open(90_000), answered(55_000), closed(61_000, 'silence'), closed(70_000, 'reset-on-use')]
    expect(estimateIdleTimeout(drops)).toMatchObject({
      openMs: 55_000,
      closedMs: 61_000,
      way: 'silence',
      seenCloses: null,
    })
  })

  it('does not believe those either that were idle for less long than one that could not be used', () => {
    const drops = [answered(55_000), closed(61_000, 'silence'), open(60_000)]
    expect(estimateIdleTimeout(drops)).toMatchObject({ openMs: 55_000, closedMs: 61_000 })
  })

  it('shows that connections do not all close after the same time', () => {
    const scattered = [closed(3000), open(9000), answered(8000)]
    expect(estimateIdleTimeout(scattered)).toMatchObject({ openMs: 9000, closedMs: 3000 })
  })

  it('takes a request that failed as the others were closed for one that met the close', () => {
    const race = [answered(3000), closed(3999, 'reset-on-use'), closed(4000), closed(4001)]
    expect(estimateIdleTimeout(race, 5)).toMatchObject({ openMs: 4001, closedMs: 3999, way: 'fin' })
    expect(estimateIdleTimeout(race, 0.5)).toMatchObject({ openMs: 3000, closedMs: 3999 })
  })

  it('names the commonest way', () => {
    const ways = [closed(4, 'reset'), closed(5), closed(6), closed(7, 'reset'), closed(8)]
    expect(estimateIdleTimeout(ways)).toMatchObject({ way: 'fin', ways: { reset: 2, fin: 3 } })
    expect(estimateIdleTimeout(ways.slice(0, 4)).way).toBe('reset')
  })
})

describe('idleWatchOf', () => {
  it.each<[string, IdleObservation[], ReturnType<typeof idleWatchOf>]>([
    ['closes seen', [closed(4000), closed(4002)], { closedAfterMs: 4000, openForMs: 4002 }],
    ['nothing closed', [open(9000)], { closedAfterMs: null, openForMs: 9000 }],
    ['a bracket: its safe end', [answered(55), closed(61, 'silence')], { closedAfterMs: 55, openForMs: 55 }],
    [
      'answers beyond the first failure',
      [answered(90), closed(61, 'silence')],
      { closedAfterMs: 61, openForMs: 90 },
    ],
    ['no answer at all', [closed(500, 'reset-on-use')], { closedAfterMs: 0, openForMs: 0 }],
  ])('%s', (_what, observations, watch) => {
    expect(idleWatchOf(estimateIdleTimeout(observations))).toEqual(watch)
  })
})
