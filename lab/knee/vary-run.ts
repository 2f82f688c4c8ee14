import { isLoopback } from '../allowed-host.ts'
import type { BenchProgress } from '../bench/bench-progress.ts'
import type { BenchResult } from '../bench/bench-result.ts'
import { runBench } from '../bench/run-bench.ts'
import { readEnvironment } from '../environment.ts'
import { throwIfAborted } from '../interrupted.ts'
import { readPhysicalCores } from '../machine/physical-cores.ts'
import { readProcessors } from '../machine/processors.ts'
import { UnusableRun } from '../unusable-run.ts'
import { WorkerPool } from '../worker-pool.ts'
import { varyOrder } from './vary-order.ts'
import { varyBench, type VaryPlan } from './vary-plan.ts'
import { type VaryPoint, varyPoint, type VaryResult } from './vary-result.ts'

export interface VaryCircumstances {
  /** Aborted, it ends the measurement at once, with the blocks that were finished by then. */
  readonly signal: AbortSignal
  /** @param block from 0 on, of so many */
  readonly onProgress: (n: number, block: number, blocks: number, progress: BenchProgress) => void
  /** A block has been measured. */
  readonly onBlock?: (n: number, result: BenchResult) => void
}

/**
 * Measures the throughput of saturating load with more and more of something, each count in several short blocks spread
 * over the whole time. A first block, to wake up both sides, is not counted.
 *
 * @throws UnusableRun when the target cannot be reached at first
 * @throws the signal's reason when it is aborted before the first block is finished
 */
export async function runVary(plan: VaryPlan, circumstances: VaryCircumstances): Promise<VaryResult> {
  const { signal } = circumstances
  throwIfAborted(signal)
  const startedAt = new Date().toISOString()
  const startMs = performance.now()
  const workers = new WorkerPool(plan.vary === 'connections' ? 1 : Math.max(...plan.counts), 1)
  try {
    const blocks = new VaryBlocks(plan, workers, circumstances)
    await blocks.run()
    const points = blocks.points()
    if (points.length === 0) throwIfAborted(signal)
    return {
      plan,
      startedAt,
      durationMs: performance.now() - startMs,
      environment: readEnvironment(),
      processors: { ...readProcessors(), physicalCores: readPhysicalCores() },
      targetIsLocal: isLoopback(new URL(plan.bench.endpoint.origin).hostname),
      points,
      unusable: blocks.unusable,
      interrupted: signal.aborted,
    }
  } finally {
    await workers.destroy()
  }
}

class VaryBlocks {
  readonly #plan: VaryPlan
  readonly #workers: WorkerPool
  readonly #circumstances: VaryCircumstances
  readonly #results = new Map<number, BenchResult[]>()
  #made = 0
  unusable: string | null = null

  constructor(plan: VaryPlan, workers: WorkerPool, circumstances: VaryCircumstances) {
    this.#plan = plan
    this.#workers = workers
    this.#circumstances = circumstances
  }

  async run(): Promise<void> {
    const { counts, blocks } = this.#plan
    const largest = counts.at(-1) as number
    await this.#send(largest)
    for (const n of varyOrder(counts, blocks)) {
      const result = await this.#sendOrStop(n)
      if (result === null) return
      this.#results.set(n, [...(this.#results.get(n) ?? []), result])
    }
  }

  points(): VaryPoint[] {
    return [...this.#results].toSorted(([a], [b]) => a - b).map(([n, results]) => varyPoint(n, results))
  }

  /** @returns `null` when it was interrupted, or says nothing */
  async #sendOrStop(n: number): Promise<BenchResult | null> {
    try {
      const result = await this.#send(n)
      if (result.ended === 'interrupted') return null
      this.#circumstances.onBlock?.(n, result)
      const { verdict, figure } = result.verdict
      const isUsable = verdict === 'VALID' || verdict === 'UNSTABLE'
      if (isUsable && result.measurement.requests.completed > 0) return result
      this.unusable = `with ${n} ${this.#plan.vary}: ${figure}`
    } catch (error) {
      if (!this.#circumstances.signal.aborted) {
        if (!(error instanceof UnusableRun)) throw error
        this.unusable = `with ${n} ${this.#plan.vary}: ${error.message}`
      }
    }
    return null
  }

  #send(n: number): Promise<BenchResult> {
    const { signal, onProgress } = this.#circumstances
    const block = this.#made++
    const blocks = 1 + this.#plan.counts.length * this.#plan.blocks
    return runBench(
      { ...varyBench(this.#plan, n), seed: this.#plan.bench.seed + block },
      {
        signal,
        certificate: null,
        workers: this.#workers,
        onProgress: (progress) => onProgress(n, block, blocks, progress),
        onStarted: () => {},
      },
    )
  }
}
