import { STATUS_CODES } from 'node:http'

/** The body of a response to a request that failed. */
export interface RecoveryAnswer {
  readonly statusCode: number
  /** What the status is called. */
  readonly error: string
  readonly message: string
  /** To look for in logs and traces; `null` without the plugin `requestContext`. */
  readonly traceId: string | null
}

/**
 * What a client is told of an error. The message is the error's own only where the client is at fault, with a status
 * from 400 to 499: what goes wrong inside is nobody else's, and a stack never is.
 *
 * @param error whatever was thrown; of an object, `statusCode` or `status` counts if it is from 400 to 599
 * @param setStatus that the reply had already
 */
export function recoveryAnswer(error: unknown, setStatus: number, traceId: string | null): RecoveryAnswer {
  const statusCode = statusOf(error) ?? (isErrorStatus(setStatus) ? setStatus : 500)
  const name = STATUS_CODES[statusCode] ?? 'Error'
  const isClients = statusCode < 500 && error instanceof Error && error.message !== ''
  return { statusCode, error: name, message: isClients ? error.message : name, traceId }
}

function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null) return null
  const { statusCode, status } = error as { readonly statusCode?: unknown; readonly status?: unknown }
  return [statusCode, status].find(isErrorStatus) ?? null
}

function isErrorStatus(status: unknown): status is number {
  return typeof status === 'number' && Number.isInteger(status) && status >= 400 && status <= 599
}
