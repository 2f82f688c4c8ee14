import type { RetainingKind } from '../../../models/heap-snapshot/retaining-kind.ts'
import { boundedTraps, leakingTraps, type TrapName } from '../../../models/scenario/targets/trap-target.ts'

export type CaseForm = 'leaky' | 'fixed' | 'bounded'

/** One hunt of the evaluation. */
export interface DetectionCase {
  readonly trap: TrapName
  readonly form: CaseForm
  readonly seed: number
}

type LeakingTrap = (typeof leakingTraps)[number]

/** What keeps the objects of each trap that leaks. */
export const plantedKinds: Readonly<Record<LeakingTrap, RetainingKind>> = {
  'request-map': 'map',
  'template-helpers': 'object-map',
  'outgoing-call': 'socket',
  'config-reload': 'listener',
  'unbounded-cache': 'map',
  'worker-context': 'listener',
  'buffer-pool': 'map',
  'callback-handler': 'closure',
}

/** Every trap that leaks and its fixed twin, and every one that does not, with each seed; a seed's are together. */
export function detectionCases(seeds: readonly number[]): DetectionCase[] {
  return seeds.flatMap((seed) => [
    ...leakingTraps.flatMap((trap): DetectionCase[] => [
      { trap, form: 'leaky', seed },
      { trap, form: 'fixed', seed },
    ]),
    ...boundedTraps.map((trap): DetectionCase => ({ trap, form: 'bounded', seed })),
  ])
}

export function isLeakingTrap(name: TrapName): name is LeakingTrap {
  return leakingTraps.some((trap) => trap === name)
}
