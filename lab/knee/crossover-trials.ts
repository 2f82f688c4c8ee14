import { type CrossoverRange, nextCrossoverRate } from '../../models/knee/crossover-rates.ts'
import type { BenchResult } from '../bench/bench-result.ts'
import { UnusableRun } from '../unusable-run.ts'
import {
  type CrossoverTrial,
  crossoverTrial,
  isPunctual,
  mostPunctual,
  whyUnusable,
} from './crossover-trial.ts'

export interface CrossoverBlock {
  readonly rate: number
  /** Measured stretch, and the warm-up before it, in ms. */
  readonly durationMs: number
  readonly warmupMs: number
  /** Each block has arrivals of its own. */
  readonly index: number
}

export interface CrossoverTrialsOptions {
  readonly range: Omit<CrossoverRange, 'narrowRatio'>
  readonly send: (block: CrossoverBlock) => Promise<BenchResult>
  readonly signal: AbortSignal
  /** In ms. */
  readonly clock: () => number
}

const BLOCKS = 3
const MOST_BLOCKS = 5
const FEWEST_BLOCKS = 2
const BLOCK_REQUESTS = 120
const SHORTEST_BLOCK_MS = 300
const LONGEST_BLOCK_MS = 1000
const WARMUP_MS = 200
/** To start a block and wait for its last answers. */
const BLOCK_OVERHEAD_MS = 150
const NARROW_RATIO = 1.25

/** Trials at one rate after the other. */
export class CrossoverTrials {
  readonly #options: CrossoverTrialsOptions
  #trials: readonly CrossoverTrial[] = []
  #blocks = 0
  endedBecause: string | null = null

  constructor(options: CrossoverTrialsOptions) {
    this.#options = options
  }

  get trials(): readonly CrossoverTrial[] {
    return this.#trials
  }

  /** Tries the rates that are wanted first, then those that follow from what was measured, until time is up. @param endMs on the clock */
  async through(wanted: readonly number[], endMs: number): Promise<void> {
    const { clock } = this.#options
    const range = { ...this.#options.range, narrowRatio: NARROW_RATIO }
    const waiting = [...wanted]
    while (this.endedBecause === null) {
      const rate = waiting.shift() ?? nextCrossoverRate(this.#trials, range)
      if (rate === null) return
      if (this.#trials.some((trial) => trial.rate === rate)) continue
      if (clock() + trialMs(rate) > endMs) this.endedBecause = 'there was no time for more trials'
      else await this.measure(rate)
    }
  }

  /**
   * Blocks in which requests went out late are made again, a few times: what is sent in bunches dials more.
   *
   * @returns `null` when it says nothing: `endedBecause` says why
   */
  async measure(rate: number): Promise<CrossoverTrial | null> {
    const results: BenchResult[] = []
    const enough = () => results.filter(isPunctual).length >= BLOCKS
    for (let tries = 0; tries < MOST_BLOCKS && !enough(); tries++) {
      const result = await this.#block(rate)
      if (result !== null) results.push(result)
      else if (this.#options.signal.aborted || isLast(tries, results)) return null
    }
    this.endedBecause = null
    const trial = crossoverTrial(rate, mostPunctual(results, BLOCKS))
    this.#trials = [...this.#trials, trial].toSorted((x, y) => x.rate - y.rate)
    return trial
  }

  async #block(rate: number): Promise<BenchResult | null> {
    const { send, signal } = this.#options
    try {
      const result = await send({
        rate,
        durationMs: blockMs(rate),
        warmupMs: WARMUP_MS,
        index: this.#blocks++,
      })
      this.endedBecause = result.ended === 'interrupted' ? 'it was interrupted' : whyUnusable(result)
      return this.endedBecause === null ? result : null
    } catch (error) {
      if (!signal.aborted && !(error instanceof UnusableRun)) throw error
      this.endedBecause = signal.aborted ? 'it was interrupted' : (error as Error).message
      return null
    }
  }
}

/** Whether too few blocks can still be made for a trial. */
function isLast(tries: number, { length }: readonly BenchResult[]): boolean {
  return length + (MOST_BLOCKS - 1 - tries) < FEWEST_BLOCKS
}

function blockMs(rate: number): number {
  return Math.min(LONGEST_BLOCK_MS, Math.max(SHORTEST_BLOCK_MS, (1000 * BLOCK_REQUESTS) / rate))
}

function trialMs(rate: number): number {
  return BLOCKS * (WARMUP_MS + blockMs(rate) + BLOCK_OVERHEAD_MS)
}
