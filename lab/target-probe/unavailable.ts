import { runtimeName } from '../environment.ts'
import { AdminError } from './admin-error.ts'
import { InspectorLacks } from './inspector-session.ts'

/** Answer 501: this runtime cannot do it. */
export function unavailable(what: string): AdminError {
  return new AdminError(501, `${what} is not available on ${runtimeName()}`)
}

/** What an inspector lacks is not available; every other error stays what it is. */
export function asUnavailable(error: unknown, what: string): unknown {
  return error instanceof InspectorLacks ? unavailable(what) : error
}
