import { describe, expect, it } from 'vitest'
import { bunFetch } from '../clients/bun-fetch.ts'
import { clients } from '../clients/catalogue.ts'
import { type Client, policyOf } from '../clients/client.ts'
import { haproxy } from '../clients/haproxy.ts'
import { urllib3 } from '../clients/urllib3.ts'
import { fromStored, type PoolSettings, type StoredPoolSettings } from '../pool/settings.ts'
import type { SurfaceCell } from '../simulate/response-surface.ts'
import { widest } from './can-set.ts'
import { candidateSettings } from './candidate-settings.ts'
import { connectionCap } from './connection-cap.ts'
import { recommend } from './recommend.ts'
import { safeIdleTimeout } from './safe-idle-timeout.ts'
import { fitWith, type Found, simulated, simulatedCandidate } from './simulated-candidates.fixture.ts'
import { spareFactor } from './spare-factor.ts'

/** From 8 idle connections and 5 s on nothing gets better. */
function found({ idleTimeoutMs, maxIdlePerHost }: PoolSettings): Found {
  const p99Ms = maxIdlePerHost >= 8 && idleTimeoutMs >= 5000 ? 20 : 40
  return { p99Ms, idleSeconds: Math.min(maxIdlePerHost, 20) * Math.min(idleTimeoutMs, 60_000) }
}

const cells: SurfaceCell[] = [1000, 5000, 20_000, 47_000, 59_000, 90_000, 300_000].flatMap((idleTimeoutMs) =>
  Array.from({ length: 16 }, (_, i) => ({
    idleTimeoutMs,
    maxIdle: i + 1,
    requests: 1000,
    dials: 100,
    meanMs: 10,
    ...found({ ...haproxy.defaults, idleTimeoutMs, maxIdlePerHost: i + 1 }),
  })),
)

/** As the stages do it, with a simulator that knows the answer. */
function decide(client: Client, { typicalError = 0, hintMs = 60_000, today = client.defaults } = {}) {
  const fit = fitWith(typicalError)
  const safe = safeIdleTimeout({
    reuses: true,
    hintMs,
    watch: { closedAfterMs: null, openForMs: 10_000 },
    roundTripP99Ms: 10,
    loopLagP99Ms: 1,
    policy: policyOf(client, 'patched'),
  })
  const spare = spareFactor(fit.misfit)
  const cap = connectionCap(fit.kneeConcurrency, 2, 5, spare)
  const settings = candidateSettings({ client, today, cells, safe, cap, spare })
  const simulate = (role: 'today' | 'unlimited' | 'candidate') => (each: PoolSettings) =>
    simulatedCandidate(role, each, found(each))
  return recommend({
    client,
    slo: { p99Ms: 250, failureRate: 0.001 },
    pods: 2,
    fit,
    simulated: simulated(
      safe.source,
      [
        simulate('today')(today),
        simulate('unlimited')(widest(client, today, safe.limitMs)),
        ...settings.map(simulate('candidate')),
      ],
      safe,
    ),
  })
}

describe.each(clients.map((client) => ({ name: client.name, client })))(
  'recommend for $name',
  ({ client }) => {
    const { settings, before, reasons, chosen } = decide(client)

    it('changes only what can be set', () => {
      const changed = Object.keys(settings).filter(
        (name) => settings[name as keyof StoredPoolSettings] !== before[name as keyof StoredPoolSettings],
      )
      expect(Object.keys(client.native)).toEqual(expect.arrayContaining(changed))
    })

    it('finds the best that is attainable, and has a patch for it', () => {
      const attainable = found(widest(client, client.defaults, 47_000)).p99Ms
      expect(chosen.p99Ms).toBeCloseTo(attainable, 0)
      expect(client.patch(fromStored(settings)).text).not.toBe('')
    })

    it('closes before the server, or says what to do instead', () => {
      const text = reasons.join('\n')
      if (client.native.idleTimeoutMs === undefined) {
        expect(text).toContain(`idleTimeout: ${client.title} has none to set`)
        expect(text).toContain('At the server, keep idle connections')
        expect(text).toContain('At the client,')
      } else {
        const slack = client.name === 'dotnet' ? 1.25 : 1
        expect(slack * (settings.idleTimeoutMs ?? Infinity)).toBeLessThanOrEqual(59_000)
        expect(text).not.toContain('none to set')
      }
    })

    it('has an idle cap to spare where the model is off, if it has one', () => {
      const wide = decide(client, { typicalError: 0.4 }).settings.maxIdlePerHost ?? Infinity
      if (client.native.maxIdlePerHost === undefined) expect(wide).toBe(before.maxIdlePerHost ?? Infinity)
      else expect(wide).toBeGreaterThanOrEqual(Math.min(1.4 * 8, before.maxIdlePerHost ?? Infinity))
    })
  },
)

describe('what to do without an idle timeout', () => {
  it('names what the client does, the raise at the server and the retries', () => {
    expect(decide(haproxy).reasons.slice(0, 3)).toEqual([
      'idleTimeout: HAProxy has none to set (every 5 s it closes about half of those that it does not need), and the server closes after 60 s: a request that is under way then fails.',
      'At the server, keep idle connections for longer than any pause of the traffic: several minutes, where it can.',
      'At the client, turn on a retry rule for idempotent requests whose connection was closed before any response, or have the caller send them again.',
    ])
    expect(decide(urllib3).reasons.join('\n')).toContain(
      'leave its own retries on, which send idempotent requests again up to 3 times',
    )
    expect(decide(bunFetch).reasons.join('\n')).toContain(
      'At the server, keep idle connections for longer than the client: 301 s or more.',
    )
  })

  it('is nothing where the client closes first as it is', () => {
    const { reasons } = decide(bunFetch, { hintMs: 600_000 })
    expect(reasons.join('\n')).toContain(
      'idleTimeout: Bun fetch has none to set; its own 300 s is within the 599 s that are safe here.',
    )
    expect(reasons.join('\n')).not.toContain('At the server')
  })
})

describe('a client on which nothing can be set', () => {
  const fixed: Client = { ...bunFetch, title: 'A fixed client', native: {} }

  it('keeps its settings, and is told what to do instead', () => {
    const { unchanged, settings, before, reasons } = decide(fixed)
    expect(unchanged).toBe(true)
    expect(settings).toEqual(before)
    expect(reasons[0]).toBe(
      'Nothing of this can be set on A fixed client: neither an idle timeout nor a limit on idle or open connections. As it is: P99 20.0 ms, against 20.0 ms at best.',
    )
    expect(reasons[2]).toContain('At the server')
  })
})
