type HeaderValue = string | string[] | undefined

/** Whether a response's `Connection` header announces that the server will close the connection. */
export function saysClose(connection: HeaderValue): boolean {
  return tokens(connection).includes('close')
}

/** `timeout` of a `Keep-Alive` header in ms, or `null` when there is none that can be read. */
export function keepAliveHintMs(keepAlive: HeaderValue): number | null {
  for (const token of tokens(keepAlive)) {
    const seconds = /^timeout\s*=\s*"?(\d{1,9})"?$/.exec(token)?.[1]
    if (seconds !== undefined) return Number(seconds) * 1000
  }
  return null
}

function tokens(value: HeaderValue): string[] {
  if (value === undefined) return []
  const text = typeof value === 'string' ? value : value.join(',')
  return text.split(',').map((token) => token.trim().toLowerCase())
}
