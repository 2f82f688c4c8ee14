import type { PoolMachine } from '../pool/machine.ts'
import type { EpochFigures, Tuner, TuningChange } from './tuner.ts'

/** What a tuner looks at in a pool. */
export type TunedMachine = Pick<
  PoolMachine,
  'busy' | 'dialing' | 'idle' | 'waiting' | 'settings' | 'counters'
>

/**
 * Tells a tuner what a pool does: how many requests hold a connection, after each step of the machine, and the figures
 * of each epoch. Response times come from Little's law, mean number busy × time / requests, so that no request has to
 * be timed.
 */
export class PoolTuning {
  readonly tuner: Tuner
  readonly #machine: TunedMachine
  #underWay = 0
  #peakUnderWay = 0
  #busy = 0
  #busyMs = 0
  #lookedAtMs: number
  #epochFromMs: number
  #dialed: number
  #reused: number

  constructor(machine: TunedMachine, tuner: Tuner, nowMs: number) {
    this.#machine = machine
    this.tuner = tuner
    this.#lookedAtMs = nowMs
    this.#epochFromMs = nowMs
    this.#dialed = machine.counters.dialed
    this.#reused = machine.counters.reused
    this.look(nowMs)
  }

  /** To be called after each step of the machine. */
  look(nowMs: number): void {
    const { busy, dialing } = this.#machine
    if (busy !== this.#busy) {
      this.#busyMs += this.#busy * (nowMs - this.#lookedAtMs)
      this.#lookedAtMs = nowMs
      this.#busy = busy
    }
    const underWay = busy + dialing
    if (underWay === this.#underWay) return
    this.#underWay = underWay
    if (underWay > this.#peakUnderWay) this.#peakUnderWay = underWay
    this.tuner.watch(underWay, nowMs)
  }

  /** @returns what the tuner wants changed; `null` for nothing, also when no time has passed */
  endEpoch(nowMs: number): TuningChange | null {
    const elapsedMs = nowMs - this.#epochFromMs
    if (!(elapsedMs > 0)) return null
    return this.tuner.endEpoch(this.#figures(nowMs, elapsedMs))
  }

  #figures(nowMs: number, elapsedMs: number): EpochFigures {
    const { counters, idle, waiting, settings } = this.#machine
    const busyMs = this.#busyMs + this.#busy * (nowMs - this.#lookedAtMs)
    const dials = counters.dialed - this.#dialed
    const requests = dials + counters.reused - this.#reused
    const figures = {
      atMs: nowMs,
      elapsedMs,
      dials,
      requests,
      idle,
      waiting,
      meanBusy: busyMs / elapsedMs,
      peakUnderWay: this.#peakUnderWay,
      meanResponseMs: requests === 0 ? null : busyMs / requests,
      settings,
    }
    this.#busyMs = 0
    this.#lookedAtMs = nowMs
    this.#epochFromMs = nowMs
    this.#dialed = counters.dialed
    this.#reused = counters.reused
    this.#peakUnderWay = this.#underWay
    return figures
  }
}
