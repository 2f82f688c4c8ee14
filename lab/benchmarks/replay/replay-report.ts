import { GOALS, misses, relativeError, type ReplayResult } from './replay-result.ts'
import type { ReplayTrace } from './replay-trace.ts'

/** What is replayed, and what the columns are. */
export function replayHead({ dueMs }: ReplayTrace, seed: number): string {
  const seconds = (dueMs.at(-1) ?? 0) / 1000
  return [
    `${dueMs.length} requests in ${seconds.toFixed(1)} s (${(dueMs.length / seconds).toFixed(0)}/s), seed ${seed}; predicted → counted (error)`,
    `goals: dials within ${percent(GOALS.dials)}, P99 of the response time within ${percent(GOALS.responseP99Ms)}`,
  ].join('\n')
}

/** One case: what it was, its figures, and what the model was calibrated with. */
export function replayRow(result: ReplayResult): string {
  const { predicted, counted, costs } = result
  const missed = misses(result)
  return [
    '',
    `${result.client}: ${result.settings}`,
    `  dials       ${comparison(predicted.dials, counted.dials, 0)}`,
    `  P99         ${comparison(predicted.responseP99Ms, counted.responseP99Ms, 1)} ms`,
    `  mean        ${comparison(predicted.responseMeanMs, counted.responseMeanMs, 1)} ms`,
    `  peak idle   ${predicted.peakIdle} → ${counted.peakIdle}`,
    `  calibrated  round trip ${fixed(costs.rttMs)}, way to the pool ${fixed(costs.frontMs)}, beyond service time ${fixed(mean(costs.requestMs))}, dial ${fixed(mean(costs.dialMs))}, of it exclusive ${fixed(costs.dialExclusiveMs)} ms`,
    `  disturbance ${disturbance(result)}`,
    ...(missed.length === 0 ? [] : [`  MISSED: ${missed.join(', ')}`]),
    ...(result.failures.length === 0 ? [] : [`  ${result.failures.length} failed: ${result.failures[0]}`]),
  ].join('\n')
}

/** How many cases met the goals. */
export function replaySummary(results: readonly ReplayResult[]): string {
  const met = results.filter((result) => misses(result).length === 0).length
  return `\n${met} of ${results.length} cases meet the goals`
}

function comparison(predicted: number, counted: number, digits: number): string {
  const error = relativeError(predicted, counted)
  return `${predicted.toFixed(digits)} → ${counted.toFixed(digits)} (${error < 0 ? '−' : '+'}${percent(Math.abs(error), 1)})`
}

function percent(share: number, digits = 0): string {
  return `${(100 * share).toFixed(digits)} %`
}

function fixed(ms: number): string {
  return ms.toFixed(2)
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function disturbance({ coreWaitShare, latenessP99Ms, attempts }: ReplayResult): string {
  const waited = coreWaitShare === null ? 'unknown' : percent(coreWaitShare, 1)
  const again = attempts === 1 ? '' : `; attempt ${attempts}`
  return `waited for a core ${waited} of the time, sent late P99 ${fixed(latenessP99Ms)} ms${again}`
}
