import { normalQuantile } from '../../models/random/normal-quantile.ts'
import { exp, ln } from '../../models/random/portable-math.ts'
import type { PlainScenario } from '../../models/scenario/plain-scenario.ts'
import type { ShopTarget } from '../../models/scenario/targets/shop-target.ts'
import type { DistributionSpec } from '../../models/simulate/distribution.ts'
import { quantileOfCounts } from '../../models/statistics/weighted-quantile.ts'
import type { LognormalShape } from '../target/lognormal-stream.ts'
import { SHOP_KEEP_ALIVE_TIMEOUT_MS } from '../target/shop.ts'
import { SHOP_SERVICE_TIMES, SHOP_SLOTS, type ShopRoute } from '../target/shop-service.ts'
import { type DialChoice, handshakeOf } from './read-handshake.ts'

/** The built-in shop and the link before it, as a scenario sets them up. */
export interface ShopSystem {
  readonly rttMs: number
  readonly dial: DialChoice
  readonly service: DistributionSpec
  readonly slots: number
  readonly serverIdleMs: number
  readonly hintMs: number | null
}

/** How the shop answers the scenario's requests: each route's service time, by its weight in the mix. */
export function shopSystem(target: ShopTarget, requests: PlainScenario['requests']): ShopSystem {
  const keepAliveMs = target.keepAliveTimeoutMs ?? SHOP_KEEP_ALIVE_TIMEOUT_MS
  return {
    rttMs: target.link?.rttMs ?? 0,
    dial: handshakeOf(target.tls === false ? 'none' : '1.3'),
    service: mixtureOf(requests.map((request) => ({ weight: request.weight, shape: shapeOf(request) }))),
    slots: target.slots ?? SHOP_SLOTS,
    serverIdleMs: keepAliveMs,
    hintMs: target.keepAliveHeader === false ? null : 1000 * Math.floor(keepAliveMs / 1000),
  }
}

/** `null` for what costs the shop nothing. */
function shapeOf({ method, path }: PlainScenario['requests'][number]): LognormalShape | null {
  const route = routeOf(method, path.split('?')[0] ?? '')
  return route === null ? null : SHOP_SERVICE_TIMES[route]
}

function routeOf(method: string, path: string): ShopRoute | null {
  if (method === 'POST') return path === '/orders' ? 'orders' : null
  if (method !== 'GET' && method !== 'HEAD') return null
  if (/^\/products\/[^/]+$/.test(path)) return 'products'
  return path === '/search' ? 'search' : null
}

interface Part {
  readonly weight: number
  readonly shape: LognormalShape | null
}

const POINTS_A_PART = 2000
const QUANTILES = 1000
/** Weights become whole counts: shares are kept to a millionth. */
const COUNTS = 1_000_000

function mixtureOf(parts: readonly Part[]): DistributionSpec {
  const totalWeight = parts.reduce((sum, { weight }) => sum + weight, 0)
  const points = parts
    .flatMap(({ weight, shape }) => {
      const values = shape === null ? [0] : lognormalPoints(shape)
      const count = Math.max(1, Math.round((COUNTS * POINTS_A_PART * weight) / totalWeight / values.length))
      return values.map((value) => ({ value, count }))
    })
    .sort((a, b) => a.value - b.value)
  const counts = {
    values: Float64Array.from(points, ({ value }) => value),
    counts: Float64Array.from(points, ({ count }) => count),
  }
  const quantiles = Array.from({ length: QUANTILES }, (_, i) =>
    quantileOfCounts(counts, (i + 0.5) / QUANTILES),
  )
  return { kind: 'empirical', quantiles }
}

/** Quantiles at the middle of equal shares; σ² = ln(1 + cv²), and the median is mean / √(1 + cv²). */
function lognormalPoints({ meanMs, cv }: LognormalShape): number[] {
  const sigma = Math.sqrt(ln(1 + cv * cv))
  const medianMs = meanMs / Math.sqrt(1 + cv * cv)
  return Array.from(
    { length: POINTS_A_PART },
    (_, i) => medianMs * exp(sigma * normalQuantile((i + 0.5) / POINTS_A_PART)),
  )
}
