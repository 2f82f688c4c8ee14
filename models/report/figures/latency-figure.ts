import type { VerifyPair } from '../../artifacts/verify.ts'
import { LatencyHistogram } from '../../measurement/latency-histogram.ts'
import type { LatencyCurve, LatencyFigure } from './run-figures.ts'

/** The response times of all verified windows together; `null` where none was answered. */
export function latencyFigure(pairs: readonly VerifyPair[]): LatencyFigure | null {
  const curves = sides.flatMap((side) =>
    sources.flatMap((source): LatencyCurve[] => {
      const response = LatencyHistogram.merge(
        pairs.map((pair) => LatencyHistogram.fromStored(pair[side][source].response)),
      )
      if (response.count === 0) return []
      return [{ side, source, requests: response.count, points: percentileCurve(response) }]
    }),
  )
  return curves.length === 0 ? null : { curves }
}

const sides = ['before', 'after'] as const
const sources = ['measured', 'predicted'] as const

/** As HdrHistogram's percentile plots have it: 5 ticks for each half of the distance to 100 %. */
const TICKS_PER_HALF = 5

/** Up to 100 (1 − 1 / requests) %: beyond it there is the longest alone, and a logarithmic axis has no place for 100 %. */
function percentileCurve(response: LatencyHistogram): LatencyCurve['points'] {
  const last = 100 - 100 / response.count
  const percentiles: number[] = []
  for (let distance = 100; 100 - distance < last; distance /= 2) {
    for (let tick = 0; tick < TICKS_PER_HALF; tick++) {
      const percentile = 100 - (distance / (2 * TICKS_PER_HALF)) * (2 * TICKS_PER_HALF - tick)
      if (percentile < last) percentiles.push(percentile)
    }
  }
  return [...percentiles, last].map((percentile) => ({
    percentile,
    responseMs: response.quantileMs(percentile / 100),
  }))
}
