import * as z from 'zod'
import { clientNames } from '../clients/catalogue.ts'
import { testableMeasures } from '../experiment/measure.ts'
import { before, requests, scenarioName, seed } from './schema.ts'
import {
  durationMs,
  numberAbove0,
  numberFrom,
  object,
  oneOf,
  rate,
  text,
  wholeNumber,
} from './schema-fields.ts'
import { target } from './target-schema.ts'

const MOST_VARIANTS = 8
const MOST_TRAFFIC_CLASSES = 4

const name = text(
  'a name of letters, digits, dashes and underscores of up to 40 characters',
  /^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/,
)

const variant = object('a variant such as { name, target }', { name, target })

/** Rates that stay as they are: every window of such a schedule is like every other. */
const arrivals = z.discriminatedUnion(
  'kind',
  [
    object('arrivals', { kind: z.literal('constant'), rate, durationMs }),
    object('arrivals', { kind: z.literal('poisson'), rate, durationMs }),
  ],
  { error: 'arrivals made by constant or poisson' },
)

const objective = object('{ p99Ms, failureRate, requiredOf }', {
  p99Ms: numberAbove0(600_000, 'ms').optional(),
  failureRate: numberFrom(0, 1).optional(),
  requiredOf: z.array(name, { error: 'a list of names of variants' }).default([]),
}).refine((slo) => slo.p99Ms !== undefined || slo.failureRate !== undefined, {
  error: 'p99Ms, failureRate or both',
})

const trafficClass = object('a class of traffic such as { name, arrivals, requests }', {
  name,
  arrivals,
  requests,
  pods: wholeNumber(1, 16).default(1),
  client: z.enum(clientNames, { error: `one of ${clientNames.join(', ')}` }).default('go-net-http'),
  settings: before.default({}),
  requestTimeoutMs: numberAbove0(600_000, 'ms').default(10_000),
  slo: objective.optional(),
})

/** A block ends when it is over, and no later than planned. */
const during = object("{ kind: 'rolling-restart', afterMs, pauseMs }", {
  kind: oneOf(['rolling-restart']),
  /** From the beginning of the measured stretch. */
  afterMs: numberFrom(0, 600_000, 'ms').default(200),
  /** Between one instance and the next. */
  pauseMs: numberFrom(0, 600_000, 'ms').default(100),
})

const blockTimes = {
  rounds: wholeNumber(2, 200).optional(),
  warmupMs: numberFrom(0, 600_000, 'ms').optional(),
  measuredMs: numberFrom(200, 600_000, 'ms').optional(),
}

const blocks = object('{ rounds, warmupMs, measuredMs, quick }', {
  ...blockTimes,
  /** In a quick experiment, in place of what is planned there. */
  quick: object('{ rounds, warmupMs, measuredMs }', blockTimes).optional(),
})

const graph = object('{ title, mermaid }', {
  title: text('a title on one line of up to 120 characters', /^.{1,120}$/),
  mermaid: text('a graph as Mermaid writes it, of up to 20000 characters', /^[^]{1,20000}$/),
})

const experimentFields = object('an experiment: an object with name, variants and traffic', {
  kind: z.literal('experiment', { error: "'experiment', which defineExperiment sets" }),
  name: scenarioName,
  seed: seed.default(1),
  variants: z
    .array(variant, { error: 'a list of variants' })
    .min(2, { error: 'at least two variants, of which the first is what the others are compared with' })
    .max(MOST_VARIANTS, { error: `at most ${MOST_VARIANTS} variants` }),
  traffic: z
    .array(trafficClass, { error: 'a list of classes of traffic' })
    .min(1, { error: 'at least one class of traffic' })
    .max(MOST_TRAFFIC_CLASSES, { error: `at most ${MOST_TRAFFIC_CLASSES} classes of traffic` }),
  during: during.optional(),
  measures: z
    .array(oneOf(testableMeasures), { error: 'a list of measures' })
    .min(1, { error: 'at least one measure' })
    .optional(),
  blocks: blocks.default({}),
  graphs: z.array(graph, { error: 'a list of graphs' }).max(20, { error: 'at most 20 graphs' }).default([]),
})

/** What an experiment may say: the only place where its fields, their ranges and their defaults are written. */
export const experimentSchema = experimentFields.superRefine(({ variants, traffic }, context) => {
  const names = variants.map((each) => each.name)
  refuseTwice(names, 'variants', context)
  refuseTwice(
    traffic.map((each) => each.name),
    'traffic',
    context,
  )
  for (const [i, { slo }] of traffic.entries()) {
    for (const [k, required] of (slo?.requiredOf ?? []).entries()) {
      if (names.includes(required)) continue
      context.addIssue({
        code: 'custom',
        path: ['traffic', i, 'slo', 'requiredOf', k],
        message: `one of ${names.join(', ')}`,
      })
    }
  }
})

function refuseTwice(
  names: readonly string[],
  list: 'variants' | 'traffic',
  context: z.core.$RefinementCtx,
): void {
  for (const [i, each] of names.entries()) {
    if (names.indexOf(each) === i) continue
    context.addIssue({
      code: 'custom',
      path: [list, i, 'name'],
      message: `a name that ${list}[${names.indexOf(each)}] does not have`,
    })
  }
}

type Written = z.input<typeof experimentSchema>

/** An experiment as its author writes it. */
export type ExperimentInput = Omit<Written, 'kind'>
/** An experiment after it was checked, with the defaults filled in. */
export type Experiment = z.output<typeof experimentSchema>
