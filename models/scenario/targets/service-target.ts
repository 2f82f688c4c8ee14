import * as z from 'zod'
import { flag, numberFrom, object, oneOf, text, wholeNumber } from '../schema-fields.ts'
import { port } from './target-fields.ts'

/**
 * What a hook of a recovery chain may do. The last five fail, to see what becomes of the others: `slow` takes 100 ms, as
 * a log sink that is far away; `flaky` throws every fifth time, `throws` and `rejects` every time; `hangs` never ends.
 */
const recoveryHookNames = ['log', 'metric', 'trace', 'slow', 'flaky', 'throws', 'rejects', 'hangs'] as const

/** Of each part: whoever restarts instances waits for as long as they drain. */
const MOST_DRAIN_MS = 30_000

function switchable<Shape extends z.ZodRawShape>(shape: Shape) {
  const options = object(`true, false or { ${Object.keys(shape).join(', ')} }`, shape)
  return z.union([z.boolean(), options], { error: `true, false or { ${Object.keys(shape).join(', ')} }` })
}

const contextHook = object('{ requireUser, tokenSecret }', {
  /** Whether requests without a valid token are turned away. */
  requireUser: flag().default(false),
  /** Of the tokens, signed by HS256. */
  tokenSecret: text('a secret of 32 characters or more', /^[^]{32,}$/).optional(),
}).refine(({ requireUser, tokenSecret }) => !requireUser || tokenSecret !== undefined, {
  error: 'tokenSecret beside requireUser',
})

const limitError = 'a whole number from 1 to 100000, or null for no limit'

const hooks = object('{ context, metrics, recovery, lifecycle }', {
  context: z
    .union([z.boolean(), contextHook], { error: 'true, false or { requireUser, tokenSecret }' })
    .default(false),
  metrics: switchable({
    /** Distinct values of each label. */
    limit: z.union([wholeNumber(1, 100_000), z.null()], { error: limitError }).default(100),
  }).default(false),
  recovery: switchable({
    hooks: z
      .array(oneOf(recoveryHookNames), { error: `a list of ${recoveryHookNames.join(', ')}` })
      .refine((names) => new Set(names).size === names.length, { error: 'each hook once' })
      .default(['log', 'metric', 'trace']),
    /** Whether hooks call one another, and the client waits for them. */
    naive: flag().default(false),
    timeLimitMs: wholeNumber(1, 60_000).default(1000),
  }).default(false),
  lifecycle: z
    .union(
      [
        z.boolean(),
        object('{ preheatMs, drainDelayMs, drainDeadlineMs, idleGraceMs }', {
          preheatMs: wholeNumber(0, 60_000).default(1000),
          drainDelayMs: wholeNumber(0, MOST_DRAIN_MS).default(300),
          drainDeadlineMs: wholeNumber(0, MOST_DRAIN_MS).default(5000),
          idleGraceMs: wholeNumber(0, MOST_DRAIN_MS).default(100),
        }),
      ],
      { error: 'true, false or { preheatMs, drainDelayMs, drainDeadlineMs, idleGraceMs }' },
    )
    .default(false),
})

const connections = wholeNumber(1, 1000)
const className = text('a name of letters, digits, dashes and underscores', /^[A-Za-z0-9_-]{1,40}$/)

/**
 * The built-in service, which carries each of the hooks of `kneepoint/hooks` or does without it, so that what one costs,
 * and what it saves, can be measured alone.
 */
export const serviceTarget = object("{ builtin: 'service' } with its options", {
  builtin: z.literal('service', { error: "'service'" }),
  tls: z
    .literal([true, false, 'ecdsa', 'rsa'], { error: "true, false, 'ecdsa' or 'rsa'" })
    .transform((tls) => (tls === true ? 'ecdsa' : tls))
    .default(false),
  /** Of the first instance. */
  port: port.optional(),
  hooks: hooks.prefault({}),
  /** How bodies are read and written; left out, as Fastify does it. */
  codec: object('{ kind, copies }', {
    kind: oneOf(['json', 'msgpack', 'schema']),
    copies: oneOf(['none', 'usual']).default('usual'),
  }).optional(),
  /** How the headers of responses and of calls to the next service come about; left out, there are few. */
  headers: oneOf(['built', 'encoded', 'pooled']).optional(),
  /** How long each request is held, the same for all. */
  serviceMs: numberFrom(0, 60_000, 'ms').default(0),
  /** Share of the requests to `/throw` that fail. */
  errorRate: numberFrom(0, 1).default(1),
  /** Requests held at a time; left out, any number. */
  slots: wholeNumber(1, 10_000).optional(),
  /** Processes that answer alike. */
  instances: wholeNumber(1, 16).default(1),
  /** Services that a request to `/downstream` goes on to, one after the other. */
  downstream: wholeNumber(0, 4).default(0),
  /** Connections over which `/work` goes on: so many for all classes together, or for each class its own. */
  pools: z
    .union([connections, z.record(className, connections)], {
      error: 'a number of connections, or { name: connections } for each class',
    })
    .optional(),
  /** In the list that `/items` answers, unless the request says `?count=`. */
  listLength: wholeNumber(0, 10_000).default(20),
  /** Of the description of each item. */
  itemBytes: wholeNumber(0, 1_000_000).default(200),
})

export type ServiceTarget = z.output<typeof serviceTarget>
export type ServiceTargetInput = z.input<typeof serviceTarget>
