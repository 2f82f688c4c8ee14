import * as z from 'zod'
import { requests, scenarioName, seed } from './schema.ts'
import { flag, numberAbove0, object, rate, text, wholeNumber } from './schema-fields.ts'
import { target } from './target-schema.ts'

const MOST_VARIANTS = 32
const MOST_BYTES = 2 ** 50

const variant = object('a variant such as { name, target }', {
  name: text(
    'a name of letters, digits, dashes and underscores of up to 40 characters',
    /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/,
  ),
  target,
  /** Whether it is known to leak, so that the check fails where none is found. */
  leaks: flag().default(false),
})

const leakFields = object('a leak check: an object with name, variants and requests', {
  kind: z.literal('leak', { error: "'leak', which defineLeakCheck sets" }),
  name: scenarioName,
  seed: seed.default(1),
  variants: z
    .array(variant, { error: 'a list of variants' })
    .min(1, { error: 'at least one variant' })
    .max(MOST_VARIANTS, { error: `at most ${MOST_VARIANTS} variants` }),
  requests,
  /** In production, for figures by day. */
  rate: rate.optional(),
  /** Of the memory of a process, for when a leak has filled it. */
  limitBytes: numberAbove0(MOST_BYTES, 'bytes').optional(),
  /** Requests under way at once. */
  connections: wholeNumber(1, 256).default(8),
  requestTimeoutMs: numberAbove0(600_000, 'ms').default(10_000),
})

/** What a leak check may say: the only place where its fields, their ranges and their defaults are written. */
export const leakSchema = leakFields.superRefine(({ variants }, context) => {
  const names = variants.map(({ name }) => name)
  for (const [i, name] of names.entries()) {
    if (names.indexOf(name) === i) continue
    context.addIssue({
      code: 'custom',
      path: ['variants', i, 'name'],
      message: `a name that variants[${names.indexOf(name)}] does not have`,
    })
  }
})

/** A leak check as its author writes it. */
export type LeakCheckInput = Omit<z.input<typeof leakSchema>, 'kind'>
/** A leak check after it was checked, with the defaults filled in. */
export type LeakCheck = z.output<typeof leakSchema>
