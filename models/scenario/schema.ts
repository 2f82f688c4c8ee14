import * as z from 'zod'
import { clientNames, findClient } from '../clients/catalogue.ts'
import { boundedSettings } from '../recommend/bounds.ts'
import { HEADER_NAME, HEADER_VALUE, HTTP_METHODS, REQUEST_PATH } from '../requests/http-syntax.ts'
import { requestName } from '../requests/request-name.ts'
import type { BuildRequest, CheckResponse, JsonValue } from '../requests/request-spec.ts'
import { readThresholds } from '../thresholds/read-thresholds.ts'
import { isJsonValue } from './is-json-value.ts'
import { refuseThresholds, thresholdsInput } from './thresholds-schema.ts'
import { WEEK_DEFAULTS } from './week-defaults.ts'

// The `error` of a field says what is expected there; `describeIssues` puts it into a sentence with what was
// found. For an object it lists the keys that are known.

const DAY_MS = 86_400_000
const MOST_REQUESTS_PER_SECOND = 1_000_000

function wholeNumber(min: number, max: number) {
  const error = `a whole number from ${min} to ${max}`
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error })
}

function numberFrom(min: number, max: number, unit = '') {
  const error = `a number from ${min} to ${max}${unit && ` ${unit}`}`
  return z.number({ error }).min(min, { error }).max(max, { error })
}

function numberAbove0(max: number, unit = '') {
  const error = `a number above 0 and up to ${max}${unit && ` ${unit}`}`
  return z.number({ error }).positive({ error }).max(max, { error })
}

function text(error: string, pattern: RegExp = /^[^]+$/) {
  return z.string({ error }).regex(pattern, { error })
}

function flag() {
  return z.boolean({ error: 'true or false' })
}

function oneOf<const Values extends readonly [string, ...string[]]>(values: Values) {
  return z.enum(values, { error: `one of ${values.join(', ')}` })
}

function object<Shape extends z.ZodRawShape>(what: string, shape: Shape) {
  const keys = Object.keys(shape).join(', ')
  return z.strictObject(shape, { error: (issue) => (issue.code === 'unrecognized_keys' ? keys : what) })
}

const rate = numberAbove0(MOST_REQUESTS_PER_SECOND, 'requests/s')
const rateOr0 = numberFrom(0, MOST_REQUESTS_PER_SECOND, 'requests/s')

const durationError =
  "a duration above 0 and up to 31 days: a number of ms, or text such as '10s', '5m' or '2h'"
const durationMs = z
  .number({ error: durationError })
  .positive({ error: durationError })
  .max(31 * DAY_MS, { error: durationError })

const builtinTarget = object("{ builtin: 'shop' } with its options", {
  builtin: z.literal('shop', { error: "'shop'" }),
  tls: z
    .literal([true, false, 'ecdsa', 'rsa'], { error: "true, false, 'ecdsa' or 'rsa'" })
    .transform((tls) => (tls === true ? 'ecdsa' : tls))
    .default(false),
  link: object('{ rttMs }', { rttMs: numberFrom(0, 10_000, 'ms') }).optional(),
  slots: wholeNumber(1, 10_000).optional(),
  keepAliveTimeoutMs: numberAbove0(DAY_MS, 'ms').optional(),
  keepAliveHeader: flag().optional(),
  port: wholeNumber(1, 65_535).optional(),
})

const urlError =
  'an http or https URL such as https://shop.example:8443/api, without user, query and fragment'

const urlTarget = object("{ url: 'https://…' } with its options", {
  url: text(urlError, /^https?:\/\/[^/?#@\\\s]+(\/[^?#\\\s]*)?$/i).pipe(z.url({ error: urlError })),
  insecure: flag().optional(),
  caFile: text('the path of a PEM file').optional(),
  pid: wholeNumber(1, 4_194_304).optional(),
  prometheus: text('the http or https URL of a metrics page', /^https?:\/\/[^/\\\s]+/i)
    .pipe(z.url({ error: 'the http or https URL of a metrics page' }))
    .optional(),
})

const target = z.union([builtinTarget, urlTarget], {
  error: "{ builtin: 'shop' } or { url: 'https://…' }",
})

const burstsError =
  'a factor × onMs / (onMs + offMs) of at most 1, or nothing is left for the time between bursts'

const weekArrivals = object('arrivals', {
  kind: z.literal('week'),
  meanRate: rate,
  shape: oneOf(['worldcup98-calm', 'flat']).default(WEEK_DEFAULTS.shape),
  noise: object('{ relativeSd, correlationMinutes }', {
    relativeSd: numberFrom(0, 3),
    correlationMinutes: numberAbove0(10_080, 'minutes'),
  }).default(WEEK_DEFAULTS.noise),
  bursts: object('{ factor, onMs, offMs }', {
    factor: numberFrom(1, 1000),
    onMs: numberFrom(1, 60_000, 'ms'),
    offMs: numberFrom(1, 3_600_000, 'ms'),
  })
    .refine(({ factor, onMs, offMs }) => factor * onMs <= onMs + offMs, { error: burstsError })
    .default(WEEK_DEFAULTS.bursts),
  flashCrowds: object('a count or { count, peakFactor, riseMinutes, decayMinutes }', {
    count: wholeNumber(0, 100),
    peakFactor: numberFrom(1, 1000),
    riseMinutes: numberAbove0(1440, 'minutes'),
    decayMinutes: numberAbove0(10_080, 'minutes'),
  }).default(WEEK_DEFAULTS.flashCrowds),
})

const traceArrivals = object('arrivals', {
  kind: z.literal('trace'),
  file: text('the path of a trace, relative to the scenario'),
  format: oneOf(['csv', 'access-log']).optional(),
  column: text('the name of a column').optional(),
  unit: oneOf(['s', 'ms', 'us']).optional(),
  speed: numberAbove0(1_000_000).optional(),
})

const arrivals = z.discriminatedUnion(
  'kind',
  [
    object('arrivals', { kind: z.literal('constant'), rate, durationMs }),
    object('arrivals', { kind: z.literal('ramp'), fromRate: rateOr0, toRate: rateOr0, durationMs }).refine(
      ({ fromRate, toRate }) => fromRate + toRate > 0,
      { error: 'a rate above 0 at one end at least' },
    ),
    object('arrivals', {
      kind: z.literal('steps'),
      steps: z
        .array(object('{ rate, durationMs }', { rate: rateOr0, durationMs }), { error: 'a list of steps' })
        .min(1, { error: 'at least one step' })
        .max(10_000, { error: 'at most 10000 steps' }),
    }),
    object('arrivals', { kind: z.literal('poisson'), rate, durationMs }),
    weekArrivals,
    traceArrivals,
  ],
  { error: 'arrivals made by week, constant, ramp, steps, poisson or trace' },
)

const safeInteger = wholeNumber(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)
const choiceError = 'text or a number'
const choiceValue = z.union([z.string().refine((value) => !/\p{Surrogate}/u.test(value)), z.number()], {
  error: choiceError,
})

const generator = z.discriminatedUnion(
  'kind',
  [
    object('a generator', { kind: z.literal('integer'), min: safeInteger, max: safeInteger }).refine(
      ({ min, max }) => max >= min && Number.isSafeInteger(max - min + 1),
      { path: ['max'], error: 'a whole number not below min, and less than 2^53 above it' },
    ),
    object('a generator', {
      kind: z.literal('choice'),
      values: z.array(choiceValue, { error: 'a list of values' }).min(1, { error: 'at least one value' }),
    }),
    object('a generator', {
      kind: z.literal('zipf'),
      size: wholeNumber(1, 1_000_000),
      exponent: numberFrom(0, 10),
    }),
    object('a generator', { kind: z.literal('uuid') }),
    object('a generator', { kind: z.literal('sequence'), start: safeInteger.optional() }),
    object('a generator', {
      kind: z.literal('feed'),
      file: text('the path of a CSV file, relative to the scenario'),
      column: text('the name of a column'),
    }),
  ],
  { error: 'a generator such as { kind: "integer", min: 1, max: 1000 }' },
)

const parameterName = text(
  'a name of letters, digits and underscores that starts with no digit',
  /^[A-Za-z_][A-Za-z0-9_]*$/,
)
const pathError = 'a path that starts with / and has no spaces, fragment or characters outside ASCII'
const headersError = 'headers such as { accept: "text/html" }'

const request = object('a request such as { path: "/" }', {
  name: text('a name of 1 to 80 characters', /^.{1,80}$/).optional(),
  weight: numberAbove0(1_000_000).default(1),
  method: oneOf(HTTP_METHODS).default('GET'),
  path: text(pathError, REQUEST_PATH),
  headers: z
    .record(
      text('a header name: letters, digits and hyphens', HEADER_NAME),
      text('text on one line, in Latin-1', HEADER_VALUE),
      { error: headersError },
    )
    .optional(),
  body: z
    .custom<JsonValue>(isJsonValue, { error: 'text or a JSON value, without undefined, functions or cycles' })
    .optional(),
  parameters: z
    .record(parameterName, generator, { error: 'parameters such as { id: { kind: "uuid" } }' })
    .optional(),
  build: z.custom<BuildRequest>(isFunction, { error: 'a function' }).optional(),
  check: z.custom<CheckResponse>(isFunction, { error: 'a function' }).optional(),
})

function isFunction(value: unknown): boolean {
  return typeof value === 'function'
}

function msOrInfinity() {
  const error = 'a number of ms above 0, or Infinity'
  return z.custom<number>((value) => typeof value === 'number' && value > 0, { error })
}

function countOrInfinity() {
  const error = 'a whole number from 1, or Infinity'
  return z.custom<number>(
    (value) => typeof value === 'number' && value >= 1 && (Number.isSafeInteger(value) || value === Infinity),
    { error },
  )
}

const before = object('pool settings such as { maxIdlePerHost: 2 }', {
  idleTimeoutMs: msOrInfinity().optional(),
  maxIdlePerHost: countOrInfinity().optional(),
  maxConnsPerHost: countOrInfinity().optional(),
  maxLifetimeMs: msOrInfinity().optional(),
  maxRequestsPerConn: countOrInfinity().optional(),
  waitTimeoutMs: msOrInfinity().optional(),
  maxWaiting: countOrInfinity().optional(),
})

function rangeOf(what: string, end: () => z.ZodType<number>) {
  return object(`a range such as ${what}`, { min: end().optional(), max: end().optional() }).refine(
    ({ min, max }) => min === undefined || max === undefined || min <= max,
    { error: 'a min that is not above max' },
  )
}

const bounds = object('bounds such as { maxIdlePerHost: { max: 20 } }', {
  idleTimeoutMs: rangeOf('{ min: 5000, max: 60_000 }', () => numberAbove0(31 * DAY_MS, 'ms')).optional(),
  maxIdlePerHost: rangeOf('{ min: 2, max: 20 }', () => wholeNumber(1, 1_000_000)).optional(),
  maxConnsPerHost: rangeOf('{ min: 10, max: 100 }', () => wholeNumber(1, 1_000_000)).optional(),
  idleMemoryMiB: numberAbove0(1_048_576, 'MiB').optional(),
})

const DEFAULT_SLO = { p99Ms: 250, failureRate: 0.001 }

const scenarioFields = object('a scenario: an object with name, target, arrivals and requests', {
  name: text(
    'a name in kebab-case of up to 80 characters, such as seven-day',
    /^(?=.{1,80}$)[a-z0-9]+(-[a-z0-9]+)*$/,
  ),
  seed: wholeNumber(-2_147_483_648, 2_147_483_647).default(1),
  target,
  arrivals,
  requests: z.array(request, { error: 'a list of requests' }).min(1, { error: 'at least one request' }),
  pods: wholeNumber(1, 64).default(2),
  client: z.enum(clientNames, { error: `one of ${clientNames.join(', ')}` }).default('go-net-http'),
  before: before.default({}),
  bounds: bounds.default({}),
  slo: object('{ p99Ms, failureRate }', {
    p99Ms: numberAbove0(600_000, 'ms').default(DEFAULT_SLO.p99Ms),
    failureRate: numberFrom(0, 1).default(DEFAULT_SLO.failureRate),
  }).default(DEFAULT_SLO),
  thresholds: thresholdsInput.default({}),
  requestTimeoutMs: numberAbove0(600_000, 'ms').default(10_000),
})

/** What a scenario may say: the only place where its fields, their ranges and their defaults are written. */
export const scenarioSchema = scenarioFields
  .superRefine(({ bounds, client }, context) => {
    const { title, native } = findClient(client)
    for (const name of boundedSettings) {
      if (bounds[name] === undefined || native[name] !== undefined) continue
      const settable = boundedSettings.filter((each) => native[each] !== undefined)
      const others = settable.length === 0 ? 'none of these settings' : `only ${settable.join(', ')}`
      context.addIssue({
        code: 'custom',
        path: ['bounds', name],
        message: `no bound, as ${title} has no such setting (it has ${others})`,
      })
    }
  })
  .transform((scenario, context) => {
    const names = scenario.requests.map(requestName)
    const { thresholds, issues } = readThresholds(scenario.thresholds, names)
    refuseThresholds(issues, ['thresholds'], context)
    return { ...scenario, thresholds }
  })

/** A scenario as its author writes it. */
export type ScenarioInput = z.input<typeof scenarioSchema>
/** A scenario after it was checked, with the defaults filled in. */
export type Scenario = z.output<typeof scenarioSchema>
/** Arrivals as a scenario's author writes them, or a builder such as `week` makes them. */
export type ArrivalInput = z.input<typeof arrivals>
/** What `trace` makes. */
export type TraceInput = z.input<typeof traceArrivals>
/** Where requests go: the built-in shop, or a URL. */
export type Target = Scenario['target']
