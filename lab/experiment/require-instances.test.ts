import { expect, it } from 'vitest'
import type { PlainExperiment } from '../../models/experiment/plain-experiment.ts'
import type { OpenVariant } from './open-variants.ts'
import { requireInstances } from './require-instances.ts'

function variantWith(instances: number): OpenVariant {
  const target = { instances: Array.from({ length: instances }, () => ({})) }
  return { name: `of-${instances}`, target, weights: null } as unknown as OpenVariant
}

const restarting = { during: { kind: 'rolling-restart', afterMs: 0, pauseMs: 0 } } as PlainExperiment

it('takes several instances where they are to be restarted, and anything where they are not', () => {
  expect(() => requireInstances(restarting, [variantWith(2), variantWith(3)])).not.toThrow()
  expect(() => requireInstances({} as PlainExperiment, [variantWith(0), variantWith(1)])).not.toThrow()
})

it.each([
  [1, 'variant of-1: a rolling restart takes a target with several instances, and this one has one'],
  [0, 'and this one has none that can be restarted'],
])('names the variant that has %i', (instances, said) => {
  expect(() => requireInstances(restarting, [variantWith(2), variantWith(instances)])).toThrow(said)
})
