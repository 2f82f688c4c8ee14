import { keepAliveMax } from '../../models/probe/keep-alive-max.ts'
import type { WireRequest } from '../../workers/connection.ts'
import { keepAliveHintMs } from '../../workers/keep-alive-header.ts'
import { UnusableRun } from '../unusable-run.ts'
import { type Visit, visitTarget } from '../visit-target.ts'
import { IdleConnection } from './idle-connection.ts'
import { machineClock } from './probe-clock.ts'
import type { OpenLine, ProbeAnswer } from './probe-line.ts'
import type { ProbePlan } from './probe-plan.ts'

const MOST_VISITS = 12
const REPEATS = 4
/** A slow target is not visited any more after so long. */
const VISITS_MS = 5000

/** What single requests on the quiet target cost, one at a time, in ms; and what the server says of its connections. */
export interface ProbeCosts {
  /** Opening a connection, of which TCP took `tcpMs`. */
  readonly dialMs: readonly number[]
  readonly tcpMs: readonly number[]
  readonly tls: Visit['tls']
  /** The whole first response on each connection. */
  readonly firstMs: readonly number[]
  /** The whole of later ones; none where the server does not keep the connection. */
  readonly reusedMs: readonly number[]
  /** To the first byte of a response. */
  readonly firstByteMs: readonly number[]
  readonly reuses: boolean
  readonly status: number
  readonly httpVersion: string
  /** `timeout` of the `Keep-Alive` header. */
  readonly hintMs: number | null
  /** Its `max`: how many requests the server takes on one connection beyond the first response. */
  readonly maxRequests: number | null
  /** Value of the `Connection` header of the first response. */
  readonly connectionHeader: string | null
}

/**
 * @throws UnusableRun that says why the target cannot be used
 * @throws the signal's reason when it is aborted
 */
export async function measureCosts(
  { endpoint, request }: ProbePlan,
  open: OpenLine,
  signal: AbortSignal,
): Promise<ProbeCosts> {
  const plain = visitRequest(request)
  const visits: Visit[] = []
  const endMs = performance.now() + VISITS_MS
  // The first also pays for code that has never run here.
  await visitTarget(endpoint, plain, REPEATS, signal)
  do visits.push(await visitTarget(endpoint, plain, REPEATS, signal))
  while (visits.length < MOST_VISITS && performance.now() < endMs)
  const answers = await readAnswers(open, endpoint.requestTimeoutMs, signal)
  const [first] = answers
  if (first === undefined) throw new UnusableRun(`target ${endpoint.origin} did not answer one request more`)
  const connection = first.headers['connection']
  const later = visits.flatMap(({ exchanges }) => exchanges.slice(1))
  return {
    dialMs: visits.map(({ dialMs }) => dialMs),
    tcpMs: visits.map(({ tcpMs }) => tcpMs),
    tls: visits[0]?.tls ?? null,
    firstMs: visits.flatMap(({ exchanges }) => exchanges.slice(0, 1).map(({ durationMs }) => durationMs)),
    reusedMs: later.map(({ durationMs }) => durationMs),
    firstByteMs: answers.map(({ firstByteMs }) => firstByteMs),
    reuses: later.length > 0,
    status: first.status,
    httpVersion: first.httpVersion,
    hintMs: keepAliveHintMs(first.headers['keep-alive']),
    maxRequests: keepAliveMax(first.headers['keep-alive']),
    connectionHeader: connection === undefined ? null : String(connection),
  }
}

/** The probe's request for undici, which sends a `Connection` header of its own. */
export function visitRequest(request: WireRequest): WireRequest {
  const headers = Object.entries(request.headers ?? {}).filter(([name]) => name !== 'connection')
  return { ...request, headers: Object.fromEntries(headers) }
}

/** Some answers on one connection: fewer where it ends before. */
function readAnswers(open: OpenLine, patienceMs: number, signal: AbortSignal): Promise<ProbeAnswer[]> {
  return new Promise((resolve, reject) => {
    const answers: ProbeAnswer[] = []
    const onAbort = (): void => {
      connection.close()
      reject(signal.reason as Error)
    }
    const end = (): void => {
      signal.removeEventListener('abort', onAbort)
      connection.close()
      resolve(answers)
    }
    const connection = new IdleConnection(
      { open, clock: machineClock, patienceMs },
      {
        idle: (_afterIdleMs, answer) => {
          answers.push(answer)
          if (answers.length === REPEATS) end()
          else connection.use()
        },
        ended: (ended) => {
          if (ended.kind === 'not-kept') answers.push(ended.answer)
          end()
        },
      },
    )
    signal.addEventListener('abort', onAbort, { once: true })
  })
}
