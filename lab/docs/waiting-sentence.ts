import type { PoolSettings } from '../../models/pool/settings.ts'
import { settingValueText } from './setting-value-text.ts'

/** What becomes of a request beyond the connection cap, with nothing else set. */
export function waitingSentence({ maxConnsPerHost, waitTimeoutMs, maxWaiting }: PoolSettings): string {
  const cap =
    maxConnsPerHost === Infinity
      ? 'a connection cap, where one is set,'
      : `its ${maxConnsPerHost} connections`
  if (waitTimeoutMs === 0 || maxWaiting === 0) return `By default a request beyond ${cap} fails at once.`
  const long =
    waitTimeoutMs === Infinity
      ? 'as long as it takes'
      : `up to ${settingValueText('waitTimeoutMs', waitTimeoutMs)}`
  const many = maxWaiting === Infinity ? '' : `; up to ${maxWaiting} may wait, and one more fails at once`
  return `By default a request beyond ${cap} waits ${long} for a connection${many}.`
}
