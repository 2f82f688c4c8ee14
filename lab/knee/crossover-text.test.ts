import { describe, expect, test } from 'vitest'
import { UNLIMITED } from '../../models/pool/settings.ts'
import { crossoverDocument } from './crossover-document.ts'
import { crossoverResultWith } from './crossover-result.fixture.ts'
import { crossoverText } from './crossover-text.ts'
import type { CrossoverResult } from './measure-crossover.ts'

function textOf(parts: Partial<CrossoverResult> = {}): string {
  const text = crossoverText(crossoverDocument(crossoverResultWith(parts)))
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80)
  return text
}

describe('the crossover', () => {
  test('has the formula with its unit beside what was measured and what the model says', () => {
    const document = crossoverDocument(crossoverResultWith())
    expect(document.formula).toBeCloseTo(1.1111, 4)
    expect(document).toMatchObject({
      client: 'go-net-http',
      unit: '1/s²',
      rttMs: 20,
      measured: { found: 'departed', interval: [20, 40], endedBecause: null },
      model: { found: 'departed', rate: 30, beforehand: { rate: 33 } },
      rules: { little: 100 },
    })
    const measured = document.measured.rate ?? NaN
    expect(document.offBy.formulaFactor).toBeCloseTo(measured / (2 / 90 / 0.02), 9)
    expect(document.offBy.model).toBeCloseTo(30 / measured - 1, 9)
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
  })

  test('is told in 80 columns', () => {
    const text = textOf()
    expect(text).toContain('requests/s     dials/s      ± s.e.   that dial    late P99')
    expect(text).toMatch(
      /^measured {5}\d+(\.\d)?\/s \(surely at the floor up to 20\/s, surely above it from 40\/s\)$/m,
    )
    const folded = text.replaceAll(/\s+/g, ' ')
    expect(folded).toContain(
      '(2 / 90 s) / 20 ms = 1.11, of a unit 1/s², which is no rate: with times in minutes it would be 4,000; read as 1.11/s it is off by a factor of',
    )
    expect(folded).toContain('within what was measured')
    expect(folded).toContain('maxIdle / keepAlive = 0.0222 dials/s')
    // 27.2/s × 20 ms, and 1 − 1.544 e⁻⁰·⁵⁴⁴.
    expect(folded).toContain('at the crossover 0.544 are busy on average (rate × busy time), and 10.4 % of')
    expect(text).not.toContain('warning')
  })

  test('says that the formula is undefined without an idle cap', () => {
    const { plan, trials } = crossoverResultWith()
    const flat = trials.map((trial) => ({ ...trial, dialsPerSecond: 0, dials: 0 }))
    const text = textOf({
      plan: { ...plan, bench: { ...plan.bench, settings: UNLIMITED } },
      trials: flat,
      measured: { kind: 'not-reached', highestRate: 80, floor: flat[0] ?? floor },
      prediction: { departure: { kind: 'not-reached', highestRate: 400, floor: floor }, curve: [] },
    })
    expect(text).toMatch(/^formula {6}QPS ≈ \(maxIdle × keepAlive⁻¹\) \/ RTT says nothing here/m)
    expect(text).toMatch(/^measured {5}none up to 80\/s: dials stay at their floor, 0\/s$/m)
    expect(text).toMatch(/^model {8}none in the range/m)
  })

  test('claims nothing where it ended early without a departure, and warns of late requests', () => {
    const { trials } = crossoverResultWith()
    const text = textOf({
      trials: trials.slice(0, 2).map((trial) => ({ ...trial, latenessP99Ms: 25 })),
      measured: { kind: 'not-reached', highestRate: 20, floor: floor },
      endedBecause: 'it was interrupted',
    })
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'not found up to 20/s, and not ruled out; ended early: it was interrupted',
    )
    expect(text).toMatch(/^warning {6}requests went out up to 25 ms late \(P99\)/m)
  })

  test('says that there is no floor where nothing is kept', () => {
    const noFloor = { kind: 'no-floor', leastShare: 1 } as const
    const text = textOf({ measured: noFloor, prediction: { departure: noFloor, curve: [] } })
    expect(text).toMatch(/^measured {5}none: most requests dial at every rate/m)
    expect(text).toMatch(/^model {8}none: most requests dial at every rate/m)
  })
})

const floor = { rate: 5, dialsPerSecond: 0, standardError: 0.1 }
