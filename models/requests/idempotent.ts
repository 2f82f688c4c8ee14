import type { HttpMethod } from './request-spec.ts'

/** Methods that may be sent twice without harm (RFC 9110 §9.2.2). */
const idempotent: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE'])

export function isIdempotent(method: string): boolean {
  return idempotent.has(method)
}

/** Share of a mix, by weight, that may be sent twice without harm; as declared, whatever `build` makes of it. */
export function idempotentShare(
  requests: ReadonlyArray<{ readonly method: HttpMethod; readonly weight: number }>,
): number {
  const weight = (mix: typeof requests) => mix.reduce((sum, request) => sum + request.weight, 0)
  return weight(requests.filter(({ method }) => isIdempotent(method))) / weight(requests)
}
