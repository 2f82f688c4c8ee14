import type { RequestSource } from '../models/requests/request-source.ts'
import type { WireRequest } from '../workers/connection.ts'

/** The first GET of the mix, or its first request when there is none. */
export function probeRequest({ source }: { readonly source: RequestSource }): WireRequest {
  for (let i = 0; i < 100; i++) {
    const request = source.at(i)
    if (request.method === 'GET') return request
  }
  return source.at(0)
}
