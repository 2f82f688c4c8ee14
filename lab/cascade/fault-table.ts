import type { FaultKind } from '../../models/root-cause/fault-kind.ts'
import { FAULT_KINDS } from '../../models/root-cause/fault-kind.ts'

/** Where a kind of fault can be. */
interface FaultPlaces {
  readonly services: readonly string[]
  readonly reason: string
}

const ALL = ['gateway', 'orders', 'inventory', 'database'] as const
const CALLERS = ['gateway', 'orders', 'inventory'] as const
const CALLED = ['orders', 'inventory', 'database'] as const

/** In which services of the chain each kind of fault can be, and why only there. */
export const FAULT_TABLE: { readonly [Kind in FaultKind]: FaultPlaces } = {
  'leaked-connection': { services: CALLERS, reason: 'the database calls nobody and has no pool' },
  'slow-dependency': { services: CALLED, reason: 'no service depends on the gateway' },
  'cpu-block': { services: ALL, reason: 'each is a process with one event loop' },
  'gc-pressure': { services: ALL, reason: 'each is a process with a heap of its own' },
  'lost-capacity': { services: ALL, reason: 'each works in slots' },
  'retry-storm': { services: CALLERS, reason: 'the database calls nobody that it could try again' },
  'timeout-order': { services: CALLERS, reason: 'the database calls nobody that it could give up' },
}

/** A service, and what is wrong with it. */
export interface FaultPlace {
  readonly service: string
  readonly kind: FaultKind
}

/** Every pair that the table has, kind by kind. */
export const FAULT_PLACES: readonly FaultPlace[] = FAULT_KINDS.flatMap((kind) =>
  FAULT_TABLE[kind].services.map((service) => ({ service, kind })),
)
