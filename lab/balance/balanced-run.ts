import type { BalancedLoad } from '../../workers/balanced-pool.ts'
import type { Endpoint } from '../../workers/connection.ts'
import type { LoadControls } from '../run-load.ts'
import { pause } from '../target/hooks/lifecycle/pause.ts'
import type { InstanceHandle } from '../target/started-builtin.ts'
import { type RestartEvent, rollingRestart } from './rolling-restart.ts'
import { type WeightWatch, watchWeights } from './watch-weights.ts'

/** Several instances that load goes to, and what is done to them meanwhile. */
export interface BalancedRunOptions {
  /** Not empty. */
  readonly instances: readonly InstanceHandle[]
  /** How they are reached; the origin is each instance's own. */
  readonly endpoint: Endpoint
  /** `told`: as each says by `GET /weight`, asked every 100 ms. `equal`: all the same, whatever they do. */
  readonly weights: 'told' | 'equal'
  /** Restarts them one after the other while the load goes on; `null` leaves them alone. */
  readonly restart: RestartPlan | null
  /** Aborted, it ends the restart where it is. */
  readonly signal: AbortSignal
}

export interface RestartPlan {
  /** From the start of the load to the first restart, in ms; ≥ 0. */
  readonly afterMs: number
  /** Between one instance and the next, in ms; ≥ 0. */
  readonly pauseMs: number
  /** How long after the restart the load is told to end, in ms; left out, it lasts as long as planned. */
  readonly endsLoadAfterMs?: number
}

export interface WeightChange {
  readonly atEpochMs: number
  /** One for each instance, 0 to 100. */
  readonly weights: readonly number[]
}

/** What was done to the instances, and what the load threads were told. */
export interface BalancedRunOutcome {
  readonly events: readonly RestartEvent[]
  readonly weightChanges: readonly WeightChange[]
  /** Whether the restart was over when the load was; `null` where there was none. */
  readonly restartedInTime: boolean | null
}

/** What goes on beside a load that is spread over several instances. The load itself is run by others. */
export class BalancedRun {
  readonly #options: BalancedRunOptions
  readonly #events: RestartEvent[] = []
  readonly #weightChanges: WeightChange[] = []
  readonly #cancelled = new AbortController()
  #watch: WeightWatch | null = null
  #controls: LoadControls | null = null
  #restart: Promise<void> | null = null
  #isRestarted = false

  private constructor(options: BalancedRunOptions) {
    this.#options = options
  }

  /** Asks every instance for its weight once, where they tell it. To be closed. */
  static async open(options: BalancedRunOptions): Promise<BalancedRun> {
    const run = new BalancedRun(options)
    if (options.weights === 'told') {
      const { ca, insecure } = options.endpoint
      const sources = options.instances.map(({ origin }) => ({ origin, ca, insecure }))
      run.#watch = await watchWeights(sources, { onChange: (weights) => run.#tell(weights) })
    }
    return run
  }

  /** For each load task: where requests go, by the weights as they are now. */
  get balance(): BalancedLoad {
    const { instances, endpoint } = this.#options
    return {
      endpoints: instances.map(({ origin }) => ({ ...endpoint, origin })),
      weights: this.#watch === null ? instances.map(() => 1) : [...this.#watch.weights],
      staleRetry: false,
    }
  }

  /** The load begins: weights go to its threads from now on, and the restart takes its course. */
  begin(controls: LoadControls): void {
    const { restart } = this.#options
    this.#controls = controls
    if (this.#watch !== null) this.#tell([...this.#watch.weights])
    if (restart === null) return
    this.#restart = this.#run(restart)
    this.#restart.catch(() => {})
  }

  /**
   * The load is over; waits for the restart to be.
   *
   * @throws the signal's reason when it is aborted; UnusableRun when an instance does not get ready again; what an
   *   instance's own `stop` and `start` throw
   */
  async end(): Promise<BalancedRunOutcome> {
    const restartedInTime = this.#restart === null ? null : this.#isRestarted
    this.#controls = null
    await this.#restart
    return { events: this.#events, weightChanges: this.#weightChanges, restartedInTime }
  }

  /** Ends whatever goes on. An instance may then be down. Resolves when nothing more is done to any. */
  async close(): Promise<void> {
    this.#cancelled.abort(new Error('the load has ended'))
    this.#watch?.stop()
    await this.#restart?.catch(() => {})
  }

  async #run({ afterMs, pauseMs, endsLoadAfterMs }: RestartPlan): Promise<void> {
    const { instances } = this.#options
    const watch = this.#watch
    const signal = AbortSignal.any([this.#options.signal, this.#cancelled.signal])
    await pause(afterMs, signal)
    await rollingRestart({
      instances,
      weightOf: watch === null ? null : (instance) => watch.weights[instance] ?? 0,
      pauseMs,
      signal,
      onEvent: (event) => this.#events.push(event),
    })
    this.#isRestarted = true
    if (endsLoadAfterMs === undefined) return
    await pause(endsLoadAfterMs, signal)
    this.#controls?.order({ kind: 'finish' })
  }

  #tell(weights: readonly number[]): void {
    if (this.#controls === null) return
    this.#weightChanges.push({ atEpochMs: Date.now(), weights })
    this.#controls.order({ kind: 'weights', weights })
  }
}
