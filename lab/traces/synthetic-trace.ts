import { exponential } from '../../models/random/distributions.ts'
import { exp, ln } from '../../models/random/portable-math.ts'
import { RandomStream } from '../../models/random/random-stream.ts'

/** The two files of `scenarios/traces/`, as text. */
export interface SyntheticTrace {
  /** CSV with comments, a header and one column, `t`: ascending whole ms from the first arrival. */
  readonly arrivals: string
  /** CSV with a header and one column, `product`. */
  readonly products: string
}

const DURATION_MS = 300_000
/** Mean page views per second, before the waves. */
const PAGES_PER_SECOND = 4.5
/** The rate of page views swings by this share, once every `WAVE_MS`. */
const WAVE_SHARE = 0.6
const WAVE_MS = 100_000
/** Calls to the upstream for a page, at least one: a geometric number of this mean. */
const CALLS_PER_PAGE = 6
/** Mean time from one call of a page to the next. */
const CALL_GAP_MS = 6

const PRODUCTS = 300
const CATALOGUE = 2000

/**
 * What a recording of a small web front end could look like: visitors open pages independently of one another, at a
 * rate that rises and falls, and every page makes several calls at once. So calls come in clusters, which independent
 * arrivals of the same rate do not have. The same seed gives the same text, byte for byte.
 *
 * @param seed 32-bit integer
 */
export function syntheticTrace(seed: number): SyntheticTrace {
  const note =
    '# Synthetic: made by lab/traces/write-synthetic-trace.ts, not recorded. Times in ms from the first call on.\n'
  return {
    arrivals: `${note}t\n${arrivalTimesMs(seed).join('\n')}\n`,
    products: `product\n${productNames(seed).join('\n')}\n`,
  }
}

function arrivalTimesMs(seed: number): number[] {
  const stream = new RandomStream(seed, 'synthetic trace')
  const times: number[] = []
  const highest = PAGES_PER_SECOND * (1 + WAVE_SHARE)
  let pageMs = exponential(stream, 1000 / highest)
  while (pageMs < DURATION_MS) {
    if (stream.float() * highest < pageRate(pageMs)) addPage(pageMs, stream, times)
    pageMs += exponential(stream, 1000 / highest)
  }
  times.sort((a, b) => a - b)
  const first = times[0] ?? 0
  return times.map((time) => Math.round(time - first))
}

/** A triangular wave: up and down by the same share, along straight lines. */
function pageRate(atMs: number): number {
  const phase = (atMs % WAVE_MS) / WAVE_MS
  return PAGES_PER_SECOND * (1 + WAVE_SHARE * (1 - 4 * Math.abs(phase - 0.5)))
}

function addPage(pageMs: number, stream: RandomStream, times: number[]): void {
  let callMs = pageMs
  do {
    times.push(callMs)
    callMs += exponential(stream, CALL_GAP_MS)
  } while (stream.float() > 1 / CALLS_PER_PAGE)
}

/** A few products are asked for often: ranks with chances in proportion to 1 / rank. */
function productNames(seed: number): string[] {
  const stream = new RandomStream(seed, 'synthetic products')
  return Array.from({ length: PRODUCTS }, () => {
    const rank = Math.floor(exp(stream.float() * ln(CATALOGUE)))
    return `mug-${String(rank).padStart(4, '0')}`
  })
}
