import { SlotList } from './slot-list.ts'

/** Requests that wait for a connection, first come, first served; each may have a deadline. */
export class WaitingLine {
  readonly #order = new SlotList()
  readonly #free: number[] = []
  readonly #place = new Map<number, number>()
  #request: number[] = []
  #deadlineMs: number[] = []
  #withDeadline = 0
  #capacity = 0

  get size(): number {
    return this.#order.size
  }

  has(request: number): boolean {
    return this.#place.has(request)
  }

  /** @param deadlineMs when the request gives up, or Infinity */
  join(request: number, deadlineMs: number): void {
    const place = this.#free.pop() ?? this.#grow()
    this.#request[place] = request
    this.#deadlineMs[place] = deadlineMs
    if (deadlineMs !== Infinity) this.#withDeadline++
    this.#place.set(request, place)
    this.#order.append(place)
  }

  /** Takes the request that has waited longest. Call only when `size` > 0. */
  shift(): number {
    const request = this.#request[this.#order.first] as number
    this.leave(request)
    return request
  }

  /** @returns whether the request was waiting */
  leave(request: number): boolean {
    const place = this.#place.get(request)
    if (place === undefined) return false
    this.#order.remove(place)
    this.#place.delete(request)
    if (this.#deadlineMs[place] !== Infinity) this.#withDeadline--
    this.#free.push(place)
    return true
  }

  /** The earliest deadline in ms, or Infinity. */
  get earliestMs(): number {
    if (this.#withDeadline === 0) return Infinity
    return this.#deadlineMs[this.#earliestPlace()] as number
  }

  /** The request with the earliest deadline. Call only when `earliestMs` is finite. */
  get earliest(): number {
    return this.#request[this.#earliestPlace()] as number
  }

  #earliestPlace(): number {
    let earliest = this.#order.first
    for (let place = earliest; place >= 0; place = this.#order.after(place)) {
      if ((this.#deadlineMs[place] as number) < (this.#deadlineMs[earliest] as number)) earliest = place
    }
    return earliest
  }

  #grow(): number {
    const place = this.#request.length
    this.#request.push(-1)
    this.#deadlineMs.push(Infinity)
    if (place >= this.#capacity) this.#order.grow((this.#capacity = Math.max(16, 2 * this.#capacity)))
    return place
  }
}
