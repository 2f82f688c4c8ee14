import { expect, it } from 'vitest'
import { ScenarioError } from './scenario-error.ts'
import { validateScenario } from './validate-scenario.ts'

const source = `export default {
  name: 'small',
  target: { builtin: 'shop' },
  arrivals: { kind: 'constant', rate: 1, durationMs: 1000 },
  requests: [{ name: 'orders', path: '/' }],
  thresholds: {
    responseTime: ['p(99)<250', 'p99<250'],
    'failed{name:order}': 'rate<0.01',
    serviceTmie: 'avg<1',
  },
}
`

function problemsOf(thresholds: object): readonly string[] {
  const scenario = {
    name: 'small',
    target: { builtin: 'shop' },
    arrivals: { kind: 'constant', rate: 1, durationMs: 1000 },
    requests: [{ name: 'orders', path: '/' }],
    thresholds,
  }
  try {
    validateScenario(scenario, 'small.ts', source)
    return []
  } catch (error) {
    return error instanceof ScenarioError ? error.problems : [String(error)]
  }
}

it('says where thresholds stand that cannot be read', () => {
  const problems = problemsOf({ responseTime: ['p(99)<250', 'p99<250'], serviceTmie: 'avg<1' })
  expect(problems).toHaveLength(2)
  expect(problems[0]).toMatch(
    /^small\.ts:7:5: thresholds\.responseTime\[1\]: found "p99<250", expected a condition/,
  )
  expect(problems[1]).toMatch(/^small\.ts:9:5: thresholds\.serviceTmie: .*; did you mean serviceTime\?$/)
})

it('says where a threshold stands of requests that there are none of', () => {
  expect(problemsOf({ 'failed{name:order}': 'rate<0.01' })).toEqual([
    'small.ts:8:5: thresholds["failed{name:order}"]: found the name "failed{name:order}", expected a request that ' +
      'is sent; did you mean orders?',
  ])
})

it('takes those that can be met', () => {
  expect(problemsOf({ responseTime: 'p(99)<250', 'failed{name:orders}': 'rate<0.01' })).toEqual([])
})
