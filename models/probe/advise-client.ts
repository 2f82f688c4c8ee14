import { type Client, policyOf } from '../clients/client.ts'
import { idleTimeoutWithin } from '../recommend/expiry-slack.ts'
import { type IdleWatch, safeIdleTimeout, type SafeIdleTimeout } from '../recommend/safe-idle-timeout.ts'
import { withoutIdleTimeout } from '../recommend/without-idle-timeout.ts'
import { longestIdleMs } from './longest-idle.ts'
import { type NativeTime, nativeTime } from './native-time.ts'

/** What is known of the server and of the way to it. Times in ms. */
export interface ProbedServer {
  /** Whether it answers a second request on one connection. */
  readonly reuses: boolean
  /** `timeout` of its `Keep-Alive` header, or `null`. */
  readonly hintMs: number | null
  readonly watch: IdleWatch
  readonly roundTripP99Ms: number
  readonly loopLagP99Ms: number
}

/**
 * Whether a client that is left at its defaults closes idle connections before the server does.
 *
 * - `safe`: it does, with the margin that it takes.
 * - `tight`: it does, but with less than that.
 * - `unsafe`: it hands out connections that the server may have closed.
 * - `unproven`: it keeps them for longer than the server's were watched, which were open until then.
 * - `no-reuse`: it closes them after every response.
 */
export type DefaultVerdict = 'safe' | 'tight' | 'unsafe' | 'unproven' | 'no-reuse'

export interface ClientAdvice {
  readonly client: string
  readonly title: string
  readonly safe: SafeIdleTimeout
  /** What to set; `null` where no setting of this client makes it safe, and where the server keeps no connection. */
  readonly setting: NativeTime | null
  readonly byDefault: {
    /** Its own idle timeout; Infinity where it has none. */
    readonly idleTimeoutMs: number
    /** For how long a connection may have been idle when it is handed out, hints and sweeps included. */
    readonly longestIdleMs: number
    readonly verdict: DefaultVerdict
  }
  /** What to do where there is nothing to set, and what to mind; sentences. */
  readonly remedies: readonly string[]
}

/**
 * The idle timeout with which a client loses no race to a server, and what its defaults do there. A hint of 0 does not
 * count for the first: servers round down, so that it means less than a second, and what was seen is more exact.
 */
export function adviseClient(client: Client, server: ProbedServer): ClientAdvice {
  const { reuses, hintMs } = server
  const patched = policyOf(client, 'patched')
  const safe = safeIdleTimeout({ ...server, hintMs: hintMs === 0 ? null : hintMs, policy: patched })
  const ownMs = client.defaults.idleTimeoutMs
  const longestMs = longestIdleMs(client.policy, ownMs, hintMs)
  const setting = reuses ? settingOf(client, safe, hintMs) : null
  return {
    client: client.name,
    title: client.title,
    safe,
    setting,
    byDefault: {
      idleTimeoutMs: ownMs,
      longestIdleMs: longestMs,
      verdict: reuses ? judge(longestMs, safe) : 'no-reuse',
    },
    remedies: reuses && setting === null ? withoutSetting(client, safe, hintMs) : [],
  }
}

function settingOf(client: Client, safe: SafeIdleTimeout, hintMs: number | null): NativeTime | null {
  const policy = policyOf(client, 'patched')
  const { idleTimeoutMs: setting } = client.native
  const roomMs = idleTimeoutWithin(safe.serverIdleMs - safe.marginMs, policy)
  const isRefused = longestIdleMs(policy, safe.limitMs, hintMs) === 0
  return setting === undefined || roomMs <= 0 || isRefused ? null : nativeTime(setting, policy, safe.limitMs)
}

function judge(longestMs: number, { serverIdleMs, marginMs, source }: SafeIdleTimeout): DefaultVerdict {
  if (longestMs === 0) return 'no-reuse'
  if (longestMs <= serverIdleMs - marginMs) return 'safe'
  if (source === 'still-open') return 'unproven'
  return longestMs < serverIdleMs ? 'tight' : 'unsafe'
}

function withoutSetting(client: Client, safe: SafeIdleTimeout, hintMs: number | null): string[] {
  const { title, native, policy, defaults } = client
  const { idleTimeoutMs: setting } = native
  if (setting === undefined) {
    return withoutIdleTimeout(client, policy, safe, defaults.idleTimeoutMs).map((sentence) =>
      sentence.replace(/^idleTimeout: (.+?) has none to set/, '$1 has no idle timeout to set'),
    )
  }
  const { serverHint } = policyOf(client, 'patched')
  if (serverHint.kind !== 'ignore' && hintMs !== null && hintMs <= serverHint.marginMs) {
    return shortHint(title, serverHint.marginMs / 1000, hintMs / 1000)
  }
  return [
    `${title}: no ${setting.name} is short enough${coarseness(client)}.`,
    'At the server, keep idle connections for several seconds; else keep none at the client.',
  ]
}

/** A hint that leaves nothing after the client's own margin turns reuse off. */
function shortHint(title: string, marginS: number, hintS: number): string[] {
  return [
    `${title} takes ${marginS} s off the server's timeout=${hintS}, which leaves nothing: it closes after every response, whatever is set.`,
    `At the server, keep idle connections for ${marginS + 1} s or more, and say so: Node's writes keepAliveTimeout there in whole seconds, rounded down.`,
  ]
}

function coarseness(client: Client): string {
  const { expiry } = policyOf(client, 'patched')
  if (expiry.kind === 'timer' && expiry.grainMs > 1) {
    return `, since it counts in steps of ${expiry.grainMs / 1000} s`
  }
  if (expiry.kind !== 'swept') return ''
  return `, since it looks for idle connections no more than once in ${expiry.sweep.minMs / 1000} s`
}
