import type { VerifyPair } from '../../artifacts/verify.ts'
import { meanPartsFrom, mergeCompositions } from '../../measurement/composition.ts'
import { readComposition } from '../../measurement/stored-composition.ts'
import type { CompositionBar, CompositionFigure, Side } from './run-figures.ts'

/**
 * Where the time of all verified windows went, as it was measured; `null` where none was answered, or one does not
 * know, as in runs of earlier versions.
 */
export function compositionFigure(pairs: readonly VerifyPair[]): CompositionFigure | null {
  const bars = [...barsOf(pairs, 'before'), ...barsOf(pairs, 'after')]
  return bars.length < 4 ? null : { bars }
}

function barsOf(pairs: readonly VerifyPair[], side: Side): CompositionBar[] {
  const stored = pairs.map((pair) => pair[side].measured.composition ?? null)
  const known = stored.filter((each) => each !== null)
  if (known.length < stored.length) return []
  const merged = mergeCompositions(known.map(readComposition))
  return quantiles.flatMap(([of, quantile]) => {
    const mean = meanPartsFrom(merged, quantile)
    return mean === null ? [] : [{ side, of, ...mean }]
  })
}

const quantiles = [
  ['all', 0],
  ['slowest', 0.99],
] as const
