import { reusesConnections } from '../../../models/clients/dialect/reuses-connections.ts'
import { UNLIMITED } from '../../../models/pool/settings.ts'
import type { WantedSettings } from './config-dialect.ts'

/** Whether any connection is to serve more than one request. */
export function wantsReuse(wanted: WantedSettings): boolean {
  return reusesConnections({ ...UNLIMITED, ...wanted })
}
