import type { PoolSettings } from '../../models/pool/settings.ts'

/** A request did not get a place at `maxConnsPerHost`; nothing of it was sent. */
export class WaitError extends Error {
  /** For telling it by name where the class is not at hand. */
  override readonly name = 'WaitError'
  /** It waited for longer than `waitTimeout`, or `maxWaiting` others waited already. */
  readonly code: 'wait-timeout' | 'line-full'
  /** Where the request was to go. */
  readonly origin: string

  /** Of a request to that origin, whose pool has those settings. */
  constructor(code: WaitError['code'], origin: string, settings: PoolSettings) {
    super(`no connection to ${origin}: ${code === 'wait-timeout' ? tooLong(settings) : tooMany(settings)}`)
    this.code = code
    this.origin = origin
  }
}

function tooLong({ maxConnsPerHost, waitTimeoutMs }: PoolSettings): string {
  return (
    `all ${maxConnsPerHost} of maxConnsPerHost were busy for the ${waitTimeoutMs} ms of waitTimeout. ` +
    'Raise maxConnsPerHost if the server can take more at once, or waitTimeout if callers can wait longer.'
  )
}

function tooMany({ maxConnsPerHost, maxWaiting }: PoolSettings): string {
  return (
    `all ${maxConnsPerHost} of maxConnsPerHost are busy and maxWaiting (${maxWaiting}) requests wait. ` +
    'Send less, raise maxConnsPerHost if the server can take more at once, or maxWaiting if callers can wait.'
  )
}
