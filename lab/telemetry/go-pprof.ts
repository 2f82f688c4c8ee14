import { fromPprof } from '../../models/profile/from-pprof.ts'
import type { StackProfile } from '../../models/profile/stack-profile.ts'
import { requireAllowedHost } from '../allowed-host.ts'
import { decodePprof, PprofFileError } from '../profiles/pprof-file.ts'
import { TelemetryError } from './target-telemetry.ts'

const USUAL_SECONDS = 10
const LONGEST_SECONDS = 600
const ANSWER_LIMIT_MS = 10_000
const MOST_BYTES = 64 * 2 ** 20

/** Each as Go's runtime/pprof names it, with the types of samples in it that a profile is made of. */
const SAMPLE_TYPES = {
  heap: ['inuse_space', 'alloc_space'],
  profile: ['cpu'],
  goroutine: ['goroutine'],
} as const

export type GoProfileKind = keyof typeof SAMPLE_TYPES
export type GoSampleType<Kind extends GoProfileKind> = (typeof SAMPLE_TYPES)[Kind][number]
/** `inuse_space` and `alloc_space` in bytes, `cpu` in µs, `goroutine` as a count. */
export type GoProfiles<Kind extends GoProfileKind> = Readonly<Record<GoSampleType<Kind>, StackProfile>>

export interface GoProfileOptions {
  /** How long the CPU is sampled, from 1 to 600 s; 10 s if left out. */
  readonly seconds?: number
  readonly signal?: AbortSignal
  /** Hosts beyond loopback that may be asked. */
  readonly allow?: readonly string[]
}

/**
 * Asks a Go program that serves `net/http/pprof` for a profile.
 *
 * @param base such as `http://127.0.0.1:6060/debug/pprof`
 * @throws HostNotAllowed when the program is neither on loopback nor allowed
 * @throws TelemetryError when there is no whole profile, or it is larger than 64 MiB
 * @throws RangeError when `seconds` is out of range
 * @throws the signal's reason when it is aborted
 */
export async function fetchGoProfile<Kind extends GoProfileKind>(
  base: string,
  kind: Kind,
  { seconds = USUAL_SECONDS, signal, allow = [] }: GoProfileOptions = {},
): Promise<GoProfiles<Kind>> {
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > LONGEST_SECONDS) {
    throw new RangeError(`seconds must be an integer from 1 to ${LONGEST_SECONDS}, not ${seconds}`)
  }
  const url = goPprofUrl(base, kind === 'profile' ? `profile?seconds=${seconds}` : kind)
  requireAllowedHost(url, allow)
  const limitMs = ANSWER_LIMIT_MS + (kind === 'profile' ? seconds * 1000 : 0)
  const bytes = await fetchBytes(url, limitMs, signal)
  try {
    const pprof = await decodePprof(bytes)
    const profiles = SAMPLE_TYPES[kind].map((type) => [type, fromPprof(pprof, type)] as const)
    return Object.fromEntries(profiles) as GoProfiles<Kind>
  } catch (error) {
    if (!(error instanceof PprofFileError) && !(error instanceof RangeError)) throw error
    throw new TelemetryError(`${url.href} did not answer with such a profile: ${error.message}`, {
      cause: error,
    })
  }
}

/** @param page and query, below the base */
export function goPprofUrl(base: string, page: string): URL {
  return new URL(`${base.replace(/\/+$/, '')}/${page}`)
}

async function fetchBytes(url: URL, limitMs: number, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const limit = AbortSignal.timeout(limitMs)
  try {
    const response = await fetch(url, { signal: signal ? AbortSignal.any([signal, limit]) : limit })
    const bytes = await bytesOf(url, response)
    if (response.ok) return bytes
    const said = Buffer.from(bytes).toString('utf8').trim().slice(0, 200)
    throw new TelemetryError(`${url.href} answered with status ${response.status}${said && `: ${said}`}`)
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof TelemetryError) throw error
    const reason = limit.aborted ? `no answer within ${limitMs / 1000} s` : reasonOf(error)
    throw new TelemetryError(`${url.href} cannot be read: ${reason}`, { cause: error })
  }
}

async function bytesOf(url: URL, { body }: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.length
    // Leaving the loop gives the answer up.
    if (bytes > MOST_BYTES) {
      throw new TelemetryError(`${url.href} answers with more than ${MOST_BYTES / 2 ** 20} MiB`)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** `fetch` only says "fetch failed"; what happened is the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message || error.message : error.message
}
