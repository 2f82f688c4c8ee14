import type { SafeIdleTimeout } from '../models/recommend/safe-idle-timeout.ts'
import type { StoredSystemModel } from '../models/simulate/system-model.ts'
import type { RunDirectory } from './run-directory.ts'

/** The fitted model, with what was learned after the fit of when the server closes idle connections. */
export async function currentSystem(directory: RunDirectory): Promise<StoredSystemModel> {
  const { system } = await directory.require('fit')
  const { safeIdleTimeout } = await directory.require('simulate')
  return systemWith(system, safeIdleTimeout)
}

export function systemWith(system: StoredSystemModel, safe: SafeIdleTimeout): StoredSystemModel {
  return safe.source === 'still-open' ? system : { ...system, serverIdleTimeoutMs: safe.serverIdleMs }
}
