import type { Client } from '../../models/clients/client.ts'
import type { PoolPolicy } from '../../models/pool/policy.ts'
import type { PoolSettingName } from '../../models/pool/settings.ts'
import { type PolicyStatement, policyStatements } from './policy-statements.ts'

/** What the client's pool does with nothing patched, without statements on limits that it does not have. */
export function statementsFor(client: Client): PolicyStatement[] {
  const limits: Partial<Record<keyof PoolPolicy, boolean>> = {
    overflow: hasLimit(client, 'maxIdlePerHost'),
    idleCapCounts: hasLimit(client, 'maxIdlePerHost'),
    idleCapScope: hasLimit(client, 'maxIdlePerHost'),
    connCapCounts: hasLimit(client, 'maxConnsPerHost'),
    connCapScope: hasLimit(client, 'maxConnsPerHost'),
    lifetime: hasLimit(client, 'maxLifetimeMs'),
    requestCap: hasLimit(client, 'maxRequestsPerConn'),
  }
  return policyStatements(client.policy).filter(({ field }) => limits[field] !== false)
}

/** Whether requests may have to wait for a connection, with some settings at least. */
export function hasConnectionCap(client: Client): boolean {
  return hasLimit(client, 'maxConnsPerHost') || client.policy.allHosts.maxConns !== Infinity
}

function hasLimit({ native, defaults }: Client, name: PoolSettingName): boolean {
  return native[name] !== undefined || defaults[name] !== Infinity
}
