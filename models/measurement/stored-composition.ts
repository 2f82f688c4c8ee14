import { type Composition, type CompositionPart, compositionParts, emptyComposition } from './composition.ts'

/** A composition as artifacts hold it: of the buckets in use alone, in whole µs. */
export interface StoredComposition {
  /** Ascending. */
  readonly buckets: readonly number[]
  readonly requests: readonly number[]
  /** Sum of each part over the requests of each bucket. */
  readonly sumsUs: Readonly<Record<CompositionPart, readonly number[]>>
}

export function storeComposition({ buckets, requests, sumsMs }: Composition): StoredComposition {
  const parts = compositionParts.length
  // Adding 0 makes 0 of −0.
  const sumUs = (bucket: number, part: number) =>
    Math.round(1000 * (sumsMs[bucket * parts + part] as number)) + 0
  const sumsUs = compositionParts.map((name, part) => [
    name,
    Array.from(requests, (_, bucket) => sumUs(bucket, part)),
  ])
  return {
    buckets: [...buckets],
    requests: [...requests],
    sumsUs: Object.fromEntries(sumsUs) as Record<CompositionPart, number[]>,
  }
}

export function readComposition({ buckets, requests, sumsUs }: StoredComposition): Composition {
  const composition = emptyComposition(buckets.length)
  composition.buckets.set(buckets)
  composition.requests.set(requests)
  for (const [part, name] of compositionParts.entries()) {
    for (const [bucket, us] of sumsUs[name].entries()) {
      composition.sumsMs[bucket * compositionParts.length + part] = us / 1000
    }
  }
  return composition
}
