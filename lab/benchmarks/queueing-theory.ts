/**
 * Holds the simulator against queueing theory: M/M/c by Erlang's formulas and M/G/1 by Pollaczek and Khinchine, each
 * cell over 20 independent runs. Exit code 1 when a figure is missed.
 *
 *     node --import tsx lab/benchmarks/queueing-theory.ts [highest utilization, 0.9 unless told]
 */
import { createDistribution } from '../../models/simulate/create-distribution.ts'
import type { DistributionSpec } from '../../models/simulate/distribution.ts'
import {
  estimate,
  type QueueingRun,
  requestsFor,
  runQueueingExperiment,
} from '../../models/simulate/queueing-experiment.fixture.ts'
import {
  MMC_REFERENCE,
  type MmcReference,
  pollaczekKhinchine,
  type QueueingReference,
} from '../../models/simulate/queueing-reference.fixture.ts'

const RUNS = 20
const MEAN_MS = 100
/** Standard error of the means that the number of requests is meant to give. */
const RELATIVE_ERROR = 0.0025
const MEAN_TOLERANCE = 0.01
const PERCENTILE_TOLERANCE = 0.02
const LITTLE_TOLERANCE = 0.005
/** Of 95 % intervals, this share must hold what theory says. */
const INSIDE_SHARE = 0.85

interface Figure {
  readonly name: string
  readonly statistic: 'mean' | 'p50' | 'p95' | 'p99'
  readonly predicted: number
  readonly tolerance: number
}

interface Tally {
  cells: number
  figures: number
  inside: number
  missed: number
  largestLittleError: number
  requests: number
}

const highest = Number(process.argv[2] ?? 0.9)
if (!(highest >= 0.5 && highest < 1)) throw new RangeError('the highest utilization must be in [0.5, 1)')
const tally: Tally = { cells: 0, figures: 0, inside: 0, missed: 0, largestLittleError: 0, requests: 0 }
const startMs = performance.now()

console.log('cell                 requests  figure  predicted  simulated    error   95 % interval    theory')
for (const row of MMC_REFERENCE) if (row.utilization <= highest) checkMmc(row)
for (const utilization of [0.5, 0.8, 0.9]) {
  if (utilization > highest) continue
  checkMg1('D', { kind: 'deterministic', value: MEAN_MS }, utilization, 0)
  checkMg1('H2', { kind: 'hyperexponential', mean: MEAN_MS, cs2: 4 }, utilization, 4)
}
summarize()

function checkMmc(row: MmcReference): void {
  const figures: Figure[] = [
    { name: 'mean', statistic: 'mean', predicted: row.meanResponse, tolerance: MEAN_TOLERANCE },
    ...(['p50', 'p95', 'p99'] as const).map((statistic) => ({
      name: statistic,
      statistic,
      predicted: row[statistic],
      tolerance: PERCENTILE_TOLERANCE,
    })),
  ]
  const service: DistributionSpec = { kind: 'exponential', mean: MEAN_MS }
  check(`M/M/${row.servers} rho ${row.utilization}`, row, service, 1, row.erlangC, figures)
}

function checkMg1(letter: string, service: DistributionSpec, utilization: number, cs2: number): void {
  const reference = pollaczekKhinchine(utilization, cs2)
  const figures: Figure[] = [
    { name: 'mean', statistic: 'mean', predicted: reference.meanResponse, tolerance: MEAN_TOLERANCE },
  ]
  check(`M/${letter}/1 rho ${utilization}`, reference, service, cs2, utilization, figures)
}

function check(
  cell: string,
  reference: QueueingReference,
  service: DistributionSpec,
  cs2: number,
  waitProbability: number,
  figures: readonly Figure[],
): void {
  const requests = Math.ceil(requestsFor(reference, waitProbability, cs2, RELATIVE_ERROR) / RUNS)
  const { servers, utilization } = reference
  const serviceMs = createDistribution(service)
  const firstSeed = (tally.cells += 1) * RUNS
  const runs = runQueueingExperiment({ servers, utilization, serviceMs, runs: RUNS, firstSeed, requests })
  tally.requests += requests * RUNS
  for (const figure of figures) report(cell, requests * RUNS, figure, runs)
  for (const { meanInSystem, rateTimesResponse } of runs) {
    const error = Math.abs(meanInSystem / rateTimesResponse - 1)
    tally.largestLittleError = Math.max(tally.largestLittleError, error)
  }
}

function report(cell: string, requests: number, figure: Figure, runs: readonly QueueingRun[]): void {
  const { predicted, statistic, tolerance } = figure
  const { value, low, high } = estimate(runs.map((run) => run[statistic]))
  const error = value / predicted - 1
  const inside = low <= predicted && predicted <= high
  const missed = Math.abs(error) > tolerance
  tally.figures++
  if (inside) tally.inside++
  if (missed) tally.missed++
  console.log(
    [
      cell.padEnd(18),
      String(requests).padStart(10),
      figure.name.padStart(7),
      predicted.toFixed(4).padStart(10),
      value.toFixed(4).padStart(10),
      `${(100 * error).toFixed(2)} %`.padStart(8),
      `${low.toFixed(4)}…${high.toFixed(4)}`.padStart(17),
      (inside ? 'inside' : 'outside').padStart(8),
      missed ? 'MISSED' : '',
    ]
      .join(' ')
      .trimEnd(),
  )
}

function summarize(): void {
  const { figures, inside, missed, largestLittleError, requests } = tally
  const seconds = (performance.now() - startMs) / 1000
  const share = inside / figures
  const percent = (value: number) => `${(100 * value).toFixed(2)} %`
  console.log(`
figures   ${figures - missed} of ${figures} within ${percent(MEAN_TOLERANCE)} (means) or ${percent(PERCENTILE_TOLERANCE)} (percentiles)
intervals ${inside} of ${figures} hold what theory says: ${percent(share)}; at least ${percent(INSIDE_SHARE)} must
Little    L = lambda W within ${percent(largestLittleError)} in every run; ${percent(LITTLE_TOLERANCE)} allowed
requests  ${(requests / 1e6).toFixed(1)} million in ${seconds.toFixed(0)} s`)
  const passed = missed === 0 && share >= INSIDE_SHARE && largestLittleError < LITTLE_TOLERANCE
  console.log(passed ? 'passed' : 'MISSED')
  process.exitCode = passed ? 0 : 1
}
