import { expect, it } from 'vitest'
import { experimentSchema } from '../../models/scenario/experiment-schema.ts'
import { recoveryGraphs } from './recovery-graphs.ts'

function graphsOf(...targets: readonly object[]) {
  const variants = targets.map((target, i) =>
    experimentSchema.shape.variants.element.parse({ name: `v${i}`, target }),
  )
  return recoveryGraphs({ variants })
}

it('draws the way of an error where a variant says what its hooks are', () => {
  const hooks = ['log', 'throws'] as const
  const [nested, chain, ...others] = graphsOf(
    { builtin: 'service', hooks: { recovery: { hooks, naive: true } } },
    { builtin: 'service', hooks: { recovery: { hooks, timeLimitMs: 250 } } },
  )
  expect(others).toEqual([])
  expect([nested?.title, chain?.title]).toEqual(['The way of an error, v0', 'The way of an error, v1'])
  expect(nested?.mermaid).toContain('hooks that are left, and the first error: lost')
  expect(chain?.mermaid).toContain('throws, rejects or takes more than 250 ms')
})

it('draws nothing of a target without, or with the usual hooks', () => {
  expect(
    graphsOf({ builtin: 'service' }, { builtin: 'service', hooks: { recovery: true } }, { builtin: 'shop' }),
  ).toEqual([])
})
