import { describe, expect, it } from 'vitest'
import { placeSurface } from '../charts/placed-surface.ts'
import { ratesReading, surfaceReading } from './figure-readings.ts'
import { allFigures } from './run-figures.fixture.ts'

const { rates, surface } = allFigures
if (rates === null || surface === null) throw new Error('the fixture has every figure')

describe('ratesReading', () => {
  it('says what hollow points are right after what was met', () => {
    expect(ratesReading(rates)).toBe(
      'Up to 1777/s the target met the SLO of 250 ms and did all that was offered, at 2050/s no longer (green band: the capacity lies in it). ' +
        'Rates at which it did not are hollow points. ' +
        'The P99 bends at 1777/s (grey band: between the rates beside it). ' +
        'The schedule asks for 122/s in the mean and 486/s in its highest minute.',
    )
  })

  it('does not speak of hollow points where there are none', () => {
    const steps = rates.steps.filter(({ outcome }) => outcome === 'met')
    expect(ratesReading({ ...rates, steps })).not.toContain('hollow')
  })
})

describe('surfaceReading', () => {
  it('says of shares that are exact what they are', () => {
    expect(surfaceReading(placeSurface(surface))).toMatch(
      /^With today's settings 7\.5 % of the requests .* The figures are exact for this pool/,
    )
  })

  it('says of others that they are a lower bound for some pools and an estimate for the rest', () => {
    const reading = surfaceReading(placeSurface({ ...surface, exact: false }))
    expect(reading).toContain("With today's settings about 7.5 % of the requests")
    expect(reading).toMatch(/not exact for this pool: a lower bound where .* else an estimate\.$/)
  })
})
