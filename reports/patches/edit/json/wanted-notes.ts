import type { Client } from '../../../../models/clients/client.ts'
import { reusesConnections } from '../../../../models/clients/dialect/reuses-connections.ts'
import { unsettableNotes } from '../../../../models/clients/dialect/unsettable-notes.ts'
import { UNLIMITED } from '../../../../models/pool/settings.ts'
import type { WantedSettings } from '../config-dialect.ts'

/** One sentence for each wanted setting that the client has no name for and that is not what it always does. */
export function lackingNotes(client: Client, wanted: WantedSettings): string[] {
  return unsettableNotes({ ...client.defaults, ...wanted }, client, {})
}

/** Whether a connection is to serve more than one request. */
export function wantsReuse(wanted: WantedSettings): boolean {
  return reusesConnections({ ...UNLIMITED, ...wanted })
}
