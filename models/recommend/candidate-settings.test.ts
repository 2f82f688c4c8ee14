import { describe, expect, it } from 'vitest'
import { goNetHttp } from '../clients/go-net-http.ts'
import { hertz } from '../clients/hertz.ts'
import type { SurfaceCell } from '../simulate/response-surface.ts'
import { candidateSettings } from './candidate-settings.ts'

const cells: SurfaceCell[] = [1000, 4000].flatMap((idleTimeoutMs) =>
  Array.from({ length: 16 }, (_, i) => ({
    idleTimeoutMs,
    maxIdle: i + 1,
    requests: 1000,
    dials: 100,
    idleSeconds: i + 1,
    meanMs: 10,
    p99Ms: 20,
  })),
)

const options = {
  client: goNetHttp,
  today: goNetHttp.defaults,
  cells,
  safe: { limitMs: 4000, serverIdleMs: 5000, marginMs: 1000, source: 'hint' },
  cap: null,
  spare: 1,
} as const

const capsOf = (changes: Partial<Parameters<typeof candidateSettings>[0]>) =>
  candidateSettings({ ...options, ...changes }).map(({ maxIdlePerHost }) => maxIdlePerHost)

describe('candidateSettings, of traffic that leaves more idle than the surface has caps', () => {
  it('offers caps up to all that are ever idle, at the longest idle timeout that is safe', () => {
    const large = candidateSettings({ ...options, mostIdle: 200 }).filter(
      ({ maxIdlePerHost }) => maxIdlePerHost > 16,
    )
    expect(large.map(({ maxIdlePerHost }) => maxIdlePerHost)).toEqual([100, 150, 200])
    expect(new Set(large.map(({ idleTimeoutMs }) => idleTimeoutMs))).toEqual(new Set([4000]))
  })

  it('offers none above the connections that there may be', () => {
    expect(Math.max(...capsOf({ mostIdle: 200, cap: 120 }))).toBe(120)
  })

  it('has as many more to spare as the model is off', () => {
    expect(capsOf({ mostIdle: 200, spare: 1.4 })).toContain(280)
  })

  it('offers none where the surface has caps enough, the client has no cap, or the operator allows none', () => {
    expect(Math.max(...capsOf({ mostIdle: 16 }))).toBeLessThanOrEqual(16)
    expect(capsOf({ mostIdle: 200, client: hertz, today: hertz.defaults })).toEqual(
      capsOf({ client: hertz, today: hertz.defaults }),
    )
    expect(Math.max(...capsOf({ mostIdle: 200, bounds: { maxIdlePerHost: { max: 20 } } }))).toBe(20)
  })
})
