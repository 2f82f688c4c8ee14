import { describe, expect, it } from 'vitest'
import { clients, findClient } from '../clients/catalogue.ts'
import { policyOf } from '../clients/client.ts'
import { adviseClient, type ClientAdvice, type ProbedServer } from './advise-client.ts'
import { longestIdleMs } from './longest-idle.ts'

function serverWith(options: Partial<ProbedServer>): ProbedServer {
  return {
    reuses: true,
    hintMs: null,
    watch: { closedAfterMs: 65_000, openForMs: 65_000 },
    roundTripP99Ms: 20,
    loopLagP99Ms: 5,
    ...options,
  }
}

function advise(name: string, options: Partial<ProbedServer> = {}): ClientAdvice {
  return adviseClient(findClient(name), serverWith(options))
}

describe('adviseClient, for a server that closes after 65 s and says nothing', () => {
  it.each<[string, string | null, ClientAdvice['byDefault']['verdict']]>([
    ['go-net-http', 'IdleConnTimeout 64s', 'unsafe'],
    ['node-http-agent', 'timeout 64000', 'safe'],
    ['undici', 'keepAliveTimeout 64000', 'safe'],
    ['nginx-upstream', 'keepalive_timeout 64s', 'safe'],
    ['dotnet', 'PooledConnectionIdleTimeout 51s', 'unsafe'],
    ['java-net-http', 'jdk.httpclient.keepalive.timeout 64', 'safe'],
    ['aiohttp', 'keepalive_timeout 64', 'safe'],
    ['bun-fetch', null, 'unsafe'],
    ['haproxy', null, 'unsafe'],
    ['urllib3', null, 'unsafe'],
  ])('%s: %s, its default %s', (name, setting, verdict) => {
    const advice = advise(name)
    expect(advice.setting === null ? null : `${advice.setting.name} ${advice.setting.text}`).toBe(setting)
    expect(advice.byDefault.verdict).toBe(verdict)
    expect(advice.remedies.length > 0).toBe(setting === null)
  })
})

describe('adviseClient', () => {
  it('never sets more than is safe, whatever the client does with it', () => {
    for (const client of clients) {
      for (const hintMs of [null, 0, 1000, 2000, 5000, 65_000]) {
        for (const closedAfterMs of [1300, 3000, 66_000]) {
          const watch = { closedAfterMs, openForMs: closedAfterMs }
          const { setting, safe } = adviseClient(client, serverWith({ hintMs, watch }))
          if (setting === null) continue
          const longestMs = longestIdleMs(policyOf(client, 'patched'), setting.ms, hintMs)
          expect(longestMs, `${client.name}, hint ${hintMs}`).toBeLessThan(closedAfterMs)
          expect(longestMs).toBeLessThanOrEqual(safe.serverIdleMs - safe.marginMs)
        }
      }
    }
  })

  it('says what to do without an idle timeout, in sentences that stand alone', () => {
    expect(advise('urllib3').remedies[0]).toBe(
      'urllib3 has no idle timeout to set (it keeps them until the server closes them), and the server closes after 65 s: a request that is under way then fails.',
    )
  })

  it('calls a default that ends within the margin tight', () => {
    const watch = { closedAfterMs: 4500, openForMs: 4500 }
    expect(advise('undici', { watch }).byDefault.verdict).toBe('tight')
    expect(advise('httpx', { watch: { closedAfterMs: 6000, openForMs: 6000 } }).byDefault.verdict).toBe(
      'safe',
    )
  })

  it('does not call a default unsafe that was not watched for as long', () => {
    const watch = { closedAfterMs: null, openForMs: 30_000 }
    expect(advise('go-net-http', { watch }).byDefault.verdict).toBe('unproven')
  })

  it('takes half of a short timeout', () => {
    const watch = { closedAfterMs: 1500, openForMs: 1500 }
    expect(advise('go-net-http', { watch }).setting).toMatchObject({ text: '700ms' })
  })

  it.each([
    ['node-http-agent', 1000, 'takes 1 s off', 'for 2 s or more'],
    ['agentkeepalive', 1000, 'takes 1 s off', 'for 2 s or more'],
    ['node-http-agent', 0, 'timeout=0', 'rounded down'],
    ['undici', 2000, 'takes 2 s off', 'for 3 s or more'],
    ['dotnet', 1000, 'takes 1 s off', 'for 2 s or more'],
  ])('%s reuses nothing after a hint of %d ms', (name, hintMs, first, then) => {
    const { setting, byDefault, remedies } = advise(name, { hintMs })
    expect([setting, byDefault.verdict]).toEqual([null, 'no-reuse'])
    expect(remedies[0]).toContain(first)
    expect(remedies[1]).toContain(then)
  })

  it('goes by what was seen where the hint is 0', () => {
    const watch = { closedAfterMs: 1400, openForMs: 1400 }
    expect(advise('go-net-http', { hintMs: 0, watch }).setting).toMatchObject({ text: '700ms' })
  })

  it('says that a client is too coarse for a short timeout', () => {
    const watch = { closedAfterMs: 1200, openForMs: 1200 }
    expect(advise('java-net-http', { watch })).toMatchObject({ setting: null })
    expect(advise('java-net-http', { watch }).remedies[0]).toContain('in steps of 1 s')
    expect(advise('dotnet', { watch }).remedies[0]).toContain('no more than once in 1 s')
  })

  it('has nothing to advise where the server keeps no connection', () => {
    const watch = { closedAfterMs: null, openForMs: 0 }
    const { setting, byDefault, remedies } = advise('go-net-http', { reuses: false, watch })
    expect([setting, byDefault.verdict, remedies]).toEqual([null, 'no-reuse', []])
  })
})
