import type { Client } from '../../../../models/clients/client.ts'
import { unsettableNotes } from '../../../../models/clients/dialect/unsettable-notes.ts'
import type { WantedSettings } from '../config-dialect.ts'

/** One sentence for each wanted setting that the client has no name for and that is not what it always does. */
export function lackingNotes(client: Client, wanted: WantedSettings): string[] {
  return unsettableNotes({ ...client.defaults, ...wanted }, client, {})
}
