import { describe, expect, it } from 'vitest'
import { constant, poisson, ramp, steps, trace, week } from './arrival-builders.ts'

describe('arrival builders', () => {
  it('take a duration as text or in ms', () => {
    expect(constant({ rate: 5, duration: '10s' })).toEqual({ kind: 'constant', rate: 5, durationMs: 10_000 })
    expect(poisson({ rate: 5, duration: '5m' })).toEqual({ kind: 'poisson', rate: 5, durationMs: 300_000 })
    expect(ramp({ fromRate: 0, toRate: 9, duration: '2h' })).toEqual({
      kind: 'ramp',
      fromRate: 0,
      toRate: 9,
      durationMs: 7_200_000,
    })
    expect(
      steps([
        { rate: 1, durationMs: 5 },
        { rate: 2, duration: '1.5s' },
      ]),
    ).toEqual({
      kind: 'steps',
      steps: [
        { rate: 1, durationMs: 5 },
        { rate: 2, durationMs: 1500 },
      ],
    })
  })

  it('hand on a duration that is none, for the schema to report', () => {
    expect(constant({ rate: 5, duration: '10x' as '10s' })).toEqual({
      kind: 'constant',
      rate: 5,
      durationMs: '10x',
    })
    expect(steps(7 as never)).toEqual({ kind: 'steps', steps: 7 })
  })

  it('fill in a week', () => {
    expect(week({ meanRate: 120 })).toEqual({
      kind: 'week',
      meanRate: 120,
      shape: 'worldcup98-calm',
      noise: { relativeSd: 0.08, correlationMinutes: 7 },
      bursts: { factor: 3, onMs: 1000, offMs: 4000 },
      flashCrowds: { count: 2, peakFactor: 2.5, riseMinutes: 15, decayMinutes: 60 },
    })
  })

  it('overlay parts of a week, a number of flash crowds being their count', () => {
    const options = { meanRate: 1, noise: { relativeSd: 0 }, flashCrowds: 0, shape: 'flat' } as const
    expect(week(options)).toMatchObject({
      shape: 'flat',
      noise: { relativeSd: 0, correlationMinutes: 7 },
      flashCrowds: { count: 0, peakFactor: 2.5 },
    })
  })

  it('keep what they do not know, for the schema to report', () => {
    const odd = { meanRate: 1, meenRate: 2, bursts: 'many' } as never
    expect(week(odd)).toMatchObject({ meenRate: 2, bursts: 'many' })
  })

  it('name a trace', () => {
    expect(trace('a.csv', { unit: 'ms', speed: 2 })).toEqual({
      kind: 'trace',
      file: 'a.csv',
      unit: 'ms',
      speed: 2,
    })
  })
})
