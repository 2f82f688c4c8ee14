import { findClient } from '../clients/catalogue.ts'
import type { PoolSettings } from '../pool/settings.ts'
import type { Scenario } from './schema.ts'

/** The settings in force today: the client's defaults, overlaid with what the scenario says. */
export function resolveBefore(scenario: Pick<Scenario, 'client' | 'before'>): PoolSettings {
  const said = Object.entries(scenario.before).filter(([, value]) => value !== undefined)
  return { ...findClient(scenario.client).defaults, ...Object.fromEntries(said) }
}
