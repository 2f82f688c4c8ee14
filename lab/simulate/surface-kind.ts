import { idleLimitMs } from '../../models/pool/idle-limit.ts'
import type { PoolPolicy } from '../../models/pool/policy.ts'
import type { PoolSettings } from '../../models/pool/settings.ts'
import type { SimulationOptions } from '../../models/simulate/simulation.ts'
import { meanDialMs } from '../../models/simulate/system-model.ts'
import { formatLimit, formatTime } from './format-time.ts'

/**
 * How a surface is computed, and what its dials are to those of the client's own pool, given which requests are
 * under way when:
 *
 * - `one pass, exact`: LIFO that evicts the oldest.
 * - `one pass per idle timeout, exact`: LIFO that closes the connection returned.
 * - `one pass, bound`: the client never dials less. A LIFO pool that closes connections at these times or sooner
 *   holds none that is fresher than what LIFO with evict-oldest holds, place by place in order of return.
 * - `one pass, estimate`: neither. A pool that hands out the connection returned first, for one, keeps more of them
 *   from expiring.
 */
export type SurfaceMethod =
  'one pass, exact' | 'one pass per idle timeout, exact' | 'one pass, bound' | 'one pass, estimate'

export interface SurfaceKind {
  readonly method: SurfaceMethod
  /** What the surface takes no account of, each the end of a sentence. */
  readonly leftOut: readonly string[]
}

/**
 * @param timeoutsMs idle timeouts of the surface, ascending
 * @param maxIdle its largest idle cap
 * @param peakUnderWay most requests under way at once, in all pools together
 */
export function surfaceKind(
  options: SimulationOptions,
  timeoutsMs: readonly number[],
  maxIdle: number,
  peakUnderWay: number,
): SurfaceKind {
  return {
    method: methodFor(options.policy, options.settings, peakUnderWay),
    leftOut: leftOut(options, timeoutsMs.at(-1) ?? 0, timeoutsMs, maxIdle),
  }
}

/** Whether the surface takes a pass for each idle timeout, whatever is found to be under way. */
export function takesPassPerTimeout({ policy, settings }: SimulationOptions): boolean {
  return methodFor(policy, settings, 0) === 'one pass per idle timeout, exact'
}

function methodFor(policy: PoolPolicy, settings: PoolSettings, peakUnderWay: number): SurfaceMethod {
  const { expiry } = policy
  const cap = Math.min(settings.maxConnsPerHost, policy.allHosts.maxConns)
  const staysPut = expiry.kind === 'swept' || expiry.kind === 'halved'
  if (policy.pick !== 'lifo' || policy.idleCapCounts !== 'idle' || staysPut || peakUnderWay > cap) {
    return 'one pass, estimate'
  }
  const retires = settings.maxLifetimeMs < Infinity || settings.maxRequestsPerConn < Infinity
  if (retires || expiry.kind !== 'timer' || expiry.grainMs > 0) return 'one pass, bound'
  if (policy.overflow === 'evict-oldest') return 'one pass, exact'
  return policy.overflow === 'close-returned' ? 'one pass per idle timeout, exact' : 'one pass, bound'
}

function leftOut(
  { policy, system, autoscale, hosts = 1 }: SimulationOptions,
  longestMs: number,
  timeoutsMs: readonly number[],
  maxIdle: number,
): string[] {
  const { hintMs, serverIdleTimeoutMs } = system
  const hintMatters =
    timeoutsMs.some((timeoutMs) => idleLimitMs(policy.serverHint, hintMs, timeoutMs) !== timeoutMs) ||
    (policy.serverHint.kind === 'check' && hintMs !== null && hintMs - policy.serverHint.marginMs < longestMs)
  const sharesCap = hosts > 1 && policy.idleCapScope !== 'host'
  const items: ReadonlyArray<readonly [boolean, string]> = [
    [meanDialMs(system) > 0, 'the time that dials take'],
    [hintMatters, "what the server's Keep-Alive hint does to the idle timeout"],
    [
      serverIdleTimeoutMs <= longestMs,
      `the server's closing idle connections after ${formatTime(serverIdleTimeoutMs)}`,
    ],
    [system.failures !== undefined, 'what fails by chance'],
    [autoscale !== undefined, 'pods that come and go'],
    [sharesCap, 'that the idle cap is one for all hosts together'],
    [
      policy.allHosts.maxIdle < maxIdle * hosts,
      `the cap of ${formatLimit(policy.allHosts.maxIdle)} idle connections over all hosts`,
    ],
  ]
  return items.filter(([applies]) => applies).map(([, what]) => what)
}
