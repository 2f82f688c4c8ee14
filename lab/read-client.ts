import { findClient } from '../models/clients/catalogue.ts'
import type { Client } from '../models/clients/client.ts'
import { UsageError } from './usage-error.ts'

/**
 * The client that `--client` names.
 *
 * @throws UsageError when there is none of that name
 */
export function readClient(name: string): Client {
  try {
    return findClient(name)
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--client: ${error.message}`)
    throw error
  }
}
