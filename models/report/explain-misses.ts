import type { VerifyPair } from '../artifacts/verify.ts'
import type { LatencyHistogram } from '../measurement/latency-histogram.ts'
import {
  dialsPerSecond,
  failureRate,
  type Measurement,
  mergeStretches,
  readMeasurement,
} from '../measurement/measurement.ts'
import { closeReasons } from '../pool/close-reason.ts'
import { type WindowMiss, windowMisses } from './window-misses.ts'

/** Where the model was wrong about the verified windows, and what its figures say about why. */
export interface Misses {
  /** That in which the model missed the change of the P99 by most first. */
  readonly windows: readonly WindowMiss[]
  /** Whole sentences with the numbers they rest on: the P99s first, then the likely reasons, the largest first. */
  readonly reasons: readonly string[]
}

/**
 * Looks for what made the recommended settings do worse against today's than the model had promised: a part of the
 * response time that was longer than predicted after, or shorter than predicted before. Lateness, the wait for a
 * connection and the time of service add up to the response time; each is judged by its P99, as the conclusion is.
 */
export function explainMisses(pairs: readonly VerifyPair[]): Misses {
  if (pairs.length === 0) return { windows: [], reasons: [] }
  const before = sideOf(pairs, 'before')
  const after = sideOf(pairs, 'after')
  const likely = [...reasonsAfter(after), ...reasonsBefore(before)]
    .sort((a, b) => b.excess - a.excess)
    .slice(0, MOST_REASONS)
    .flatMap(({ sentences }) => sentences)
  return {
    windows: windowMisses(pairs),
    reasons: [describeP99s(before, after), ...(likely.length === 0 ? [NOTHING_STANDS_OUT] : likely)],
  }
}

const MOST_REASONS = 3

/** Of the P99 of the response time: a part that misses by less is no reason. */
const LEAST_EXCESS = 0.1

const NOTHING_STANDS_OUT =
  'No part of the response time missed its prediction, for the better before or for the worse after, by 10 % of the P99.'

/** All windows under one setting. */
interface Side {
  readonly predicted: Measurement
  readonly measured: Measurement
}

/** Something that went otherwise than predicted. */
interface Reason {
  /** As a share of the P99 of the response time, the larger of predicted and measured. */
  readonly excess: number
  readonly sentences: readonly string[]
}

function sideOf(pairs: readonly VerifyPair[], setting: 'before' | 'after'): Side {
  const merged = (which: 'measured' | 'predicted') =>
    mergeStretches(pairs.map((pair) => readMeasurement(pair[setting][which])))
  return { predicted: merged('predicted'), measured: merged('measured') }
}

function reasonsAfter(side: Side): Reason[] {
  const { predicted, measured } = side
  return noticeable([
    {
      excess: excessOf(side, (measurement) => measurement.poolWait),
      sentences: [
        `With the recommended settings, requests waited longer for a connection: ${compare(side, (measurement) => measurement.poolWait)}.`,
        ...describeDials(side),
      ],
    },
    {
      excess: excessOf(side, (measurement) => measurement.service),
      sentences: [
        `With the recommended settings, the target took longer to answer than in the sweep, to which the model was fitted: ${compare(side, (measurement) => measurement.service)}.`,
      ],
    },
    {
      excess: excessOf(side, (measurement) => measurement.lateness),
      sentences: [
        `With the recommended settings, requests went out late: ${compare(side, (measurement) => measurement.lateness)}. The machine was busy with something else, or the client with opening connections.`,
      ],
    },
    {
      // One failure in a thousand is as noticeable as a P99 that is a tenth longer.
      excess: 100 * Math.max(0, failureRate(measured) - failureRate(predicted)),
      sentences: [
        `With the recommended settings, ${percent(failureRate(measured))} of the requests failed (predicted ${percent(failureRate(predicted))})${mostFrequentError(measured)}.`,
      ],
    },
  ])
}

function reasonsBefore(side: Side): Reason[] {
  return noticeable([
    {
      excess: -excessOf(side, (measurement) => measurement.poolWait),
      sentences: [
        `Today's settings did better than predicted: requests waited less for a connection: ${compare(side, (measurement) => measurement.poolWait)}.`,
      ],
    },
    {
      excess: -excessOf(side, (measurement) => measurement.service),
      sentences: [
        `With today's settings, the target answered faster than in the sweep, to which the model was fitted: ${compare(side, (measurement) => measurement.service)}.`,
      ],
    },
  ])
}

function noticeable(reasons: readonly Reason[]): Reason[] {
  return reasons.filter(({ excess }) => excess >= LEAST_EXCESS)
}

/** P99 of a part measured − predicted, as a share of the P99 of the response time; 0 where nothing is known. */
function excessOf({ predicted, measured }: Side, part: (of: Measurement) => LatencyHistogram): number {
  const whole = Math.max(p99Of(predicted.response), p99Of(measured.response))
  return whole > 0 ? (p99Of(part(measured)) - p99Of(part(predicted))) / whole : 0
}

function describeP99s(before: Side, after: Side): string {
  const fromTo = (which: keyof Side) =>
    `${ms(p99Of(before[which].response))} to ${ms(p99Of(after[which].response))} ms`
  return `The P99 was predicted to go from ${fromTo('predicted')}; it went from ${fromTo('measured')}.`
}

/** Whether more connections were opened, why, and whether opening one took longer. */
function describeDials({ predicted, measured }: Side): string[] {
  const sentences: string[] = []
  const [expected, seen] = [dialsPerSecond(predicted), dialsPerSecond(measured)]
  if (seen > FAR_OFF * expected && measured.connections.dialed > predicted.connections.dialed + 1) {
    sentences.push(
      `${seen.toFixed(2)} connections/s were opened (predicted ${expected.toFixed(2)})${mostFrequentClose(predicted, measured)}.`,
    )
  }
  const [expectedMs, seenMs] = [predicted.dial.meanMs, measured.dial.meanMs]
  if (seenMs > FAR_OFF * expectedMs) {
    sentences.push(`Opening one took ${ms(seenMs)} ms in the mean (predicted ${ms(expectedMs)} ms).`)
  }
  return sentences.length > 0
    ? sentences
    : ['It did not come from opening connections: no more were opened than predicted, nor more slowly.']
}

/** Times the prediction. */
const FAR_OFF = 1.2

function mostFrequentClose(predicted: Measurement, measured: Measurement): string {
  const more = closeReasons
    .map((reason) => ({
      reason,
      count: measured.connections.closed[reason] - predicted.connections.closed[reason],
    }))
    .filter(({ reason, count }) => count > 0 && reason !== 'shutdown')
    .sort((a, b) => b.count - a.count)[0]
  if (more === undefined) return ''
  return `, as ${measured.connections.closed[more.reason]} were closed as ${more.reason} (predicted ${predicted.connections.closed[more.reason]})`
}

function mostFrequentError({ errors }: Measurement): string {
  const most = Object.entries(errors).sort(([, a], [, b]) => b - a)[0]
  return most === undefined ? '' : `, most often with ${most[0]} (${most[1]} times)`
}

function compare({ predicted, measured }: Side, part: (of: Measurement) => LatencyHistogram): string {
  const [expected, seen] = [part(predicted), part(measured)]
  return `P99 ${ms(p99Of(seen))} ms (predicted ${ms(p99Of(expected))} ms), mean ${ms(meanOf(seen))} ms (predicted ${ms(meanOf(expected))} ms)`
}

/** 0 where nothing was recorded: the simulator records no lateness. */
function p99Of(histogram: LatencyHistogram): number {
  return histogram.count === 0 ? 0 : histogram.quantileMs(0.99)
}

function meanOf(histogram: LatencyHistogram): number {
  return histogram.count === 0 ? 0 : histogram.meanMs
}

function ms(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1)
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`
}
