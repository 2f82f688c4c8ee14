import { createArrivals } from '../../models/arrivals/create-arrivals.ts'
import { UNLIMITED } from '../../models/pool/settings.ts'
import { exponential } from '../../models/random/distributions.ts'
import { RandomStream } from '../../models/random/random-stream.ts'
import { AutoTuner } from '../../models/tune/auto-tuner.ts'
import { ReuseGhost } from '../../models/tune/reuse-ghost.ts'
import { DEFAULT_BOUNDS } from '../../models/tune/tuning-bounds.ts'
import { tuningGrid } from '../../models/tune/tuning-grid.ts'

/**
 * What it costs a pool to tune itself: the ghost for each request, and the tuner for each epoch. Run with
 * `node --import tsx lab/benchmarks/ghost-speed.ts`; it takes a few seconds, and the best repetition counts.
 */
const REQUESTS = 400_000
const REPETITIONS = 5
const EPOCHS = 10_000
const EPOCH_MS = 10_000
const MEAN_MS = 100
/** Repetitions follow one another in the time of the ghost. */
let offsetMs = 0

interface Moves {
  readonly atMs: Float64Array
  readonly underWay: Int32Array
}

for (const busy of [1, 10, 100, 1000]) {
  report(`ghost, Poisson arrivals, ${busy} under way on average`, poisson(busy))
}
report('ghost, batches of 64', batches(64))
reportEpochs()

function report(what: string, { atMs, underWay }: Moves): void {
  const ghost = new ReuseGhost(tuningGrid({ idleTimeoutsMs: [], idleCaps: [] }), 0)
  const lengthMs = (atMs.at(-1) ?? 0) + 1000
  const best = bestOf(() => {
    for (let i = 0; i < atMs.length; i++) ghost.watch(underWay[i] as number, offsetMs + (atMs[i] as number))
    offsetMs += lengthMs
  })
  console.log(`${what}: ${((1e6 * best) / (atMs.length / 2)).toFixed(0)} ns/request`)
}

function reportEpochs(): void {
  const settings = { ...UNLIMITED, idleTimeoutMs: 60_000, maxIdlePerHost: 16 }
  const tuner = new AutoTuner({ settings, bounds: DEFAULT_BOUNDS, safeIdleTimeoutMs: 60_000, startMs: 0 })
  let atMs = 0
  const idle = {
    dials: 0,
    requests: 0,
    idle: 0,
    waiting: 0,
    meanBusy: 0,
    peakUnderWay: 0,
    meanResponseMs: null,
  }
  const best = bestOf(() => {
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      tuner.endEpoch({ ...idle, settings, atMs: (atMs += EPOCH_MS), elapsedMs: EPOCH_MS })
    }
  })
  console.log(`tuner: ${((1000 * best) / EPOCHS).toFixed(0)} µs/epoch`)
}

/** @returns ms of the quickest */
function bestOf(run: () => void): number {
  offsetMs = 0
  let bestMs = Infinity
  for (let repetition = 0; repetition < REPETITIONS; repetition++) {
    const startedMs = performance.now()
    run()
    bestMs = Math.min(bestMs, performance.now() - startedMs)
  }
  return bestMs
}

function poisson(busy: number): Moves {
  const rate = (1000 * busy) / MEAN_MS
  const arrivals = createArrivals({ kind: 'poisson', rate, durationMs: (1000 * REQUESTS) / rate }, 1)
  const dueMs = arrivals.between(0, arrivals.durationMs)
  const stream = new RandomStream(1, 'service')
  return movesOf(
    dueMs,
    dueMs.map((atMs) => atMs + exponential(stream, MEAN_MS)),
  )
}

function batches(size: number): Moves {
  const dueMs = Float64Array.from({ length: REQUESTS }, (_, i) => MEAN_MS * Math.floor(i / size))
  return movesOf(
    dueMs,
    dueMs.map((atMs, i) => atMs + 10 + (i % size) / 10),
  )
}

function movesOf(dueMs: Float64Array, endsMs: Float64Array): Moves {
  const ends = endsMs.toSorted()
  const atMs = new Float64Array(2 * dueMs.length)
  const underWay = new Int32Array(atMs.length)
  let busy = 0
  for (let move = 0, due = 0, end = 0; move < atMs.length; move++) {
    const isEnd = due === dueMs.length || (ends[end] as number) <= (dueMs[due] as number)
    atMs[move] = (isEnd ? ends[end++] : dueMs[due++]) as number
    underWay[move] = busy += isEnd ? -1 : 1
  }
  return { atMs, underWay }
}
