import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ScenarioError } from './scenario-error.ts'
import { validateScenario } from './validate-scenario.ts'

const VALID = {
  name: 'a',
  target: { url: 'http://127.0.0.1', insecure: true },
  arrivals: { kind: 'week', meanRate: 5, noise: { relativeSd: 0, correlationMinutes: 1 } },
  requests: [
    {
      path: '/{a}',
      headers: { b: 'c' },
      parameters: { a: { kind: 'choice', values: [1, 'x'] } },
      body: { d: [] },
    },
  ],
  before: { maxIdlePerHost: 2 },
  slo: { p99Ms: 5 },
}

/** Every path into a value, that of the value itself included. */
function pathsInto(value: unknown): ReadonlyArray<readonly string[]> {
  if (typeof value !== 'object' || value === null) return [[]]
  const inner = Object.entries(value).flatMap(([key, item]) => pathsInto(item).map((path) => [key, ...path]))
  return [[], ...inner]
}

/** A copy with another value at a path. */
function replaceAt(value: unknown, path: readonly string[], replacement: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return replacement
  const copy = structuredClone(value) as Record<string, unknown>
  copy[key] = replaceAt(copy[key], rest, replacement)
  return copy
}

function isAcceptedOrExplained(value: unknown, source: string): boolean {
  try {
    validateScenario(value, 'it.ts', source)
    return true
  } catch (error) {
    return error instanceof ScenarioError && error.exitCode === 104 && error.problems.length > 0
  }
}

describe('validateScenario', () => {
  it('accepts the scenario that the laws below start from', () => {
    expect(validateScenario(VALID, 'it.ts').name).toBe('a')
  })

  it('explains any JSON value, or accepts it', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.string(), isAcceptedOrExplained), { numRuns: 500 })
  })

  it('explains any value whatever', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }),
        (value) => isAcceptedOrExplained(value, ''),
      ),
      { numRuns: 500 },
    )
  })

  it('explains a scenario with any JSON value anywhere in it, or accepts it', () => {
    const path = fc.constantFrom(...pathsInto(VALID))
    fc.assert(
      fc.property(path, fc.jsonValue(), fc.string(), (at, value, source) =>
        isAcceptedOrExplained(replaceAt(VALID, at, value), source),
      ),
      { numRuns: 2000 },
    )
  })

  it('names a key that is too many, wherever it is', () => {
    const objects = fc.constantFrom(
      ['target'],
      ['arrivals'],
      ['arrivals', 'noise'],
      ['requests', '0'],
      ['slo'],
      [],
    )
    fc.assert(
      fc.property(objects, fc.string({ minLength: 1 }), (at, key) => {
        const unknown = `x${key}`
        const withKey = replaceAt(VALID, [...at, unknown], 1)
        expect(() => validateScenario(withKey, 'it.ts')).toThrow(/1 problem:\n.*unknown key; /)
      }),
    )
  })
})
