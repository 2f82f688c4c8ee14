/** Something that happens once and takes a while: it begins, ends, and those that wait for its end are told. */
export class TurnOfEvents {
  #state: 'ahead' | 'under-way' | 'over' = 'ahead'
  #callbacks: (() => void)[] = []

  get hasBegun(): boolean {
    return this.#state !== 'ahead'
  }

  /** @returns whether it had not begun before */
  begin(): boolean {
    if (this.hasBegun) return false
    this.#state = 'under-way'
    return true
  }

  /** Has the callback called after the end, also when that has been; never before this returns. */
  tell(callback: () => void): void {
    if (this.#state === 'over') queueMicrotask(callback)
    else this.#callbacks.push(callback)
  }

  end(): void {
    this.#state = 'over'
    for (const callback of this.#callbacks.splice(0)) queueMicrotask(callback)
  }
}
