import { readFile } from 'node:fs/promises'
import type { Endpoint } from '../../workers/connection.ts'
import { readTimeMs } from '../simulate/read-quantity.ts'
import { UsageError } from '../usage-error.ts'

/** How a target is reached, as it was written. */
export interface EndpointFlags {
  readonly timeout?: string
  readonly insecure: boolean
  /** Path of a file in PEM. */
  readonly ca?: string
}

const TIMEOUT_MS = 10_000
const LONGEST_TIMEOUT_MS = 600_000
const LONGEST_DIAL_MS = 5000

/**
 * Where requests go, how long they may take, and whose certificates are believed.
 *
 * @throws UsageError naming the flag that cannot be followed, and what it accepts
 */
export async function readEndpoint(url: URL, { timeout, ca, insecure }: EndpointFlags): Promise<Endpoint> {
  const requestTimeoutMs = timeout === undefined ? TIMEOUT_MS : readTimeoutMs(timeout)
  return {
    origin: url.origin,
    pathPrefix: '',
    ca: ca === undefined ? null : await readCa(ca),
    insecure,
    dialTimeoutMs: Math.min(requestTimeoutMs, LONGEST_DIAL_MS),
    requestTimeoutMs,
  }
}

function readTimeoutMs(text: string): number {
  const timeoutMs = readTimeMs('--timeout', text)
  if (timeoutMs > 0 && timeoutMs <= LONGEST_TIMEOUT_MS) return timeoutMs
  throw new UsageError(`--timeout: '${text}' must be above 0 and up to 10m`)
}

async function readCa(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`--ca: ${file}: ${error.code === 'ENOENT' ? 'no such file' : error.message}`)
  })
  if (text.includes('-----BEGIN CERTIFICATE-----')) return text
  throw new UsageError(`--ca: ${file} holds no certificate in PEM`)
}
