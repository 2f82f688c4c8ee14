import { describe, expect, it } from 'vitest'
import { type RunAccuracy, runSection } from './run-section.ts'

const run: RunAccuracy = {
  name: 'seven-day',
  seed: 1,
  plan: 'full',
  startedAt: '2026-11-23T04:39:23.000Z',
  environment: 'Node 20.20.2, 2 cores, a processor',
  windows: 28,
  verdict: { verdict: 'VALID' },
  misfit: { typicalError: 0.27, withoutReuseError: 0 },
  predictions: [
    { setting: 'before', metric: 'p99', unit: 'ms', predicted: 32.3, measured: 50.3, error: -0.358 },
    { setting: 'after', metric: 'dialsPerSecond', unit: '1/s', predicted: 0, measured: 0, error: null },
  ],
}

describe('runSection', () => {
  it('says which run it was, and how far off its model', () => {
    const [first, second] = runSection([run]).split('\n')
    expect(first).toContain('`seven-day` (full, seed 1) on 2026-11-23')
    expect(second).toBe('VALID; the fitted model missed the P99s of the sweep by 27 %:')
  })

  it('has a row for each prediction, in the words of the report', () => {
    expect(runSection([run]).split('\n').slice(-2)).toEqual([
      '| before: P99 response | 32.3 ms | 50.3 ms | -35.8 % |',
      '| after: dials per second | 0.00/s | 0.00/s | – |',
    ])
  })

  it('leaves out what runs did not record', () => {
    expect(runSection([{ ...run, misfit: null }])).toContain('\nVALID:\n')
    expect(runSection([run, run]).match(/Predicted/g)).toHaveLength(2)
  })
})
