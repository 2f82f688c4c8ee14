import type { ProbeArtifact } from '../../models/artifacts/probe.ts'
import { median } from '../../models/statistics/median.ts'
import { throwIfAborted } from '../interrupted.ts'
import { probeRequest } from '../probe-request.ts'
import { type Visit, visitTarget } from '../visit-target.ts'
import { refuseEarlyClash } from './safe-limit.ts'
import type { Stage } from './stage.ts'

const ONE_BY_ONE = 16
const BURSTS = 10
const BURST_SIZE = 6
const REPEATS = 4

/** Single requests on a quiet target: what a connection costs, and what the server says of its own pool. */
export const probe: Stage = {
  name: 'probe',
  async run(context) {
    const request = probeRequest(context)
    const singles: Visit[] = []
    const bursts: Visit[] = []
    for (let i = 0; i < ONE_BY_ONE + BURSTS; i++) {
      throwIfAborted(context.signal)
      context.progress.show(`${singles.length + bursts.length} connections to ${context.endpoint.origin}`)
      const [visits, size] = i < ONE_BY_ONE ? [singles, 1] : [bursts, BURST_SIZE]
      visits.push(
        ...(await Promise.all(
          Array.from({ length: size }, () => visitTarget(context.endpoint, request, REPEATS, context.signal)),
        )),
      )
    }
    const artifact = describeVisits(context.endpoint.origin, singles, bursts)
    await context.directory.write('probe', artifact, 'done')
    refuseEarlyClash(context.loaded.scenario, artifact)
    return summary(artifact)
  },
}

function describeVisits(origin: string, singles: readonly Visit[], bursts: readonly Visit[]): ProbeArtifact {
  const visits = [...singles, ...bursts]
  const all = visits.flatMap((each) => each.exchanges)
  const later = visits.flatMap((each) => each.exchanges.slice(1))
  return {
    origin,
    dialMs: singles.map((each) => each.dialMs),
    tcpMs: singles.map((each) => each.tcpMs),
    burstDialMs: bursts.map((each) => each.dialMs),
    burstSize: BURST_SIZE,
    firstMs: visits.flatMap((each) => each.exchanges.slice(0, 1).map((exchange) => exchange.durationMs)),
    reusedMs: later.map((exchange) => exchange.durationMs),
    hintMs: all.find((exchange) => exchange.hintMs !== null)?.hintMs ?? null,
    reuses: later.length > 0,
    tls: visits[0]?.tls ?? null,
  }
}

function summary(artifact: ProbeArtifact): string {
  const { dialMs, tcpMs, reusedMs, hintMs, reuses, tls } = artifact
  const handshake =
    tls === null ? '' : `, of which TCP ${median(tcpMs).toFixed(1)} and ${tls.protocol} the rest`
  const reuse = reuses
    ? `on an open one a request ${median(reusedMs).toFixed(1)} ms, at least ${Math.min(...reusedMs).toFixed(1)}`
    : 'the server closes after every response'
  const hint = hintMs === null ? 'no keep-alive hint' : `keep-alive hint ${hintMs / 1000} s`
  return `connection ${median(dialMs).toFixed(1)} ms${handshake}; ${reuse}; ${hint}`
}
