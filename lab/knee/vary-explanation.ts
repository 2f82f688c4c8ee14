import type { StopsHelping } from '../../models/knee/stops-helping.ts'
import { BUSY_CPU_SHARE } from '../../models/measurement/verdict.ts'
import type { Varied } from './vary-plan.ts'
import type { VaryPoint, VaryProcessors, VaryResult } from './vary-result.ts'
import { coresText } from '../machine/choose-load-threads.ts'

const ONE: Readonly<Record<Varied, string>> = { workers: 'worker', connections: 'connection', pods: 'pod' }

/** What the number at which more stops helping has to do with the cores there are, in whole sentences with figures. */
export function explainVary(
  {
    plan,
    points,
    processors,
    targetIsLocal,
  }: Pick<VaryResult, 'plan' | 'points' | 'processors' | 'targetIsLocal'>,
  stops: StopsHelping,
): readonly string[] {
  const { vary } = plan
  const largest = points.at(-1)?.n ?? stops.n
  const growing = stops.stillGrows
    ? [`Throughput still grows at ${countText(largest, vary)}, the most tried: raise --to.`]
    : []
  if (vary === 'connections') return [...growing, ...explainThread(points, stops)]
  return [
    ...growing,
    threadSentence(stops.n, vary, processors, targetIsLocal),
    ...points.filter(({ n }) => n === stops.n).flatMap((point) => useSentences(point, vary, processors)),
    ...quotaSentences(points, vary, processors),
    ...hardwareThreadSentences(processors),
  ]
}

export function countText(n: number, vary: Varied): string {
  return `${n} ${n === 1 ? ONE[vary] : vary}`
}

/** Share of its core from which on a thread may be what limits, and up to which it surely is not. */
const NEARLY_BUSY_SHARE = 0.9
const IDLE_SHARE = 0.7

/** One thread sends on all connections: where it has no time left, more of them cannot help. */
function explainThread(points: readonly VaryPoint[], { n, stillGrows }: StopsHelping): string[] {
  const share = points.find((point) => point.n === n)?.cpuShare ?? null
  if (share === null || stillGrows) return []
  const use = `At ${countText(n, 'connections')} the load thread uses ${percent(share)} of its core`
  if (share >= NEARLY_BUSY_SHARE) {
    return [`${use}: what stops helping there may be this thread, and not the target.`]
  }
  return share <= IDLE_SHARE
    ? [`${use} and is not what limits: it is the target, or the way to it.`]
    : [`${use}: whether it limits, or the target, cannot be told.`]
}

function threadSentence(
  n: number,
  vary: Varied,
  { cores, quotaCores }: VaryProcessors,
  targetIsLocal: boolean,
): string {
  const shared = targetIsLocal ? ', which the target shares' : ''
  const enough = `${countText(n, vary)} ${n === 1 ? 'is' : 'are'} enough`
  if (quotaCores !== null && n > quotaCores) {
    return `${enough}, more than the CPU quota of ${coresText(quotaCores)}${shared}.`
  }
  const compared = n === cores ? 'as many as' : n > cores ? 'more than' : 'fewer than'
  return `${enough}, ${compared} the ${coresText(cores)} of this machine${shared}.`
}

/** What the threads use says whether it is cores that they lack. */
function useSentences(
  { cpuShare, n }: VaryPoint,
  vary: Varied,
  { cores, quotaCores }: VaryProcessors,
): string[] {
  if (cpuShare === null) return []
  const has = Math.min(cores, quotaCores ?? cores)
  const used = n * cpuShare
  const use = `With ${countText(n, vary)} the load threads use ${used.toFixed(1)} of ${coresText(has)}`
  return used >= BUSY_CPU_SHARE * has
    ? [`${use}: there is no core left for more of them.`]
    : [`${use}: what limits is the target, or what is left to it, and not that they are too few.`]
}

function quotaSentences(
  points: readonly VaryPoint[],
  vary: Varied,
  { cores, quotaCores }: VaryProcessors,
): string[] {
  if (quotaCores === null || quotaCores >= cores) return []
  const above = points.filter(({ n }) => n > quotaCores)
  const first = above[0]
  if (first === undefined) return []
  return [
    `From ${countText(first.n, vary)} on there are more than the CPU quota of ${coresText(quotaCores)}: when it is used up, all of them stand still until the next period, which shows in P99.`,
  ]
}

function hardwareThreadSentences({ cores, physicalCores }: VaryProcessors): string[] {
  if (physicalCores === null || physicalCores >= cores) return []
  return [
    `The ${cores} are hardware threads of ${coresText(physicalCores)}: two of one core share its units, and do less than two cores would.`,
  ]
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`
}
