import type { Cause } from './blame.ts'
import type { SettingChange } from './diagnosis.ts'
import { msWords } from '../diagnosis/figure-words.ts'

/** What to do about a cause, in a whole sentence; empty where it is of no known kind. */
export function adviceFor({ service, kind, peer }: Cause, setting: SettingChange | null): string {
  if (setting !== null)
    return `Set the ${setting.name} to ${valueWords(setting, setting.proposed)}${why[setting.key]}.`
  switch (kind) {
    case 'leaked-connection':
      return `Give back the connection to ${peer} on every way out of the call in ${service}, failures and early returns included; a larger pool would only last longer.`
    case 'slow-dependency':
      return `Look for what ${service} waits for that has no span of its own: a disk, a lock, a query, a service that is not traced.`
    case 'cpu-block':
      return `Record a CPU profile of ${service}, and move what holds its thread to a worker thread or cut it into pieces.`
    case 'gc-pressure':
      return `Record what ${service} allocates for a request, and make it less: reuse buffers, stream instead of collecting.`
    case 'lost-capacity':
      return `Give ${service} back the capacity it had: instances, slots or workers.`
    case 'retry-storm':
      return `Have ${service} try again less often, with a pause that grows and a budget for all calls to ${peer} together.`
    case 'timeout-order':
      return `Give ${service}'s calls to ${peer} longer than ${peer} usually takes, and longer than ${peer} gives its own calls.`
    default:
      return ''
  }
}

const why: Readonly<Record<SettingChange['key'], string>> = {
  timeoutMs: ', so that calls that are answered in their usual time are not given up',
  retries: ', or keep more with a pause that grows and a budget for all of them together',
  poolLimit: '',
  slots: '',
}

/** A value of a setting with its unit. */
function valueWords({ key }: Pick<SettingChange, 'key'>, value: number | null): string {
  if (value === null) return 'none'
  return key === 'timeoutMs' ? msWords(value) : String(value)
}
