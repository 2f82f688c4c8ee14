import { describe, expect, it } from 'vitest'
import { UNLIMITED } from '../pool/settings.ts'
import { SharedLimits } from '../pool/shared-limits.ts'
import { createDistribution } from '../simulate/create-distribution.ts'
import { Simulation } from '../simulate/simulation.ts'
import { apacheHttpclient5 } from './apache-httpclient5.ts'
import { bunFetch } from './bun-fetch.ts'
import { dotnet } from './dotnet.ts'
import { envoy } from './envoy.ts'
import { fasthttp } from './fasthttp.ts'
import { goNetHttp } from './go-net-http.ts'
import { haproxy } from './haproxy.ts'
import { hertz } from './hertz.ts'
import { httpx } from './httpx.ts'
import { javaNetHttp } from './java-net-http.ts'
import { nginxUpstream } from './nginx-upstream.ts'
import { nodeHttpAgent } from './node-http-agent.ts'
import { okhttp } from './okhttp.ts'
import { PoolScript } from './pool-script.fixture.ts'
import { reqwest } from './reqwest.ts'
import { undici } from './undici.ts'

const letters = (count: number) => Array.from({ length: count }, (_, i) => String.fromCodePoint(65 + i))

/** Requests that all go out at once, and come back in the order of their names. */
function burst(
  pool: PoolScript,
  count: number,
  fromS: number,
  untilS: number,
  hintS: number | null = null,
): void {
  for (const name of letters(count)) pool.request(name, fromS)
  for (const name of letters(count)) pool.respond(name, untilS, hintS)
  pool.taken()
}

describe('Go net/http', () => {
  it('keeps 2 of a burst of 10, and dials at most 8 in each that follows', () => {
    const pool = new PoolScript(goNetHttp)
    for (let second = 0; second < 5; second++) {
      for (const name of letters(10)) pool.request(name, second)
      const closed = letters(10).flatMap((name) => pool.respond(name, second + 0.5))
      expect(closed.filter((line) => line.endsWith('overflow'))).toHaveLength(8)
    }
    expect(pool.machine.counters.dialed).toBe(10 + 4 * 8)
  })

  it('gives a returned connection to a request whose dial is under way, and closes the surplus dial', () => {
    const pool = new PoolScript(goNetHttp, { settings: { maxIdlePerHost: 1 }, holdsDials: true })
    pool.request('A', 0)
    pool.dialed(0.1)
    pool.request('B', 0.2)
    pool.taken()
    expect(pool.respond('A', 0.3)).toEqual(['B reuses 0'])
    expect(pool.respond('B', 0.4)).toEqual([])
    pool.dialed(0.5)
    expect(pool.taken()).toEqual(['close 1: overflow'])
  })

  it('evicts the connection idle longest, of any host, when 100 are idle', () => {
    const settings = { ...goNetHttp.defaults, maxIdlePerHost: 60 }
    const shared = new SharedLimits(settings, goNetHttp.policy)
    const [one, other] = [0, 1].map(() => new PoolScript(goNetHttp, { settings, shared }))
    burst(one!, 60, 0, 1)
    burst(other!, 60, 0, 2)
    expect([one!.machine.idle, other!.machine.idle]).toEqual([40, 60])
    expect(one!.machine.counters.closed.evicted).toBe(20)
  })
})

describe('which of two idle connections is taken', () => {
  it.each([
    ['Go: the one returned last', goNetHttp, 1],
    ['Hertz: the one returned last', hertz, 1],
    ['Node: the one returned last', nodeHttpAgent, 1],
    ['fasthttp: the one returned first', fasthttp, 0],
    ['the JDK: the one returned first', javaNetHttp, 0],
    ['nginx: the one returned last', nginxUpstream, 1],
  ])('%s', (_, client, connection) => {
    const pool = new PoolScript(client)
    burst(pool, 2, 0, 1)
    expect(pool.request('C', 1.5)).toEqual([`C reuses ${connection}`])
  })

  it.each([
    ['undici: slot 0', undici],
    ['OkHttp: the one created first', okhttp],
    ['httpcore: the one created first', httpx],
    ['Bun: the lowest slot', bunFetch],
  ])('%s, whichever came back last', (_, client) => {
    for (const order of [letters(2), letters(2).toReversed()]) {
      const pool = new PoolScript(client)
      pool.request('A', 0)
      pool.request('B', 0)
      for (const [i, name] of order.entries()) pool.respond(name, 1 + i / 10)
      pool.taken()
      expect(pool.request('C', 1.5)).toEqual(['C reuses 0'])
    }
  })
})

describe('undici', () => {
  it('dials slot 0 anew although slot 1 is alive', () => {
    const pool = new PoolScript(undici)
    pool.request('A', 0)
    pool.request('B', 0)
    pool.respond('A', 1)
    pool.respond('B', 3)
    expect(pool.wait(5.5)).toContain('close 0: idle-expired')
    expect(pool.request('C', 5.6)).toEqual(['dial 0', 'C on 0'])
    expect(pool.machine.idle).toBe(1)
  })

  it.each([
    [5, 3],
    [75, 73],
    [null, 4],
  ])('a hint of %s s leaves an idle connection %s s', (hintS, idleS) => {
    const pool = new PoolScript(undici)
    pool.request('A', 0)
    pool.respond('A', 0, hintS)
    expect(pool.machine.nextDeadlineMs).toBe(1000 * idleS)
  })

  it('a hint of 2 s closes the connection after the response', () => {
    const pool = new PoolScript(undici)
    pool.request('A', 0)
    expect(pool.respond('A', 1, 2)).toEqual(['close 0: server-asked'])
  })
})

describe('Node http.Agent', () => {
  it('without a timeout of its own keeps a socket for ever, whatever the hint', () => {
    const pool = new PoolScript(nodeHttpAgent, { settings: { idleTimeoutMs: Infinity } })
    pool.request('A', 0)
    pool.respond('A', 1, 5)
    expect(pool.machine.nextDeadlineMs).toBe(Infinity)
  })

  it.each([
    ['globalAgent (5 s), hint 5 s', 5000, 5, 4],
    ['timeout 10 s, hint 3 s', 10_000, 3, 2],
    ['timeout 1 s, hint 3 s', 1000, 3, 1],
  ])('%s: closes after %4$s s', (_, idleTimeoutMs, hintS, idleS) => {
    const pool = new PoolScript(nodeHttpAgent, { settings: { idleTimeoutMs } })
    pool.request('A', 0)
    pool.respond('A', 0, hintS)
    expect(pool.machine.nextDeadlineMs).toBe(1000 * idleS)
  })

  it('keeps the first two returned with maxFreeSockets 2, and takes the second', () => {
    const pool = new PoolScript(nodeHttpAgent, { settings: { maxIdlePerHost: 2 } })
    for (const name of letters(3)) pool.request(name, 0)
    expect(letters(3).flatMap((name) => pool.respond(name, 1))).toEqual(['close 2: overflow'])
    expect(pool.request('D', 2)).toEqual(['D reuses 1'])
  })
})

describe('.NET', () => {
  it('closes at the first sweep, every 15 s, past 60 s idle, and hands out until then', () => {
    const pool = new PoolScript(dotnet)
    pool.request('A', 0)
    pool.respond('A', 1)
    expect(pool.machine.nextDeadlineMs).toBe(75_000)
    expect(pool.wait(75)).toEqual([])
    expect(pool.request('B', 75)).toEqual(['B reuses 0'])
    pool.respond('B', 75)
    expect(pool.wait(150.1)).toEqual(['close 0: idle-expired'])
  })

  it('does not hand out past a hint less 1 s', () => {
    const taken = (atS: number) => {
      const pool = new PoolScript(dotnet)
      pool.request('A', 0)
      pool.respond('A', 1, 5)
      return pool.request('B', atS)
    }
    expect(taken(4.9)).toEqual(['B reuses 0'])
    expect(taken(5.1)[0]).toBe('close 0: idle-expired')
  })
})

describe('hyper (reqwest)', () => {
  it('hands out until 90 s, and dials after', () => {
    const taken = (atS: number) => {
      const pool = new PoolScript(reqwest)
      pool.request('A', 0)
      pool.respond('A', 0)
      return pool.request('B', atS)
    }
    expect(taken(89.9)).toEqual(['B reuses 0'])
    expect(taken(90.1)).toContain('dial 0')
  })

  it('may keep a socket for up to twice as long', () => {
    const pool = new PoolScript(reqwest)
    pool.request('A', 0)
    pool.respond('A', 0)
    pool.request('B', 1)
    pool.respond('B', 2)
    expect(pool.wait(180)).toEqual([])
    expect(pool.wait(180.1)).toEqual(['close 0: idle-expired'])
  })
})

it('the JDK rounds the end down to a whole second: released at 10.9 s, closed at 40 s', () => {
  const pool = new PoolScript(javaNetHttp)
  pool.request('A', 10)
  pool.respond('A', 10.9)
  expect(pool.machine.nextDeadlineMs).toBe(40_000)
})

describe('Apache HttpClient 5', () => {
  it('lets the sixth request at once wait', () => {
    const pool = new PoolScript(apacheHttpclient5)
    for (const name of letters(5)) pool.request(name, 0)
    expect(pool.request('F', 0)).toEqual([])
    expect(pool.machine.waiting).toBe(1)
    expect(pool.respond('A', 1)).toEqual(['F reuses 0'])
  })

  it('takes a hint of 5 s at its word, without a margin', () => {
    const taken = (atS: number) => {
      const pool = new PoolScript(apacheHttpclient5)
      pool.request('A', 0)
      pool.respond('A', 0, 5)
      return pool.request('B', atS)
    }
    expect(taken(5)).toEqual(['B reuses 0'])
    expect(taken(5.01)[0]).toBe('close 0: idle-expired')
  })
})

it('httpcore closes an idle connection while more than 20 are open, though only one is idle', () => {
  const pool = new PoolScript(httpx)
  for (const name of letters(21)) pool.request(name, 0)
  expect(pool.respond('C', 1)).toHaveLength(1)
  expect(pool.machine.idle).toBe(0)
  expect(pool.respond('D', 2)).toEqual([])
  expect(pool.machine.idle).toBe(1)
})

it('nginx with keepalive 2 closes the one returned first of three, and takes the last', () => {
  const pool = new PoolScript(nginxUpstream, { settings: { maxIdlePerHost: 2 } })
  for (const name of letters(3)) pool.request(name, 0)
  expect(letters(3).flatMap((name) => pool.respond(name, 1))).toEqual(['close 0: evicted'])
  expect(pool.request('D', 2)).toEqual(['D reuses 2'])
})

describe('HAProxy', () => {
  it('lets 100 idle connections go to 49, 23, 10, 4, 1 and 0, one step every 5 s', () => {
    const pool = new PoolScript(haproxy)
    for (let i = 0; i < 100; i++) {
      pool.machine.adopt({ openedAtMs: -1000, idleSinceMs: i / 100, requestsServed: 1 })
    }
    const idle = [5, 10, 15, 20, 25, 30].map((atS) => {
      pool.wait(atS + 0.1)
      return pool.machine.idle
    })
    expect(idle).toEqual([49, 23, 10, 4, 1, 0])
    expect(pool.machine.counters.closed.purged).toBe(100)
  })

  it('keeps as many as were lately used at once', () => {
    const pool = new PoolScript(haproxy)
    burst(pool, 10, 0, 1)
    expect(pool.machine.idle).toBe(10)
    pool.wait(5.9)
    expect(pool.machine.idle).toBe(10)
  })
})

it('Hertz serves one more request on a connection past its age, and closes it then', () => {
  const pool = new PoolScript(hertz, { settings: { maxLifetimeMs: 5000 } })
  pool.request('A', 0)
  pool.respond('A', 4)
  expect(pool.request('B', 6)).toEqual(['B reuses 0'])
  expect(pool.respond('B', 7)).toEqual(['close 0: lifetime'])
})

it('Hertz up to v0.10.2 has at most 512 connections', () => {
  expect(hertz.formerDefaults).toContainEqual({
    versions: 'up to v0.10.2',
    settings: { maxConnsPerHost: 512 },
  })
})

it('OkHttp shares its 5 idle connections among hosts, and evicts the one idle longest of any', () => {
  const shared = new SharedLimits(okhttp.defaults, okhttp.policy)
  const [one, other] = [0, 1].map(() => new PoolScript(okhttp, { shared }))
  burst(one!, 3, 0, 1)
  burst(other!, 3, 0, 2)
  expect([one!.machine.idle, other!.machine.idle]).toEqual([2, 3])
  expect(one!.machine.counters.closed.evicted).toBe(1)
})

describe('Envoy', () => {
  it('has a pool for each worker: a request at each makes two connections where one would do', () => {
    const shared = new SharedLimits(envoy.defaults, envoy.policy)
    const workers = [0, 1].map(() => new PoolScript(envoy, { shared }))
    for (const [i, worker] of workers.entries()) {
      worker.request('A', i)
      worker.respond('A', i + 0.5)
    }
    expect(workers.map(({ machine }) => machine.idle)).toEqual([1, 1])
  })

  it('counts max_connections over all workers', () => {
    const settings = { ...envoy.defaults, maxConnsPerHost: 2 }
    const shared = new SharedLimits(settings, envoy.policy)
    const [one, other] = [0, 1].map(() => new PoolScript(envoy, { settings, shared }))
    one!.request('A', 0)
    other!.request('B', 0)
    expect(other!.request('C', 0)).toEqual([])
    expect(other!.machine.waiting).toBe(1)
  })
})

describe("a request that crosses the server's close of its connection", () => {
  /** The first response leaves the server at 65 ms; the second request is sent 3 ms before its close is heard. */
  const failures = (client: typeof undici, idempotentShare: number) => {
    const simulation = new Simulation({
      system: {
        rttMs: 10,
        dialMs: createDistribution({ kind: 'deterministic', value: 40 }),
        dialExclusiveMs: 0,
        serviceMs: createDistribution({ kind: 'deterministic', value: 20 }),
        slots: Infinity,
        serverIdleTimeoutMs: 5000,
        hintMs: null,
      },
      settings: { ...UNLIMITED, idleTimeoutMs: 60_000 },
      policy: client.policy,
      pods: 1,
      seed: 1,
      idempotentShare,
    })
    simulation.startMeasuring()
    simulation.run(Float64Array.of(0, 5062), 10_000)
    return simulation.measurement().requests.failed
  }

  it.each([goNetHttp, hertz, nginxUpstream, javaNetHttp, apacheHttpclient5, dotnet])(
    '$name: a GET recovers, a POST fails',
    (client) => {
      expect([failures(client, 1), failures(client, 0)]).toEqual([0, 1])
    },
  )

  it('OkHttp sends even a POST again', () => {
    expect([failures(okhttp, 1), failures(okhttp, 0)]).toEqual([0, 0])
  })

  it.each([undici, nodeHttpAgent, httpx])('$name: both fail', (client) => {
    expect([failures(client, 1), failures(client, 0)]).toEqual([1, 1])
  })
})
