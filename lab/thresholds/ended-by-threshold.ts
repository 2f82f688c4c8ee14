/** A threshold that asks for it was not met, and so the run is over; what was measured is in the run directory. */
export class EndedByThreshold extends Error {
  override readonly name = 'EndedByThreshold'

  /** @param what which threshold it was, and its figure */
  constructor(what: string) {
    super(`ended by a threshold: ${what}`)
  }
}
