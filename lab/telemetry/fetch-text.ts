import { TelemetryError } from './target-telemetry.ts'

const TIMEOUT_MS = 1_000

/**
 * The body of a GET.
 *
 * @throws TelemetryError when there is no whole answer within 1 s, or a status other than 2xx
 */
export async function fetchText(url: string, accept: string, signal: AbortSignal): Promise<string> {
  const limit = AbortSignal.timeout(TIMEOUT_MS)
  try {
    const response = await fetch(url, { headers: { accept }, signal: AbortSignal.any([signal, limit]) })
    const text = await response.text()
    if (!response.ok) throw new TelemetryError(`${url} answered with status ${response.status}`)
    return text
  } catch (error) {
    if (error instanceof TelemetryError) throw error
    const reason = limit.aborted ? `no answer within ${TIMEOUT_MS} ms` : reasonOf(error)
    throw new TelemetryError(`${url} cannot be read: ${reason}`, { cause: error })
  }
}

/** `fetch` only says "fetch failed"; what happened is the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message || error.message : error.message
}
