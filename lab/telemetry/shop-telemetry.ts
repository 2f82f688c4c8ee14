import type { ShopStats } from '../target/shop-stats.ts'
import { fetchText } from './fetch-text.ts'
import { TelemetryError, type TargetTelemetry } from './target-telemetry.ts'

/** Telemetry of the built-in shop: its samples carry the counters of its service as well. */
export interface ShopTelemetry extends TargetTelemetry {
  sample(): Promise<ShopStats>
}

/** @param adminUrl of the running target, without a path */
export function createShopTelemetry(adminUrl: string): ShopTelemetry {
  const url = `${adminUrl}/stats`
  const closed = new AbortController()
  return {
    source: url,
    async sample() {
      const text = await fetchText(url, 'application/json', closed.signal)
      const stats: unknown = parseJson(text, url)
      if (!isShopStats(stats))
        throw new TelemetryError(`${url} is not the built-in shop: it answered something else`)
      return stats
    },
    close: () => closed.abort(),
  }
}

function parseJson(text: string, url: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new TelemetryError(`${url} did not answer with JSON`, { cause: error })
  }
}

function isShopStats(value: unknown): value is ShopStats {
  return typeof value === 'object' && value !== null && 'atEpochMs' in value && 'service' in value
}
