import { describe, expect, it } from 'vitest'
import { countHits, type FoundFault, foundFaultsSection } from './found-faults.ts'

const found: readonly FoundFault[] = [
  fault('cpu-block', 'orders', 'cpu-block', 'orders', 'gateway'),
  fault('cpu-block', 'orders', 'gc-pressure', 'orders', 'orders'),
  fault('cpu-block', 'orders', 'cpu-block', 'gateway', 'gateway'),
  fault('retry-storm', 'gateway', null, 'database', 'gateway'),
]

function fault(
  kind: FoundFault['injected']['kind'],
  service: string,
  named: FoundFault['named']['kind'],
  namedService: string,
  baseline: string,
): FoundFault {
  return {
    seed: 1,
    injected: { service, kind, strength: 'strong' },
    named: { service: namedService, kind: named, score: 1 },
    baseline,
  }
}

describe('countHits', () => {
  it('counts the right service, and the right kind at the right service', () => {
    expect(countHits(found)).toEqual({ service: 2, serviceAndKind: 1, baseline: 2 })
  })
})

describe('foundFaultsSection', () => {
  it('has hits with exact intervals, and who was named for what', () => {
    const lines = foundFaultsSection(found).split('\n')
    // Clopper and Pearson for 2 of 4: 6.76 % to 93.24 %.
    expect(lines).toContain('| service | 2 of 4 | 7 to 93 % |')
    expect(lines).toContain('| service and kind | 1 of 4 | 1 to 81 % |')
    expect(lines).toContain('| cpu-block |  |  | 2 (1) | 1 |  |  |  |  |')
    expect(lines).toContain('| retry-storm |  |  |  |  |  |  |  | 1 (1) |')
  })
})
