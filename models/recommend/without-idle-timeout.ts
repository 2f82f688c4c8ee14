import type { Client } from '../clients/client.ts'
import type { PoolPolicy, StaleRetryRule } from '../pool/policy.ts'
import { seconds } from './figures.ts'
import type { SafeIdleTimeout } from './safe-idle-timeout.ts'

/**
 * What to do about the race with the server where the client has no idle timeout to set: raise the server's, and send
 * again what fails (RFC 9110 §9.2.2: idempotent requests only).
 *
 * @param policy in force
 * @param todayMs how long the client keeps idle connections; Infinity where it has no limit
 * @returns sentences; one where the client closes first as it is
 */
export function withoutIdleTimeout(
  { title }: Pick<Client, 'title'>,
  policy: PoolPolicy,
  safe: SafeIdleTimeout,
  todayMs: number,
): string[] {
  const has = `idleTimeout: ${title} has none to set`
  if (todayMs <= safe.limitMs && policy.expiry.kind !== 'halved') {
    return [`${has}; its own ${seconds(todayMs)} is within the ${seconds(safe.limitMs)} that are safe here.`]
  }
  const server =
    safe.source === 'still-open' ? 'may close first' : `closes after ${seconds(safe.serverIdleMs)}`
  return [
    `${has}${ownRule(policy, todayMs)}, and the server ${server}: a request that is under way then fails.`,
    `At the server, keep idle connections ${raise(policy, safe, todayMs)}.`,
    `At the client, ${retry(policy.staleRetry)}.`,
  ]
}

function ownRule({ expiry }: PoolPolicy, todayMs: number): string {
  if (expiry.kind === 'halved') {
    return ` (every ${seconds(expiry.periodMs)} it closes about half of those that it does not need)`
  }
  return todayMs === Infinity
    ? ' (it keeps them until the server closes them)'
    : ` (it is ${seconds(todayMs)})`
}

function raise({ expiry }: PoolPolicy, { marginMs }: SafeIdleTimeout, todayMs: number): string {
  if (expiry.kind !== 'halved' && todayMs < Infinity) {
    return `for longer than the client: ${seconds(todayMs + marginMs)} or more`
  }
  return 'for longer than any pause of the traffic: several minutes, where it can'
}

function retry({ requests, times }: StaleRetryRule): string {
  if (requests === 'none') {
    return 'turn on a retry rule for idempotent requests whose connection was closed before any response, or have the caller send them again'
  }
  const often = times === Infinity ? 'until it has a fresh connection' : `up to ${times} times`
  return requests === 'all'
    ? `leave its own retries on, which send any such request again ${often}`
    : `leave its own retries on, which send idempotent requests again ${often}, and have the caller do so for others where that is harmless`
}
