import { normal } from '../random/distributions.ts'
import { exp } from '../random/portable-math.ts'
import { RandomStream } from '../random/random-stream.ts'
import type { LeakCheckpoint } from './leak-checkpoint.ts'

export interface SyntheticRun {
  readonly seed: number
  readonly checkpoints: number
  readonly requestsBetween: number
  /** Standard deviation, bytes. */
  readonly noiseBytes: number
  /** Of neighbouring checkpoints' noise. */
  readonly rho: number
  /** Bytes above the start at a share of the run. */
  readonly growth: (share: number, requests: number) => number
}

const START_BYTES = 12_000_000

/** A heap as it would be seen after full collections. */
export function syntheticRun(run: SyntheticRun): LeakCheckpoint[] {
  const random = new RandomStream(run.seed, 'synthetic leak')
  let noise = normal(random, 0, run.noiseBytes)
  return Array.from({ length: run.checkpoints }, (_, i) => {
    const requests = i * run.requestsBetween
    const grown = run.growth(i / (run.checkpoints - 1), requests)
    const heapUsedBytes = Math.round(START_BYTES + grown + noise)
    noise = run.rho * noise + normal(random, 0, run.noiseBytes * Math.sqrt(1 - run.rho * run.rho))
    return { requests, atMs: 5 * requests, heapUsedBytes, externalBytes: null, rssBytes: null }
  })
}

/** A cache that fills until a share of the run. */
export const boundedCache = (bytes: number, fullAt: number) => (share: number) =>
  bytes * Math.min(share / fullAt, 1)

/** An exponential approach with a time constant of a share of the run. */
export const slowWarmUp = (bytes: number, timeConstant: number) => (share: number) =>
  bytes * (1 - exp(-share / timeConstant))

/** What is gathered and let go, `periods` times in the run. */
export const sawtooth =
  (bytes: number, periods: number, phase = 0) =>
  (share: number) =>
    bytes * ((share * periods + phase) % 1)

/** What is loaded at once. */
export const oneStep = (bytes: number, at: number) => (share: number) => (share < at ? 0 : bytes)

/** What grows with the requests. */
export const steadyLeak = (bytesPerRequest: number) => (_share: number, requests: number) =>
  bytesPerRequest * requests
