import type { ShopStats } from '../target/shop-stats.ts'
import { ProbeClient, SAMPLE_LIMIT_MS } from './probe-client.ts'
import { TelemetryError, type TargetTelemetry } from './target-telemetry.ts'

/** Telemetry of the built-in shop: its samples carry the counters of its service as well. */
export interface ShopTelemetry extends TargetTelemetry {
  sample(): Promise<ShopStats>
}

/**
 * @param adminUrl of the running target, without a path
 * @param token of its admin server
 */
export function createShopTelemetry(adminUrl: string, token: string): ShopTelemetry {
  const probe = new ProbeClient(adminUrl, token)
  const closed = new AbortController()
  const url = `${adminUrl}/stats`
  return {
    source: url,
    async sample() {
      const stats = await probe.stats(closed.signal, SAMPLE_LIMIT_MS)
      if (!('service' in stats))
        throw new TelemetryError(`${url} is not the built-in shop: it answered something else`)
      return stats as ShopStats
    },
    close: () => closed.abort(),
  }
}
