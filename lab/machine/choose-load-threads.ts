export interface LoadThreadsInput {
  /** Cores that this process may run on. */
  readonly cores: number
  /** Its CPU quota; `null` for none. */
  readonly quotaCores: number | null
  /** How many the user asked for; `null` for the default. */
  readonly wanted: number | null
  /** Whether the target runs on this machine, and needs a core as well. */
  readonly targetIsLocal: boolean
}

export interface LoadThreads {
  readonly threads: number
  readonly why: string
  /** What measurements are likely to suffer from; `null` for nothing. */
  readonly warning: string | null
}

/**
 * How many threads the load should come from: one for each whole core that may be used, less one for a target on this
 * machine, at least one. More threads than cores take turns, and what waits for its turn goes out late.
 *
 * @throws RangeError when `wanted` is not a whole number from 1 up
 */
export function chooseLoadThreads(input: LoadThreadsInput): LoadThreads {
  const { cores, quotaCores, wanted, targetIsLocal } = input
  if (wanted !== null && !(Number.isInteger(wanted) && wanted >= 1)) {
    throw new RangeError(`load threads must be a whole number from 1 up, not ${wanted}`)
  }
  const usable = Math.max(1, Math.min(cores, Math.floor(quotaCores ?? cores)))
  const free = Math.max(1, targetIsLocal ? usable - 1 : usable)
  const threads = wanted ?? free
  const why = wanted === null ? explainDefault(input, free) : 'as asked for'
  return { threads, why, warning: warningOf(threads, input) }
}

function explainDefault({ cores, quotaCores, targetIsLocal }: LoadThreadsInput, threads: number): string {
  const limited = quotaCores !== null && quotaCores < cores
  const of = limited ? `a quota of ${coresText(quotaCores)}` : coresText(cores)
  const left = limited ? Math.floor(quotaCores) : cores
  return `${threadsText(threads)} for ${of}${targetIsLocal && left > 1 ? ', one left to the target' : ''}`
}

function warningOf(threads: number, { cores, quotaCores, targetIsLocal }: LoadThreadsInput): string | null {
  if (threads > cores) {
    return `${threadsText(threads)} on ${coresText(cores)}: they take turns, and requests go out late`
  }
  if (quotaCores !== null && threads > quotaCores) {
    return `${threadsText(threads)} with a CPU quota of ${coresText(quotaCores)}: when it is used up, all of them stand still until the next period`
  }
  const left = Math.min(cores, quotaCores ?? cores) - threads
  if (!targetIsLocal || left >= 1) return null
  const share = left <= 0 ? 'no core' : `only ${coresText(left)}`
  return `${threadsText(threads)} on ${coresText(threads + left)} ${threads === 1 ? 'leaves' : 'leave'} ${share} to the target on this machine: it looks slower than it is`
}

function threadsText(threads: number): string {
  return `${threads} load thread${threads === 1 ? '' : 's'}`
}

export function coresText(cores: number): string {
  return `${Number(cores.toFixed(2))} core${cores === 1 ? '' : 's'}`
}
