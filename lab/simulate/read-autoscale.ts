import { type AutoscalerSettings, KUBERNETES_TIMING } from '../../models/simulate/autoscaler.ts'
import { UsageError } from '../usage-error.ts'
import { readCount, readTimeLimitMs, readTimeMs } from './read-quantity.ts'

const OPTION = '--autoscale'
const MOST_PODS = 1000
const KNOWN = ['min', 'max', 'rate', 'every', 'stabilization']

/**
 * `min=2,max=10,rate=50`, with `every=15s` and `stabilization=5m` where they are not Kubernetes' own.
 *
 * @throws UsageError when it is not of that form or out of range
 */
export function readAutoscale(text: string): AutoscalerSettings {
  const given = readPairs(text)
  const minPods = readCount(`${OPTION} min`, required(given, 'min'), 1, MOST_PODS)
  const maxPods = readCount(`${OPTION} max`, required(given, 'max'), minPods, MOST_PODS)
  const rate = required(given, 'rate')
  const targetRatePerPod = /^\d+(\.\d+)?$/.test(rate) ? Number(rate) : 0
  if (targetRatePerPod === 0) {
    throw new UsageError(`${OPTION} rate: '${rate}' is no number of requests per second above 0`)
  }
  const every = given.get('every')
  const stabilization = given.get('stabilization')
  const everyMs = every === undefined ? KUBERNETES_TIMING.everyMs : readTimeLimitMs(`${OPTION} every`, every)
  if (everyMs === Infinity) throw new UsageError(`${OPTION} every: a length of time is needed`)
  return {
    minPods,
    maxPods,
    targetRatePerPod,
    everyMs,
    stabilizationMs:
      stabilization === undefined
        ? KUBERNETES_TIMING.stabilizationMs
        : readTimeMs(`${OPTION} stabilization`, stabilization),
  }
}

function readPairs(text: string): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>()
  for (const part of text.split(',')) {
    const [name = '', value = '', ...more] = part.split('=').map((piece) => piece.trim())
    if (!KNOWN.includes(name) || value === '' || more.length > 0 || pairs.has(name)) {
      throw new UsageError(`${OPTION}: '${part}' is not one of ${KNOWN.join(', ')}, each once, as name=value`)
    }
    pairs.set(name, value)
  }
  return pairs
}

function required(pairs: ReadonlyMap<string, string>, name: string): string {
  const value = pairs.get(name)
  if (value !== undefined) return value
  throw new UsageError(`${OPTION}: ${name} is missing; write e.g. ${OPTION} min=2,max=10,rate=50`)
}
