import { TelemetryError } from './target-telemetry.ts'

const MOST_BYTES = 512 * 2 ** 20

/** What a probe cannot do on the runtime that it is in. */
export class ProbeUnavailable extends TelemetryError {
  /** Such as `Bun 1.4.5`; `null` where the answer does not name it. */
  readonly runtime: string | null

  constructor(message: string) {
    super(message)
    this.runtime = / is not available on (.+)$/.exec(message)?.[1] ?? null
  }
}

export interface ProbeRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: object
  /** For the whole answer. */
  readonly timeoutMs: number
}

/**
 * Asks an admin server.
 *
 * @param url of the server, without a path
 * @returns the JSON of its answer; `undefined` for one without
 * @throws ProbeUnavailable when the runtime cannot do what was asked
 * @throws TelemetryError when there is no answer in time, it refuses, or it makes no sense
 */
export async function askProbe(
  url: string,
  token: string,
  { method, path, body, timeoutMs }: ProbeRequest,
  signal?: AbortSignal,
): Promise<unknown> {
  const place = url + path
  const limit = AbortSignal.timeout(timeoutMs)
  try {
    const response = await fetch(place, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      redirect: 'error',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await textOf(place, response)
    if (!response.ok) throw refused(place, response.status, text)
    return text === '' ? undefined : parseJson(text, place)
  } catch (error) {
    if (error instanceof TelemetryError) throw error
    const reason = limit.aborted ? `no answer within ${timeoutMs} ms` : reasonOf(error)
    throw new TelemetryError(`${place} cannot be read: ${reason}`, { cause: error })
  }
}

function refused(place: string, status: number, text: string): TelemetryError {
  if (status === 401) {
    return new TelemetryError(
      `${place} does not take this token: the process there may be another one than the one that gave it`,
    )
  }
  const reason = errorOf(text)
  if (status === 501 && reason !== null) return new ProbeUnavailable(reason)
  return new TelemetryError(`${place} answered with status ${status}${reason === null ? '' : `: ${reason}`}`)
}

function errorOf(text: string): string | null {
  try {
    const answer = JSON.parse(text) as { error?: unknown } | null
    return typeof answer?.error === 'string' ? answer.error : null
  } catch {
    return null
  }
}

async function textOf(place: string, { body }: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.length
    // Leaving the loop gives the answer up.
    if (bytes > MOST_BYTES)
      throw new TelemetryError(`${place} answers with more than ${MOST_BYTES / 2 ** 20} MiB`)
    chunks.push(chunk)
  }
  return new TextDecoder().decode(Buffer.concat(chunks))
}

function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new TelemetryError(`${place} did not answer with JSON`, { cause: error })
  }
}

/** `fetch` only says "fetch failed"; what happened is the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message || error.message : error.message
}
