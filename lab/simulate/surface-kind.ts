import { idleLimitMs } from '../../models/pool/idle-limit.ts'
import { type SurfaceMethod, surfaceMethod } from '../../models/pool/surface-method.ts'
import type { SimulationOptions } from '../../models/simulate/simulation.ts'
import { meanDialMs } from '../../models/simulate/system-model.ts'
import { formatLimit, formatTime } from './format-time.ts'

/** How a surface is computed, and what it is worth. */
export interface SurfaceKind {
  /** What stands for the client's own pool. */
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
    method: surfaceMethod(options.policy, options.settings, peakUnderWay),
    leftOut: leftOut(options, timeoutsMs.at(-1) ?? 0, timeoutsMs, maxIdle),
  }
}

/** Whether the surface takes a pass for each idle timeout, whatever is found to be under way. */
export function takesPassPerTimeout({ policy, settings }: SimulationOptions): boolean {
  return surfaceMethod(policy, settings, 0) === 'one pass per idle timeout, exact'
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
