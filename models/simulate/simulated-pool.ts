import { enlarge } from '../pool/enlarge.ts'
import type { PoolMachine } from '../pool/machine.ts'

export const NOTHING = -1

/** One pool of one pod in a simulation: the machine, and what is on the way on each of its connections. */
export class SimulatedPool {
  readonly machine: PoolMachine
  /** Which of the simulation's pools this is. */
  readonly number: number
  /** Its pod. */
  readonly pod: number
  /** By connection: the request it carries, or `NOTHING`. */
  carries = new Int32Array(0)
  /** By connection: whether it is open at this end. */
  isOpen = new Uint8Array(0)
  /** By connection: when its last response left the server; Infinity before the first. */
  lastEndMs = new Float64Array(0)
  /** By connection: whether an event is scheduled that looks whether the server has closed it. */
  isWatched = new Uint8Array(0)

  constructor(number: number, pod: number, createMachine: (pool: SimulatedPool) => PoolMachine) {
    this.number = number
    this.pod = pod
    this.machine = createMachine(this)
  }

  /** A dial has begun. */
  begin(connection: number): void {
    if (connection >= this.carries.length) this.#grow(Math.max(16, 2 * connection))
    this.carries[connection] = NOTHING
    this.isOpen[connection] = 1
    this.lastEndMs[connection] = Infinity
  }

  #grow(capacity: number): void {
    this.carries = enlarge(this.carries, new Int32Array(capacity))
    this.isOpen = enlarge(this.isOpen, new Uint8Array(capacity))
    this.lastEndMs = enlarge(this.lastEndMs, new Float64Array(capacity))
    this.isWatched = enlarge(this.isWatched, new Uint8Array(capacity))
  }
}
