import { type PoolSettings, UNLIMITED } from '../../models/pool/settings.ts'
import { UsageError } from '../usage-error.ts'

/**
 * Settings as `--set` has them, which checks their ranges and knows what a client cannot be told.
 *
 * @throws UsageError for a value that is no number, or a name that is no setting
 */
export function settingsAsText(settings: Partial<PoolSettings>): string[] {
  return Object.entries(settings).flatMap(([name, value]: readonly [string, unknown]) => {
    if (value === undefined) return []
    if (!Object.hasOwn(UNLIMITED, name)) {
      throw new UsageError(`settings: ${name} is none; there are ${Object.keys(UNLIMITED).join(', ')}`)
    }
    if (typeof value !== 'number') throw new UsageError(`settings: ${name} is no number`)
    return [`${name}=${Number.isFinite(value) ? decimal(value) : value}`]
  })
}

/** Never with an exponent. */
function decimal(value: number): string {
  return value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 })
}
