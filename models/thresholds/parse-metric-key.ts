import { nearestName } from '../scenario/nearest-name.ts'
import { metricAliases, metricDefinitions } from './metric-definitions.ts'
import { type Reading, type Threshold, type ThresholdMetric, thresholdMetrics } from './threshold.ts'

/** What a threshold is about. */
export type Subject = Pick<Threshold, 'metric' | 'request'>

const MOST_NAMES_SHOWN = 8

/**
 * Reads what a threshold is about: a metric, by its own name or k6's, alone or with the requests of one name, as in
 * `responseTime{name:orders}`. White space around the name does not count, nor do quotes, unless the name has them.
 *
 * @param requestNames those that there are; `null` where they are not known yet, so that any will do
 * @returns what would have been right where there is no such metric, or no such request
 */
export function parseMetricKey(key: string, requestNames: readonly string[] | null): Reading<Subject> {
  const [, written = '', selector] = /^\s*([^{\s]*)\s*(\{[^]*\})?\s*$/.exec(key) ?? []
  const metric = metricNamed(written)
  if (metric === null) return { expected: metricsKnown(written) }
  if (selector === undefined) return { value: { metric, request: null } }
  const [, name] = /^\{\s*name\s*:([^]*)\}$/.exec(selector) ?? []
  if (name === undefined) return { expected: `the tag name alone, as in ${metric}{name:orders}` }
  if (!metricDefinitions[metric].byRequest) {
    return { expected: `${metric} without a request: it is known only of all requests together` }
  }
  const request = findRequest(name, requestNames)
  if (request !== null) return { value: { metric, request } }
  return { expected: requestsKnown(name.trim(), requestNames ?? []) }
}

/** As it is written: `parseMetricKey` reads the same again. */
export function printMetricKey({ metric, request }: Subject): string {
  return request === null ? metric : `${metric}{name:${request}}`
}

function metricNamed(written: string): ThresholdMetric | null {
  const own = thresholdMetrics.find((metric) => metric === written)
  return own ?? (Object.hasOwn(metricAliases, written) ? (metricAliases[written] ?? null) : null)
}

function metricsKnown(written: string): string {
  const aliases = Object.keys(metricAliases)
  const near = nearestName(written, [...thresholdMetrics, ...aliases])
  const hint = near === null ? '' : `; did you mean ${near}?`
  return `one of ${thresholdMetrics.join(', ')}, or of k6's ${aliases.join(', ')}${hint}`
}

function findRequest(written: string, names: readonly string[] | null): string | null {
  const trimmed = written.trim()
  const unquoted = /^"([^]*)"$|^'([^]*)'$/.exec(trimmed)
  const meant = [written, trimmed, unquoted?.[1] ?? unquoted?.[2] ?? trimmed]
  return names === null ? trimmed : (meant.find((name) => names.includes(name)) ?? null)
}

function requestsKnown(written: string, names: readonly string[]): string {
  const near = nearestName(written, names)
  if (near !== null) return `a request that is sent; did you mean ${near}?`
  const more = names.length - MOST_NAMES_SHOWN
  const shown = names.slice(0, MOST_NAMES_SHOWN).join(', ')
  return `a request that is sent: ${shown}${more > 0 ? ` and ${more} more` : ''}`
}
