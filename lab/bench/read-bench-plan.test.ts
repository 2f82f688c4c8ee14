import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { goNetHttp } from '../../models/clients/go-net-http.ts'
import { UNLIMITED } from '../../models/pool/settings.ts'
import { HostNotAllowed } from '../allowed-host.ts'
import { UsageError } from '../usage-error.ts'
import { type BenchFlags, readBenchPlan } from './read-bench-plan.ts'

const URL = 'http://127.0.0.1:8080/a'

function read(flags: Partial<BenchFlags> = {}, target = URL) {
  return readBenchPlan(target, { header: [], set: [], insecure: false, allow: [], ...flags })
}

async function planOf(flags: Partial<BenchFlags> = {}) {
  return (await read(flags)).plan
}

describe('readBenchPlan', () => {
  it('has ten connections for ten seconds, a second of warm-up before, unless told otherwise', async () => {
    expect(await read()).toEqual({
      plan: {
        endpoint: {
          origin: 'http://127.0.0.1:8080',
          pathPrefix: '',
          ca: null,
          insecure: false,
          dialTimeoutMs: 5000,
          requestTimeoutMs: 10_000,
        },
        request: { weight: 1, method: 'GET', path: '/a' },
        driver: 'undici',
        client: 'node-http-agent',
        settings: { ...UNLIMITED, maxConnsPerHost: 10 },
        load: { kind: 'closed', users: 10, connectionsFollowUsers: true, thinkTime: null },
        durationMs: 10_000,
        warmupMs: 1000,
        mostRequests: null,
        drainMs: 10_500,
        workers: null,
        seed: 1,
      },
      notes: [],
    })
  })

  it('reads what is said', async () => {
    const plan = await planOf({
      connections: '50',
      think: 'exp:20ms',
      duration: '30',
      warmup: '2s',
      driver: 'wire',
      workers: '2',
      timeout: '3s',
      seed: 7,
      insecure: true,
    })
    expect(plan).toMatchObject({
      endpoint: { insecure: true, requestTimeoutMs: 3000, dialTimeoutMs: 3000 },
      driver: 'wire',
      settings: { maxConnsPerHost: 50 },
      load: { kind: 'closed', users: 50, thinkTime: { kind: 'exponential', mean: 20 } },
      durationMs: 30_000,
      warmupMs: 2000,
      drainMs: 3500,
      workers: 2,
      seed: 7,
    })
  })

  it('limits connections in the open model only where that is asked for', async () => {
    const plan = await planOf({ rate: '2k/s' })
    expect(plan.load).toEqual({ kind: 'open', rate: 2000, arrivals: 'constant', inFlightMax: 4096 })
    expect(plan.settings).toEqual(UNLIMITED)
    const limited = await planOf({ rate: '60/m', arrivals: 'poisson', connections: '20', inFlight: '9' })
    expect(limited.load).toEqual({ kind: 'open', rate: 1, arrivals: 'poisson', inFlightMax: 9 })
    expect(limited.settings).toEqual({ ...UNLIMITED, maxConnsPerHost: 20 })
  })

  it('ends after so many requests, with no warm-up and no other end unless told', async () => {
    expect(await planOf({ requests: '10k' })).toMatchObject({
      mostRequests: 10_000,
      warmupMs: 0,
      durationMs: 86_400_000,
    })
    const bounded = await planOf({ requests: '10k', warmup: '1', duration: '5s' })
    expect(bounded).toMatchObject({ mostRequests: 10_000, warmupMs: 1000, durationMs: 5000 })
  })

  it('leaves a named client its own limits: that is what it is named for', async () => {
    const { client, settings } = await planOf({ client: 'go-net-http', connections: '50' })
    expect([client, settings]).toEqual(['go-net-http', goNetHttp.defaults])
    const open = await planOf({ client: 'go-net-http', connections: '50', rate: '10' })
    expect(open.settings).toEqual({ ...goNetHttp.defaults, maxConnsPerHost: 50 })
  })

  it('lets connections follow users unless the user said how many there may be', async () => {
    const follows = async (flags: Partial<BenchFlags>) => {
      const { load } = await planOf(flags)
      return load.kind === 'closed' && load.connectionsFollowUsers
    }
    expect(await follows({ connections: '3' })).toBe(true)
    expect(await follows({ connections: '3', set: ['maxIdlePerHost=3'] })).toBe(true)
    expect(await follows({ connections: '3', set: ['maxIdlePerHost=3,maxConnsPerHost=3'] })).toBe(false)
    expect(await follows({ set: ['maxConnsPerHost=unlimited'] })).toBe(false)
    expect(await follows({ client: 'go-net-http' })).toBe(false)
  })

  it('sets single settings, and says what a named client does not have', async () => {
    const { plan, notes } = await read({ set: ['idleTimeout=4s', 'maxConnsPerHost=3'] })
    expect(plan.settings).toEqual({ ...UNLIMITED, idleTimeoutMs: 4000, maxConnsPerHost: 3 })
    expect(notes).toEqual([])
    const named = await read({ client: 'go-net-http', set: ['maxLifetime=5m', 'IdleConnTimeout=30s'] })
    expect(named.plan.settings).toMatchObject({ maxLifetimeMs: 300_000, idleTimeoutMs: 30_000 })
    expect(named.notes).toEqual([expect.stringContaining('Go net/http has no setting for maxLifetime')])
  })

  it('reads a certificate authority', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kneepoint-'))
    try {
      const pem = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n'
      const [good, bad] = [join(folder, 'ca.pem'), join(folder, 'bad.pem')]
      writeFileSync(good, pem)
      writeFileSync(bad, 'no certificate')
      expect((await planOf({ ca: good })).endpoint.ca).toBe(pem)
      await expect(read({ ca: bad })).rejects.toThrow('bad.pem holds no certificate in PEM')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('sends load nowhere else by mistake', async () => {
    await expect(read({}, 'http://shop.example/')).rejects.toThrow(HostNotAllowed)
    const { plan } = await read({ allow: ['shop.example'] }, 'http://shop.example/')
    expect(plan.endpoint.origin).toBe('http://shop.example')
  })

  it.each<[Partial<BenchFlags>, string]>([
    [{ rate: '0' }, "--rate: '0' is no rate above 0"],
    [{ rate: '100', think: '5ms' }, '--think does not go with --rate'],
    [{ rate: '100', arrivals: 'bursty' }, "--arrivals: 'bursty' is neither constant nor poisson"],
    [{ rate: '100', inFlight: '0' }, "--in-flight: '0' is no whole number from 1"],
    [{ arrivals: 'poisson' }, '--arrivals goes with --rate'],
    [{ inFlight: '5' }, '--in-flight goes with --rate'],
    [{ think: '5' }, '"5" needs a unit'],
    [{ connections: '0' }, "--connections: '0' is no whole number from 1 to 100000"],
    [{ duration: '0' }, "--duration: '0' must be above 0"],
    [{ duration: 'soon' }, "--duration: 'soon' is no length of time"],
    [{ warmup: '-1s' }, "--warmup: '-1s' is no length of time"],
    [{ requests: '1.5' }, "--requests: '1.5' is no whole number of requests"],
    [{ timeout: '5' }, "--timeout: '5' has no unit"],
    [{ timeout: '0' }, "--timeout: '0' must be above 0"],
    [{ timeout: '11m' }, 'up to 10m'],
    [{ driver: 'curl' }, "--driver: 'curl' is neither undici nor wire"],
    [{ workers: '0' }, "--workers: '0' is no whole number from 1 to 256"],
    [
      { workers: '4', connections: '2' },
      '--workers: 4 threads cannot share 2 users (--connections), of which each needs one',
    ],
    [{ workers: '4', rate: '9', inFlight: '3' }, '--workers: 4 threads cannot share --in-flight 3'],
    [{ workers: '4', set: ['maxIdlePerHost=3'] }, 'cannot share maxIdlePerHost 3'],
    [
      { workers: '2', set: ['maxWaiting=1'] },
      'cannot share maxWaiting 1, of which each needs one: ask for 1',
    ],
    [{ client: 'go' }, "--client: Unknown client 'go'"],
    [{ set: ['maxIdle=3'] }, '--set: '],
    [{ ca: 'nowhere.pem' }, '--ca: nowhere.pem: no such file'],
  ])('refuses %j', async (flags, said) => {
    const refusal = read(flags)
    await expect(refusal).rejects.toThrow(UsageError)
    await expect(refusal).rejects.toThrow(said)
  })
})
