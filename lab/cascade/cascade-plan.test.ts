import { describe, expect, it } from 'vitest'
import { planCascade } from './cascade-plan.ts'

describe('planCascade', () => {
  it('draws three faults for a quick run, and one of each kind for a full one', () => {
    expect(planCascade({ rate: 80 }, 1, 'quick').injections).toHaveLength(3)
    const { injections } = planCascade({ rate: 80 }, 1, 'full')
    expect(new Set(injections.map(({ kind }) => kind)).size).toBe(7)
  })

  it('takes the faults that are named, in their order, as strong as the seed says', () => {
    const faults = [
      { service: 'database', kind: 'cpu-block' },
      { service: 'gateway', kind: 'timeout-order' },
    ] as const
    const { injections } = planCascade({ rate: 80, faults: [...faults] }, 3, 'quick')
    expect(injections).toMatchObject(faults)
    expect(planCascade({ rate: 80, faults: [...faults] }, 3, 'full').injections).toEqual(injections)
  })

  it('refuses a fault that cannot be there', () => {
    expect(() =>
      planCascade({ rate: 80, faults: [{ service: 'gateway', kind: 'slow-dependency' }] }, 1, 'quick'),
    ).toThrow('no service depends on the gateway')
  })
})
