import { describe, expect, it } from 'vitest'
import { defineLeakCheck } from './define-leak-check.ts'
import { describeIssues } from './describe-issues.ts'
import { leakSchema } from './leak-schema.ts'

const check = defineLeakCheck({
  name: 'orders',
  variants: [{ name: 'before', target: { command: ['node', 'server.js'] } }],
  requests: [{ path: '/orders/{id}' }],
})

function problemsOf(value: unknown): string {
  const result = leakSchema.safeParse(value)
  return result.success ? '' : JSON.stringify(describeIssues(result.error.issues, value))
}

describe('a leak check', () => {
  it('is told by its kind, and has defaults', () => {
    expect(leakSchema.parse(check)).toMatchObject({
      kind: 'leak',
      seed: 1,
      connections: 8,
      requestTimeoutMs: 10_000,
      variants: [{ name: 'before', leaks: false }],
    })
  })

  it.each([
    [{ ...check, variants: [] }, 'at least one variant'],
    [{ ...check, variants: [...check.variants, ...check.variants] }, 'a name that variants[0] does not have'],
    [{ ...check, requests: [] }, 'at least one request'],
    [{ ...check, connections: 0 }, 'a whole number from 1 to 256'],
    [{ ...check, limitBytes: 0 }, 'a number above 0'],
    [{ ...check, rates: 5 }, 'unknown key; did you mean rate?'],
  ])('is refused where it makes no sense (%#)', (value, said) => {
    expect(problemsOf(value)).toContain(said)
  })
})
