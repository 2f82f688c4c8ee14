import * as z from 'zod'
import {
  durationMs,
  numberAbove0,
  numberFrom,
  object,
  oneOf,
  rate,
  rateOr0,
  text,
  wholeNumber,
} from './schema-fields.ts'
import { WEEK_DEFAULTS } from './week-defaults.ts'

const burstsError =
  'a factor × onMs / (onMs + offMs) of at most 1, or nothing is left for the time between bursts'

const weekArrivals = object('arrivals', {
  kind: z.literal('week'),
  meanRate: rate,
  shape: oneOf(['worldcup98-calm', 'flat']).default(WEEK_DEFAULTS.shape),
  noise: object('{ relativeSd, correlationMinutes }', {
    relativeSd: numberFrom(0, 3),
    correlationMinutes: numberAbove0(10_080, 'minutes'),
  }).default(WEEK_DEFAULTS.noise),
  bursts: object('{ factor, onMs, offMs }', {
    factor: numberFrom(1, 1000),
    onMs: numberFrom(1, 60_000, 'ms'),
    offMs: numberFrom(1, 3_600_000, 'ms'),
  })
    .refine(({ factor, onMs, offMs }) => factor * onMs <= onMs + offMs, { error: burstsError })
    .default(WEEK_DEFAULTS.bursts),
  flashCrowds: object('a count or { count, peakFactor, riseMinutes, decayMinutes }', {
    count: wholeNumber(0, 100),
    peakFactor: numberFrom(1, 1000),
    riseMinutes: numberAbove0(1440, 'minutes'),
    decayMinutes: numberAbove0(10_080, 'minutes'),
  }).default(WEEK_DEFAULTS.flashCrowds),
})

export const traceArrivals = object('arrivals', {
  kind: z.literal('trace'),
  file: text('the path of a trace, relative to the scenario'),
  format: oneOf(['csv', 'access-log']).optional(),
  column: text('the name of a column').optional(),
  unit: oneOf(['s', 'ms', 'us']).optional(),
  speed: numberAbove0(1_000_000).optional(),
})

/** When requests are due. */
export const arrivals = z.discriminatedUnion(
  'kind',
  [
    object('arrivals', { kind: z.literal('constant'), rate, durationMs }),
    object('arrivals', { kind: z.literal('ramp'), fromRate: rateOr0, toRate: rateOr0, durationMs }).refine(
      ({ fromRate, toRate }) => fromRate + toRate > 0,
      { error: 'a rate above 0 at one end at least' },
    ),
    object('arrivals', {
      kind: z.literal('steps'),
      steps: z
        .array(object('{ rate, durationMs }', { rate: rateOr0, durationMs }), { error: 'a list of steps' })
        .min(1, { error: 'at least one step' })
        .max(10_000, { error: 'at most 10000 steps' }),
    }),
    object('arrivals', { kind: z.literal('poisson'), rate, durationMs }),
    weekArrivals,
    traceArrivals,
  ],
  { error: 'arrivals made by week, constant, ramp, steps, poisson or trace' },
)
