import { parseDistribution } from '../../models/simulate/parse-distribution.ts'
import type { DistributionSpec } from '../../models/simulate/distribution.ts'
import { readCount } from '../simulate/read-quantity.ts'
import { UsageError } from '../usage-error.ts'
import type { ClosedBenchLoad, OpenBenchLoad } from './bench-plan.ts'
import { readRate } from './read-amounts.ts'

export interface BenchLoadFlags {
  readonly rate?: string
  readonly arrivals?: string
  readonly connections?: string
  readonly think?: string
  readonly inFlight?: string
}

/** The closed model before it is known what else limits its connections. */
export type AskedUsers = Omit<ClosedBenchLoad, 'connectionsFollowUsers'>

const CONNECTIONS = 10
const MOST_CONNECTIONS = 100_000
const IN_FLIGHT = 4096
const MOST_IN_FLIGHT = 1_000_000

/**
 * With a rate, requests go out when they are due (open model); without one, users wait for their answers (closed).
 *
 * @throws UsageError when a flag cannot be read, or does not go with the others
 */
export function readBenchLoad(flags: BenchLoadFlags): OpenBenchLoad | AskedUsers {
  return flags.rate === undefined ? readClosed(flags) : readOpen(flags.rate, flags)
}

/** @throws UsageError when it is no number of connections */
export function readConnections(text: string): number {
  return readCount('--connections', text, 1, MOST_CONNECTIONS)
}

function readClosed({ arrivals, connections, think, inFlight }: BenchLoadFlags): AskedUsers {
  if (arrivals !== undefined) throw new UsageError('--arrivals goes with --rate')
  if (inFlight !== undefined) {
    throw new UsageError('--in-flight goes with --rate; users who wait for their answers are --connections')
  }
  return {
    kind: 'closed',
    users: connections === undefined ? CONNECTIONS : readConnections(connections),
    thinkTime: think === undefined ? null : readThinkTime(think),
  }
}

function readOpen(rate: string, { arrivals = 'constant', think, inFlight }: BenchLoadFlags): OpenBenchLoad {
  if (think !== undefined) {
    throw new UsageError(
      '--think does not go with --rate: requests that are due at a rate do not wait for users who think',
    )
  }
  if (arrivals !== 'constant' && arrivals !== 'poisson') {
    throw new UsageError(`--arrivals: '${arrivals}' is neither constant nor poisson`)
  }
  return {
    kind: 'open',
    rate: readRate('--rate', rate),
    arrivals,
    inFlightMax: inFlight === undefined ? IN_FLIGHT : readCount('--in-flight', inFlight, 1, MOST_IN_FLIGHT),
  }
}

function readThinkTime(text: string): DistributionSpec {
  try {
    return parseDistribution(text)
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--think: ${error.message}`)
    throw error
  }
}
