/** A request to the admin server that is answered with a status and a sentence. */
export class AdminError extends Error {
  override readonly name = 'AdminError'
  readonly status: number

  /** @param status 400 up to 599 */
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}
