import { shortenValue } from '../scenario/shorten-value.ts'
import { HEADER_NAME, HEADER_VALUE, HTTP_METHODS, REQUEST_PATH } from './http-syntax.ts'
import type { BuildContext, BuildRequest, BuiltRequest } from './request-spec.ts'
import type { PreparedRequest } from './request-source.ts'

/**
 * The request with what its `build` function changes.
 *
 * @throws TypeError when `build` returns something that is no request
 */
export function applyBuild(
  declared: PreparedRequest,
  build: BuildRequest,
  context: BuildContext,
): PreparedRequest {
  const built: unknown = build(context)
  const fail = (found: string): never => {
    throw new TypeError(
      `build of requests[${declared.entry}] (${declared.name}) returned ${found} for request ${context.index}; ` +
        'it has to return an object with method, path, headers or body',
    )
  }
  if (typeof built !== 'object' || built === null) return fail(built === null ? 'null' : typeof built)
  if (built instanceof Promise) return fail('a promise')
  const { method, path, headers, body } = built as BuiltRequest
  if (method !== undefined && !HTTP_METHODS.includes(method))
    return fail(`the method ${shortenValue(method)}`)
  if (path !== undefined && !isPath(path)) return fail(`the path ${shortenValue(path)}`)
  if (headers !== undefined && !areHeaders(headers)) return fail('headers that cannot be sent')
  const isJson = body !== undefined && body !== null && typeof body !== 'string'
  const text: string | null | undefined = isJson ? JSON.stringify(body) : body
  if (isJson && text === undefined) return fail(`a ${typeof body} as the body`)
  return {
    ...declared,
    method: method ?? declared.method,
    path: path ?? declared.path,
    headers: mergeHeaders(declared.headers, headers, isJson),
    body: text === undefined ? declared.body : text,
  }
}

function isPath(path: unknown): boolean {
  return typeof path === 'string' && REQUEST_PATH.test(path)
}

function areHeaders(headers: unknown): boolean {
  if (typeof headers !== 'object' || headers === null) return false
  return Object.entries(headers).every(
    ([name, value]) => HEADER_NAME.test(name) && typeof value === 'string' && HEADER_VALUE.test(value),
  )
}

/** Header names are compared without regard to case (RFC 9110 §5.1). */
function mergeHeaders(
  declared: PreparedRequest['headers'],
  built: PreparedRequest['headers'] | undefined,
  isJson: boolean,
): PreparedRequest['headers'] {
  const merged = new Map<string, [string, string]>()
  for (const [name, value] of Object.entries(declared ?? {})) merged.set(name.toLowerCase(), [name, value])
  for (const [name, value] of Object.entries(built ?? {})) merged.set(name.toLowerCase(), [name, value])
  if (isJson && !merged.has('content-type')) merged.set('content-type', ['content-type', 'application/json'])
  return merged.size === 0 ? null : Object.fromEntries(merged.values())
}
