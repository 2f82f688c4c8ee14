import { readFile } from 'node:fs/promises'
import type { PlainScenario } from '../../models/scenario/plain-scenario.ts'
import type { Endpoint } from '../../workers/connection.ts'

const DIAL_TIMEOUT_MS = 5000

/** How a target is reached; what is left out is so by default. */
export interface Reached {
  readonly url: URL
  readonly ca?: string | null
  readonly insecure?: boolean | undefined
}

export function targetEndpoint(
  { requestTimeoutMs }: Pick<PlainScenario, 'requestTimeoutMs'>,
  { url, ca = null, insecure = false }: Reached,
): Endpoint {
  return {
    origin: url.origin,
    pathPrefix: url.pathname.replace(/\/+$/, ''),
    ca,
    insecure,
    dialTimeoutMs: DIAL_TIMEOUT_MS,
    requestTimeoutMs,
  }
}

/** The PEM of the file that a target names, or `null` where it names none. */
export async function readCa(caFile: string | undefined): Promise<string | null> {
  return caFile === undefined ? null : await readFile(caFile, 'utf8')
}
