import { beforeAll, describe, expect, it } from 'vitest'
import { createDistribution } from './create-distribution.ts'
import type { DistributionSpec } from './distribution.ts'
import {
  estimate,
  type QueueingRun,
  requestsFor,
  runFromEmptyToEmpty,
  runQueueingExperiment,
} from './queueing-experiment.fixture.ts'
import { MMC_REFERENCE, mmcReference, mmcSurvival, pollaczekKhinchine } from './queueing-reference.fixture.ts'

const RUNS = 20
const MEAN_MS = 100

const exponential: DistributionSpec = { kind: 'exponential', mean: MEAN_MS }

/** c, ρ. `lab/benchmarks/queueing-theory.ts` has all the others, up to ρ = 0.95. */
const mmcCells = [
  [1, 0.5],
  [2, 0.7],
  [8, 0.8],
  [64, 0.9],
] as const

/** M/G/1 at ρ = 0.5, by the service's cs². Exponential service, cs² = 1, is the first cell above. */
const mg1Cells: ReadonlyArray<readonly [DistributionSpec, number]> = [
  [{ kind: 'deterministic', value: MEAN_MS }, 0],
  [exponential, 1],
  [{ kind: 'hyperexponential', mean: MEAN_MS, cs2: 4 }, 4],
]

const mmcRuns = new Map<number, readonly QueueingRun[]>()
const mg1Runs = new Map<number, readonly QueueingRun[]>()

let cell = 0

function runsOf(
  servers: number,
  utilization: number,
  service: DistributionSpec,
  requests: number,
): readonly QueueingRun[] {
  return runQueueingExperiment({
    servers,
    utilization,
    serviceMs: createDistribution(service),
    runs: RUNS,
    // No two cells share a seed.
    firstSeed: (cell += 1) * RUNS,
    requests: Math.ceil(requests / RUNS),
  })
}

beforeAll(() => {
  for (const [servers, utilization] of mmcCells) {
    const reference = mmcReference(servers, utilization)
    const requests = requestsFor(reference, reference.erlangC, 1, 0.003)
    mmcRuns.set(servers, runsOf(servers, utilization, exponential, requests))
  }
  for (const [service, cs2] of mg1Cells) {
    const requests = requestsFor(pollaczekKhinchine(0.5, cs2), 0.5, cs2, 0.0045)
    mg1Runs.set(cs2, cs2 === 1 ? (mmcRuns.get(1) ?? []) : runsOf(1, 0.5, service, requests))
  }
}, 120_000)

describe('M/M/c', () => {
  const statistics = [
    ['mean', 'meanResponse', 0.01],
    ['p50', 'p50', 0.02],
    ['p95', 'p95', 0.02],
    ['p99', 'p99', 0.02],
  ] as const

  it.each(mmcCells)('with %s servers at ρ = %s has the response times of theory', (servers, utilization) => {
    const reference = mmcReference(servers, utilization)
    for (const [statistic, theoretical, tolerance] of statistics) {
      const { value } = estimate(valuesOf(mmcRuns.get(servers), statistic))
      const error = value / reference[theoretical] - 1
      expect(Math.abs(error), statistic).toBeLessThan(tolerance)
    }
  })

  it('has theory within 95 % intervals about 95 % of the time', () => {
    const inside = mmcCells.flatMap(([servers, utilization]) =>
      statistics.map(([statistic, theoretical]) =>
        holds(mmcReference(servers, utilization)[theoretical], valuesOf(mmcRuns.get(servers), statistic)),
      ),
    )
    // Of 16, all or all but two: more than two outside has a probability of 4 %.
    expect(inside.filter(Boolean).length / inside.length).toBeGreaterThanOrEqual(0.85)
  })
})

describe('M/G/1', () => {
  it.each(mg1Cells)('with %o, cs² = %s, has the mean of Pollaczek and Khinchine', (_service, cs2) => {
    const values = valuesOf(mg1Runs.get(cs2), 'mean')
    const { meanResponse } = pollaczekKhinchine(0.5, cs2)
    expect(Math.abs(estimate(values).value / meanResponse - 1)).toBeLessThan(0.01)
    // Each of the three misses its 99.9 % interval once in a thousand times.
    expect(holds(meanResponse, values, 0.999)).toBe(true)
  })
})

describe("Little's law", () => {
  it('holds in every run, but for those in the system when it begins and ends', () => {
    const runs = [...mmcRuns.values(), ...mg1Runs.values()].flat()
    expect(runs).toHaveLength((mmcCells.length + mg1Cells.length) * RUNS)
    for (const { meanInSystem, rateTimesResponse } of runs) {
      expect(Math.abs(meanInSystem / rateTimesResponse - 1)).toBeLessThan(0.005)
    }
  })

  it.each([
    [1, 0.5],
    [4, 0.9],
  ])('is exact with %s servers at ρ = %s from empty to empty', (servers, utilization) => {
    const experiment = {
      servers,
      utilization,
      serviceMs: createDistribution(exponential),
      requests: 20_000,
    }
    const { inSystemMs, responsesMs } = runFromEmptyToEmpty(experiment, 1)
    expect(Math.abs(inSystemMs / responsesMs - 1)).toBeLessThan(1e-9)
  })
})

describe('the reference', () => {
  it("follows from Erlang's recursion", () => {
    for (const { servers, utilization, erlangC, meanResponse } of MMC_REFERENCE) {
      const load = servers * utilization
      let blocked = 1
      for (let k = 1; k <= servers; k++) blocked = (load * blocked) / (k + load * blocked)
      expect(erlangC).toBeCloseTo(blocked / (1 - utilization * (1 - blocked)), 8)
      expect(meanResponse).toBeCloseTo(1 + erlangC / (servers * (1 - utilization)), 6)
    }
  })

  it('has percentiles that the response time exceeds so often', () => {
    for (const row of MMC_REFERENCE) {
      expect(mmcSurvival(row, row.p50)).toBeCloseTo(0.5, 6)
      expect(mmcSurvival(row, row.p95)).toBeCloseTo(0.05, 6)
      expect(mmcSurvival(row, row.p99)).toBeCloseTo(0.01, 6)
    }
  })

  it('agrees with Pollaczek and Khinchine where both apply', () => {
    for (const row of MMC_REFERENCE.filter(({ servers }) => servers === 1)) {
      expect(row.meanResponse).toBeCloseTo(pollaczekKhinchine(row.utilization, 1).meanResponse, 8)
    }
  })
})

function valuesOf(runs: readonly QueueingRun[] | undefined, statistic: keyof QueueingRun): number[] {
  return (runs ?? []).map((run) => run[statistic])
}

function holds(theory: number, values: readonly number[], confidence = 0.95): boolean {
  const { low, high } = estimate(values, confidence)
  return low <= theory && theory <= high
}
