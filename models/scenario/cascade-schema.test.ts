import { describe, expect, it } from 'vitest'
import { cascadeSchema } from './cascade-schema.ts'
import { defineCascade } from './define-cascade.ts'
import { describeIssues } from './describe-issues.ts'

function problemsOf(value: unknown): string {
  const checked = cascadeSchema.safeParse(value)
  return checked.success ? '' : JSON.stringify(describeIssues(checked.error.issues, value))
}

describe('cascadeSchema', () => {
  it('fills in seed and rate', () => {
    expect(cascadeSchema.parse(defineCascade({ name: 'chain' }))).toEqual({
      kind: 'cascade',
      name: 'chain',
      seed: 1,
      rate: 80,
    })
  })

  it('takes faults of services that there are', () => {
    const faults = [{ service: 'orders' as const, kind: 'cpu-block' as const }]
    expect(cascadeSchema.parse(defineCascade({ name: 'chain', faults }))).toMatchObject({ faults })
  })

  it('refuses other services, kinds, rates and fields', () => {
    const valid = { kind: 'cascade', name: 'chain' }
    expect(problemsOf({ ...valid, faults: [{ service: 'shop', kind: 'cpu-block' }] })).toContain('gateway')
    expect(problemsOf({ ...valid, faults: [{ service: 'orders', kind: 'fire' }] })).toContain('retry-storm')
    expect(problemsOf({ ...valid, faults: [] })).toContain('at least one fault')
    expect(problemsOf({ ...valid, rate: 5_000 })).toContain('150')
    expect(problemsOf({ ...valid, rates: 80 })).toContain('rates')
  })
})
