/** What a request asks of the replay server, carried in its path. */
export interface WishedAnswer {
  /** From the request's arrival to its response. */
  readonly serviceMs: number
  /** `timeout` of the response's `Keep-Alive` header in whole seconds, or `null` for no such header. */
  readonly hintSeconds: number | null
  /** Whether the response says `Connection: close`. */
  readonly close: boolean
}

export function pathOf({ serviceMs, hintSeconds, close }: WishedAnswer): string {
  return `/${serviceMs}/${hintSeconds ?? 'no-hint'}/${close ? 'close' : 'keep'}`
}

/** @throws RangeError when it is not a path that `pathOf` makes */
export function readPath(path: string): WishedAnswer {
  const [, service, hint, connection, ...rest] = path.split('/')
  const serviceMs = service === '' ? Number.NaN : Number(service)
  const hintSeconds = hint === 'no-hint' ? null : Number(hint)
  const known = (connection === 'keep' || connection === 'close') && rest.length === 0
  if (!known || !(serviceMs >= 0) || (hintSeconds !== null && !(hintSeconds >= 0))) {
    throw new RangeError(`not a replay path: ${path}`)
  }
  return { serviceMs, hintSeconds, close: connection === 'close' }
}
