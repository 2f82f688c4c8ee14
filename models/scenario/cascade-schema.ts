import * as z from 'zod'
import { FAULT_KINDS } from '../root-cause/fault-kind.ts'
import { scenarioName, seed } from './schema.ts'
import { numberFrom, object, oneOf } from './schema-fields.ts'

/** The built-in chain, in the order of the calls. */
const CASCADE_SERVICES = ['gateway', 'orders', 'inventory', 'database'] as const

const MOST_FAULTS = 50
/** Below, a stretch of some seconds has too few requests; above, the services would wait for the processor. */
const LEAST_RATE = 20
const MOST_RATE = 150

const fault = object("a fault such as { service: 'orders', kind: 'cpu-block' }", {
  service: oneOf(CASCADE_SERVICES),
  kind: oneOf(FAULT_KINDS),
})

/** What a cascade may say: the only place where its fields, their ranges and their defaults are written. */
export const cascadeSchema = object('a cascade: an object with name', {
  kind: z.literal('cascade', { error: "'cascade', which defineCascade sets" }),
  name: scenarioName,
  seed: seed.default(1),
  rate: numberFrom(LEAST_RATE, MOST_RATE, 'requests/s').default(80),
  /** Left out: drawn by the seed. */
  faults: z
    .array(fault, { error: 'a list of faults' })
    .min(1, { error: 'at least one fault' })
    .max(MOST_FAULTS, { error: `at most ${MOST_FAULTS} faults` })
    .optional(),
})

type Written = z.input<typeof cascadeSchema>

/** A cascade as its author writes it. */
export type CascadeInput = Omit<Written, 'kind'>
/** A cascade after it was checked, with the defaults filled in. */
export type Cascade = z.output<typeof cascadeSchema>
