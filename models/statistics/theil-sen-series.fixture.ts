import { normal } from '../random/distributions.ts'
import type { RandomStream } from '../random/random-stream.ts'

/** A line with autoregressive noise of order 1, of standard deviation 1; x from 0 on. */
export function autoregressiveSeries(
  random: RandomStream,
  { n, rho, slope }: { readonly n: number; readonly rho: number; readonly slope: number },
): ReadonlyArray<readonly [x: number, y: number]> {
  let noise = normal(random, 0, 1)
  return Array.from({ length: n }, (_, x) => {
    const y = slope * x + noise
    noise = rho * noise + Math.sqrt(1 - rho * rho) * normal(random, 0, 1)
    return [x, y] as const
  })
}
