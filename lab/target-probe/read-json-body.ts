import type { IncomingMessage } from 'node:http'
import { AdminError } from './admin-error.ts'

const MOST_BYTES = 16_384

/**
 * The JSON object in a request's body; an empty one where there is no body.
 *
 * @throws AdminError 413 for more than 16 KiB, 400 for what is not an object in JSON
 */
export async function readJsonBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    // Leaving the loop gives the rest up.
    if (bytes > MOST_BYTES) throw new AdminError(413, `a body has at most ${MOST_BYTES} bytes`)
    chunks.push(chunk)
  }
  if (bytes === 0) return {}
  const body = parseJson(Buffer.concat(chunks).toString('utf8'))
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new AdminError(400, 'a body has to be an object in JSON')
  }
  return body as Record<string, unknown>
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
