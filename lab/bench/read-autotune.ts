import type { Client } from '../../models/clients/client.ts'
import { policyOf } from '../../models/clients/client.ts'
import type { PoolSettings } from '../../models/pool/settings.ts'
import { canSet } from '../../models/recommend/can-set.ts'
import { DEFAULT_BOUNDS } from '../../models/tune/tuning-bounds.ts'
import { UsageError } from '../usage-error.ts'
import type { BenchTuning } from './bench-plan.ts'

/**
 * How the pool of each load thread tunes itself.
 *
 * @param flag as commander has it: `true` without a value
 * @param client whose pool it is; `null` for the plain one, which can be told everything
 * @throws UsageError when the mode is unknown, or the pool has nothing to tune
 */
export function readAutotune(
  flag: string | boolean | undefined,
  client: Client | null,
  settings: PoolSettings,
): BenchTuning | null {
  if (flag === undefined || flag === false) return null
  const mode = flag === true ? 'apply' : flag
  if (mode !== 'apply' && mode !== 'shadow') {
    throw new UsageError(`--autotune: '${mode}' is neither apply (the default) nor shadow`)
  }
  if (settings.idleTimeoutMs === Infinity && settings.maxIdlePerHost === Infinity) {
    throw new UsageError(
      '--autotune: this pool keeps every connection for ever, so there is nothing to tune: name a --client ' +
        'whose pool has limits, such as go-net-http, or --set maxIdlePerHost and idleTimeout to begin with',
    )
  }
  const tunes = client === null ? { idleTimeout: true, maxIdle: true } : tunable(client)
  if (!tunes.idleTimeout && !tunes.maxIdle) {
    throw new UsageError(
      `--autotune: ${client?.title} can be told neither an idle timeout nor an idle cap of a host`,
    )
  }
  return { mode, ...tunes, mostIdle: client?.policy.allHosts.maxIdle ?? DEFAULT_BOUNDS.maxIdlePerHost.most }
}

/** A cap that hosts or workers share cannot change while the pool runs. */
function tunable(client: Client): { readonly idleTimeout: boolean; readonly maxIdle: boolean } {
  const can = canSet(client)
  return {
    idleTimeout: can.idleTimeout,
    maxIdle: can.maxIdle && policyOf(client, 'today').idleCapScope === 'host',
  }
}
