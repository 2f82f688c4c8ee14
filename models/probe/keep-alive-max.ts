/** `max` of a `Keep-Alive` header: how many more requests the server takes on the connection; `null` when it is not said. */
export function keepAliveMax(header: string | readonly string[] | undefined): number | null {
  const text = typeof header === 'string' ? header : (header ?? []).join(',')
  const digits = /(?:^|[,;\s])max\s*=\s*"?(\d{1,9})"?\s*(?:$|[,;])/i.exec(text)?.[1]
  return digits === undefined ? null : Number(digits)
}
