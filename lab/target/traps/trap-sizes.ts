import { RandomStream } from '../../../models/random/random-stream.ts'

/** Sizes of what requests need: half of what is typical to twice as much by the seed, ± 50 % by the request. */
export function createSizes(seed: number): (typical: number) => number {
  const ofSeed = 0.5 + 1.5 * new RandomStream(seed, 'trap-size').float()
  const ofRequests = new RandomStream(seed, 'trap-sizes')
  return (typical) => Math.max(1, Math.round(typical * ofSeed * (0.5 + ofRequests.float())))
}
