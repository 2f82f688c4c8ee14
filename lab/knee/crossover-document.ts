import { folkCrossover, idleChurnBound, littleCrossover } from '../../models/knee/crossover-folk-formula.ts'
import { busyTail } from '../../models/knee/crossover-busy-tail.ts'
import { DEPARTURE_SHARE, type Departure, type DialPoint } from '../../models/knee/dial-floor.ts'
import { type StoredPoolSettings, toStored } from '../../models/pool/settings.ts'
import { finiteOrNull } from '../../models/artifacts/finite-or-null.ts'
import type { CrossoverResult } from './measure-crossover.ts'

/**
 * What stands as `crossover` in the document that `knee <url> --json` prints. Rates are requests per second; `null`
 * stands for no limit in settings, and for what does not exist or was not reached.
 */
export interface CrossoverDocument {
  /** Whose pool it was, and its settings. */
  readonly client: string
  readonly settings: StoredPoolSettings
  /** (maxIdle / keepAlive) / response time; `null` where the pool has no idle cap or no idle timeout. */
  readonly formula: number | null
  /** Of `formula`: it is no rate. */
  readonly unit: '1/s²'
  /** What the formula was given: the mean response time at the lowest rate, in ms. */
  readonly rttMs: number
  readonly measured: CrossoverFigure & {
    /** 95 % for each end; `null` where there is none. */
    readonly interval: readonly [low: number | null, high: number | null]
    readonly floor: DialPoint | null
    /** Why it ended before the rates around the crossover were close; `null` when they are. */
    readonly endedBecause: string | null
    readonly trials: readonly CrossoverTrialDocument[]
  }
  readonly model: CrossoverFigure & {
    /** Means of the system that was simulated, at the crossover that was measured, or else at the lowest rate. */
    readonly busyMs: number
    readonly dialMs: number
    /** What was predicted from the lowest rate alone, before any other was tried. */
    readonly beforehand: CrossoverFigure
  }
  /** Rules whose dimensions are right, in 1/s. */
  readonly rules: {
    /** maxIdle / response time: as many are busy, on average, as may be idle. */
    readonly little: number | null
    /** maxIdle / keepAlive: most dials per second that expiry causes. */
    readonly idleChurn: number | null
    /**
     * At the crossover that was measured, or else predicted: the mean number of busy connections, rate × busy time, and
     * the share of the requests that find as many busy as may be idle (Poisson). `null` where there is no crossover.
     */
    readonly busy: { readonly mean: number; readonly shareAtCap: number } | null
  }
  readonly offBy: {
    /** How many times too high or too low the formula is, read as a rate; ≥ 1. */
    readonly formulaFactor: number | null
    readonly littleFactor: number | null
    /** model / measured − 1. */
    readonly model: number | null
  }
  /** Share of the requests that dial beyond the floor at the crossover. */
  readonly departureShare: number
}

export interface CrossoverFigure {
  readonly found: Departure['kind']
  readonly rate: number | null
}

export interface CrossoverTrialDocument extends DialPoint {
  readonly blocks: number
  readonly requests: number
  readonly dials: number
  /** How late requests went out (P99), in ms: what is sent in bunches dials more. */
  readonly latenessP99Ms: number
}

export function crossoverDocument(result: CrossoverResult): CrossoverDocument {
  const { plan, measured, prediction, beforehand, responseMs, trials, endedBecause } = result
  const { client, settings } = plan.bench
  const { maxIdlePerHost, idleTimeoutMs } = settings
  const formula = folkCrossover(maxIdlePerHost, idleTimeoutMs, responseMs)
  const little = finiteOrNull(littleCrossover(maxIdlePerHost, responseMs))
  const figure = figureOf(measured)
  const model = figureOf(prediction.departure)
  const system = result.systemAt(figure.rate ?? plan.firstRate)
  return {
    client,
    settings: toStored(settings),
    formula,
    unit: '1/s²',
    rttMs: responseMs,
    measured: {
      ...figure,
      interval: measured.kind === 'departed' ? measured.interval : [null, null],
      floor: measured.kind === 'no-floor' ? null : pointOf(measured.floor),
      endedBecause,
      trials: trials.map(({ blocks, requests, dials, latenessP99Ms, ...trial }) => ({
        ...pointOf(trial),
        blocks,
        requests,
        dials,
        latenessP99Ms,
      })),
    },
    model: {
      ...model,
      busyMs: system.serviceMs.mean,
      dialMs: system.dialMs.mean,
      beforehand: figureOf(beforehand.departure),
    },
    rules: {
      little,
      idleChurn: idleChurnBound(maxIdlePerHost, idleTimeoutMs),
      busy: busyAt(figure.rate ?? model.rate, system.serviceMs.mean, maxIdlePerHost),
    },
    offBy: {
      formulaFactor: factorBetween(formula, figure.rate),
      littleFactor: factorBetween(little, figure.rate),
      model: figure.rate === null || model.rate === null ? null : model.rate / figure.rate - 1,
    },
    departureShare: DEPARTURE_SHARE,
  }
}

function figureOf(departure: Departure): CrossoverFigure {
  return { found: departure.kind, rate: departure.kind === 'departed' ? departure.rate : null }
}

function pointOf({ rate, dialsPerSecond, standardError }: DialPoint): DialPoint {
  return { rate, dialsPerSecond, standardError }
}

function busyAt(rate: number | null, busyMs: number, maxIdle: number): CrossoverDocument['rules']['busy'] {
  if (rate === null) return null
  const mean = (rate * busyMs) / 1000
  return { mean, shareAtCap: busyTail(mean, maxIdle) }
}

function factorBetween(told: number | null, measured: number | null): number | null {
  if (told === null || measured === null || told === 0) return null
  return Math.max(told / measured, measured / told)
}
