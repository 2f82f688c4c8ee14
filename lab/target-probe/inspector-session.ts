import type { Session } from 'node:inspector'

/** A domain or method that this runtime's inspector does not have. */
export class InspectorLacks extends Error {
  override readonly name = 'InspectorLacks'
}

/** A session with the inspector of this very process, opened when it is first used. It listens on no port. */
export class InspectorSession {
  #opened: Promise<Session> | null = null

  /**
   * @returns what the method answers
   * @throws InspectorLacks when the runtime does not have it
   * @throws Error when it refuses
   */
  async post<Answer>(method: string, parameters: object = {}): Promise<Answer> {
    this.#opened ??= openSession()
    const session = await this.#opened
    return new Promise<Answer>((resolve, reject) => {
      session.post(method, parameters, (error: Error | null, answer?: object) => {
        if (error === null || error === undefined) resolve(answer as Answer)
        else reject(isMissing(error) ? new InspectorLacks(error.message) : error)
      })
    })
  }

  close(): void {
    const opened = this.#opened
    this.#opened = null
    void opened?.then(
      (session) => session.disconnect(),
      () => {},
    )
  }
}

async function openSession(): Promise<Session> {
  try {
    const inspector = await import('node:inspector')
    const session = new inspector.Session()
    session.connect()
    return session
  } catch (error) {
    throw new InspectorLacks(error instanceof Error ? error.message : String(error))
  }
}

/** JSON-RPC's code for a method that is not there. */
function isMissing(error: Error): boolean {
  return /-32601|wasn't found/.test(error.message)
}
