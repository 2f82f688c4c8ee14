import { describe, expect, it } from 'vitest'
import { judgeLeak } from './judge-leak.ts'
import { buildLeakCheckReport, type CheckedVariant } from './leak-check-report.ts'
import type { LeakVerdict } from './leak-verdict.ts'

const identity = {
  name: 'orders',
  seed: 1,
  startedAt: '2026-11-22T16:41:58.000Z',
  plan: 'quick',
  scenarioHash: 'a1b2',
  command: 'kneepoint leak orders.ts --quick --seed 1',
  environment: 'Node',
} as const

function variant(verdict: LeakVerdict['verdict'], leaks = false): CheckedVariant {
  const hunt = {
    target: 'it',
    checkpoints: [],
    verdict: { ...judgeLeak([]), verdict },
    attribution: null,
    retained: null,
  }
  return { name: 'it', target: 'it', leaks, hunt, notes: [] }
}

const outcome = (variants: readonly CheckedVariant[], planned = variants.length) =>
  buildLeakCheckReport(identity, { variants, planned, notes: [] }).outcome

describe('the outcome of a leak check', () => {
  it.each(['none', 'warm-up', 'bounded-growth'] as const)('is ok for %s', (verdict) => {
    expect(outcome([variant(verdict)])).toBe('ok')
  })

  it.each(['unknown', 'native-growth'] as const)('is unknown for %s', (verdict) => {
    expect(outcome([variant(verdict), variant('none')])).toBe('unknown')
    expect(outcome([variant(verdict, true)])).toBe('unknown')
  })

  it('is leak for one that was not known, whatever else is unknown', () => {
    expect(outcome([variant('leak')])).toBe('leak')
    expect(outcome([variant('unknown'), variant('leak')])).toBe('leak')
  })

  it('is ok for a leak that was known, and leak where that is not found', () => {
    expect(outcome([variant('leak', true), variant('none')])).toBe('ok')
    expect(outcome([variant('none', true)])).toBe('leak')
  })

  it('is unknown where not all were checked', () => {
    expect(outcome([variant('none')], 2)).toBe('unknown')
    expect(outcome([], 1)).toBe('unknown')
  })
})
