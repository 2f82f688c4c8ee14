import type { RequestSpec } from './request-spec.ts'

/** The declared name, or else method and path as declared, e.g. `GET /products/{id}`. */
export function requestName({ name, method, path }: Pick<RequestSpec, 'name' | 'method' | 'path'>): string {
  return name ?? `${method} ${path}`
}
