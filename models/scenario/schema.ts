import * as z from 'zod'
import { clientNames, findClient } from '../clients/catalogue.ts'
import { boundedSettings } from '../recommend/bounds.ts'
import { requestName } from '../requests/request-name.ts'
import { readThresholds } from '../thresholds/read-thresholds.ts'
import { arrivals, type traceArrivals } from './arrivals-schema.ts'
import { request } from './request-schema.ts'
import { DAY_MS, numberAbove0, numberFrom, object, text, wholeNumber } from './schema-fields.ts'
import { target } from './target-schema.ts'
import { refuseThresholds, thresholdsInput } from './thresholds-schema.ts'

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

export const before = object('pool settings such as { maxIdlePerHost: 2 }', {
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

/** What identifies a scenario of any kind. */
export const scenarioName = text(
  'a name in kebab-case of up to 80 characters, such as seven-day',
  /^(?=.{1,80}$)[a-z0-9]+(-[a-z0-9]+)*$/,
)
export const seed = wholeNumber(-2_147_483_648, 2_147_483_647)
export const requests = z
  .array(request, { error: 'a list of requests' })
  .min(1, { error: 'at least one request' })
const slo = object('{ p99Ms, failureRate }', {
  p99Ms: numberAbove0(600_000, 'ms').default(DEFAULT_SLO.p99Ms),
  failureRate: numberFrom(0, 1).default(DEFAULT_SLO.failureRate),
}).default(DEFAULT_SLO)

const scenarioFields = object('a scenario: an object with name, target, arrivals and requests', {
  name: scenarioName,
  seed: seed.default(1),
  target,
  arrivals,
  requests,
  pods: wholeNumber(1, 64).default(2),
  client: z.enum(clientNames, { error: `one of ${clientNames.join(', ')}` }).default('go-net-http'),
  before: before.default({}),
  bounds: bounds.default({}),
  slo,
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
