import { readTimeMs } from '../simulate/read-quantity.ts'
import { UsageError } from '../usage-error.ts'

const MOST_REQUESTS_PER_SECOND = 1_000_000
const MOST_REQUESTS = 1_000_000_000_000
const LONGEST_STRETCH_MS = 31 * 86_400_000
const MULTIPLES: Readonly<Record<string, number>> = { '': 1, k: 1000, M: 1_000_000 }

/**
 * Requests per second: `500`, `2.5k`, `500/s`, `30/m`.
 *
 * @throws UsageError when it is no rate above 0 and up to 1,000,000/s
 */
export function readRate(option: string, text: string): number {
  const [, digits = '', multiple = '', per = 's'] =
    /^(\d+(?:\.\d+)?)(k)?(?:\/(s|m))?$/.exec(text.trim()) ?? []
  const rate = (Number(digits) * (MULTIPLES[multiple] as number)) / (per === 'm' ? 60 : 1)
  if (rate > 0 && rate <= MOST_REQUESTS_PER_SECOND) return rate
  throw new UsageError(
    `${option}: '${text}' is no rate above 0 and up to ${MOST_REQUESTS_PER_SECOND}/s, such as 500, 2.5k, 500/s or 30/m`,
  )
}

/**
 * How many requests: `200`, `10k`, `1.5M`.
 *
 * @throws UsageError when it is no whole number from 1 up
 */
export function readRequestCount(option: string, text: string): number {
  const [, digits = '', multiple = ''] = /^(\d+(?:\.\d+)?)(k|M)?$/.exec(text.trim()) ?? []
  const count = Number(digits) * (MULTIPLES[multiple] as number)
  if (Number.isInteger(count) && count >= 1 && count <= MOST_REQUESTS) return count
  throw new UsageError(`${option}: '${text}' is no whole number of requests above 0, such as 200, 10k or 1M`)
}

/**
 * Length of a stretch of traffic: `10s`, `500ms`, `1.5m`, or a bare number of seconds.
 *
 * @returns ms, ≥ 0 and up to 31 days
 * @throws UsageError when it is none
 */
export function readStretchMs(option: string, text: string): number {
  const isBare = /^\s*\d+(\.\d+)?\s*$/.test(text)
  const lengthMs = isBare ? 1000 * Number(text) : readTimeMs(option, text)
  if (lengthMs <= LONGEST_STRETCH_MS) return lengthMs
  throw new UsageError(`${option}: '${text}' is longer than 31 days`)
}
