import { LatencyHistogram } from '../measurement/latency-histogram.ts'
import { steadyMeasurement } from '../measurement/measurement.fixture.ts'
import { type StoredMeasurement, storeMeasurement } from '../measurement/measurement.ts'
import type { TargetStretch } from '../measurement/target-stretch.ts'
import type { ExperimentArtifact, ExperimentBlock, ExperimentRound } from './experiment-artifact.ts'
import { variantOrder } from './variant-order.ts'

/** What a target tells that tells everything. */
const TALKATIVE: TargetStretch = {
  runtime: 'Node 22.0.0',
  rssPeakBytes: 100 * 1_048_576,
  gcPauses: 4,
  gcTotalMs: 2,
  gcMaxMs: 1.5,
  eventLoopDelayMaxMs: 11,
  allocatedBytes: 2_000_000,
  cpuSeconds: 0.1,
  acceptedConnections: 5,
  requestsReceived: 1000,
  counters: {},
}

/** Of one class in one block: its response times, each of one request, and how many failed beside them. */
export interface SeenTraffic {
  readonly responsesMs: readonly number[]
  readonly failed?: number
  readonly dropped?: number
}

function measurementOf({ responsesMs, failed = 0, dropped = 0 }: SeenTraffic): StoredMeasurement {
  const steady = steadyMeasurement({ responseMs: 1 })
  const response = new LatencyHistogram()
  for (const responseMs of responsesMs) response.record(responseMs)
  const completed = responsesMs.length
  const due = completed + failed + dropped
  return storeMeasurement({
    ...steady,
    requests: { due, completed, ended: completed, failed, dropped, retried: 0 },
    whole: { ...steady.whole, sent: due - dropped },
    response,
  })
}

export function blockOf(
  traffic: readonly SeenTraffic[],
  target: Partial<TargetStretch> = {},
  latenessP99Ms = 1,
): ExperimentBlock {
  return {
    traffic: traffic.map(measurementOf),
    generator: { driftP99Ms: 1, driftMaxMs: 2, latenessP99Ms },
    target: { ...TALKATIVE, ...target },
    events: [],
  }
}

/** An experiment of one class, of which `block` says what each block showed. */
export function artifactOf(
  variants: readonly string[],
  rounds: number,
  block: (variant: number, round: number) => ExperimentBlock,
): ExperimentArtifact {
  const measured = Array.from({ length: rounds }, (_, number): ExperimentRound => {
    const order = variantOrder(number, variants.length)
    return { number, order, blocks: variants.map((_name, variant) => block(variant, number)) }
  })
  return {
    variants: variants.map((name) => ({ name, target: `builtin shop, slots ${name.length}` })),
    traffic: [{ name: 'browse', arrivals: 'poisson', rate: 200, pods: 1, client: 'go-net-http', slo: null }],
    plan: { name: 'quick', rounds, warmUpBlocks: 1, warmupMs: 250, measuredMs: 1000 },
    measures: null,
    rounds: measured,
    notes: [],
    graphs: [],
  }
}
