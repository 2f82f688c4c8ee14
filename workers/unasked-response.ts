/** The server sent something on a connection that carried no request. */
export class UnaskedResponse extends Error {
  readonly code = 'unasked-response'

  constructor() {
    super('the server sent something that no request asked for')
  }
}
