import { UNKNOWN_SAMPLE, type TargetSample } from '../../models/measurement/target-sample.ts'
import { TelemetryError, type TargetTelemetry } from './target-telemetry.ts'

/**
 * Asks every source at the same time; for each figure the first source that knows it wins. A source that fails knows
 * nothing this time. The sample's time is that of the first source that answered.
 *
 * @param sources one or more, the most trusted first
 */
export function combineTelemetry(sources: readonly TargetTelemetry[]): TargetTelemetry {
  if (sources.length === 0) throw new RangeError('combineTelemetry needs one source or more')
  return {
    source: sources.map(({ source }) => source).join(' + '),
    async sample() {
      const results = await Promise.allSettled(sources.map((source) => source.sample()))
      const samples = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
      const [first] = samples
      if (first === undefined) {
        const reasons = results.flatMap((result) => (result.status === 'rejected' ? [result.reason] : []))
        throw new TelemetryError(`no source answered: ${reasons.map(messageOf).join('; ')}`, {
          cause: new AggregateError(reasons),
        })
      }
      return merge(first.atEpochMs, samples)
    },
    close() {
      for (const source of sources) source.close()
    },
  }
}

function merge(atEpochMs: number, samples: readonly TargetSample[]): TargetSample {
  const figures = Object.keys(UNKNOWN_SAMPLE) as (keyof typeof UNKNOWN_SAMPLE)[]
  const known = figures.map((figure) => {
    const knower = samples.find((sample) => sample[figure] !== null)
    return [figure, knower?.[figure] ?? null]
  })
  const runtime = samples.find((sample) => sample.runtime !== undefined)?.runtime
  return {
    ...UNKNOWN_SAMPLE,
    atEpochMs,
    ...(runtime === undefined ? {} : { runtime }),
    ...(Object.fromEntries(known) as Partial<TargetSample>),
  }
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason)
}
