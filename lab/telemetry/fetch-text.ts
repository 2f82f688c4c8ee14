import { TelemetryError } from './target-telemetry.ts'

const TIMEOUT_MS = 1_000
const MOST_BYTES = 8 * 2 ** 20

/**
 * The body of a GET.
 *
 * @throws TelemetryError when there is no whole answer within 1 s, it is longer than 8 MiB, or its status is not 2xx
 */
export async function fetchText(url: string, accept: string, signal: AbortSignal): Promise<string> {
  const limit = AbortSignal.timeout(TIMEOUT_MS)
  try {
    const response = await fetch(url, { headers: { accept }, signal: AbortSignal.any([signal, limit]) })
    const text = await textOf(url, response)
    if (!response.ok) throw new TelemetryError(`${url} answered with status ${response.status}`)
    return text
  } catch (error) {
    if (error instanceof TelemetryError) throw error
    const reason = limit.aborted ? `no answer within ${TIMEOUT_MS} ms` : reasonOf(error)
    throw new TelemetryError(`${url} cannot be read: ${reason}`, { cause: error })
  }
}

async function textOf(url: string, { body }: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.length
    // Leaving the loop gives the answer up.
    if (bytes > MOST_BYTES)
      throw new TelemetryError(`${url} answers with more than ${MOST_BYTES / 2 ** 20} MiB`)
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

/** `fetch` only says "fetch failed"; what happened is the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message || error.message : error.message
}
