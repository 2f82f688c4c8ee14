import { describe, expect, it } from 'vitest'
import { clients, findClient } from '../../models/clients/catalogue.ts'
import type { PoolSettingName } from '../../models/pool/settings.ts'
import { UsageError } from '../usage-error.ts'
import { readSettings } from './read-settings.ts'

const go = findClient('go-net-http')
const node = findClient('node-http-agent')

function set(client: typeof go, ...assignments: string[]) {
  return readSettings(assignments, client, client.defaults)
}

describe('readSettings', () => {
  it('leaves the base alone where nothing is set', () => {
    expect(set(go)).toEqual({ settings: go.defaults, notes: [] })
  })

  it.each<[string, PoolSettingName, number]>([
    ['idleTimeout=90s', 'idleTimeoutMs', 90_000],
    ['idleTimeout=1m30s', 'idleTimeoutMs', 90_000],
    ['idleTimeoutMs=1500', 'idleTimeoutMs', 1500],
    ['idleTimeoutMs=1.5s', 'idleTimeoutMs', 1500],
    ['idleTimeout=Infinity', 'idleTimeoutMs', Infinity],
    ['maxIdlePerHost=0', 'maxIdlePerHost', 0],
    ['maxIdlePerHost=unlimited', 'maxIdlePerHost', Infinity],
    ['maxConnsPerHost = 12', 'maxConnsPerHost', 12],
    ['maxLifetime=1h', 'maxLifetimeMs', 3_600_000],
    ['maxRequestsPerConn=100', 'maxRequestsPerConn', 100],
    ['waitTimeout=0', 'waitTimeoutMs', 0],
    ['maxWaiting=7', 'maxWaiting', 7],
    ['IdleConnTimeout=10s', 'idleTimeoutMs', 10_000],
    ['MaxIdleConnsPerHost=0', 'maxIdlePerHost', 2],
    ['MaxConnsPerHost=0', 'maxConnsPerHost', Infinity],
  ])('reads %s for Go', (text, name, value) => {
    expect(set(go, text).settings).toEqual({ ...go.defaults, [name]: value })
  })

  it('takes several, set apart by commas or one by one, the last word counting', () => {
    const { settings } = set(node, 'maxFreeSockets=4,timeout=500', 'maxFreeSockets=5')
    expect(settings).toEqual({ ...node.defaults, maxIdlePerHost: 5, idleTimeoutMs: 500 })
  })

  it('takes a number of undici for one request more, and a canonical one as it is', () => {
    const undici = findClient('undici')
    expect(set(undici, 'maxRequestsPerClient=10').settings.maxRequestsPerConn).toBe(11)
    expect(set(undici, 'maxRequestsPerConn=10').settings.maxRequestsPerConn).toBe(10)
    expect(set(undici, 'maxRequestsPerClient=0').settings.maxRequestsPerConn).toBe(Infinity)
  })

  it("knows every client's own names", () => {
    for (const client of clients) {
      for (const [name, native] of Object.entries(client.native)) {
        const { settings, notes } = set(client, `${native.name}=${native.unit === 'count' ? '3' : '3s'}`)
        expect(settings[name as PoolSettingName], `${client.name} ${native.name}`).toBe(
          (native.unit === 'count' ? 3 : 3000) + (native.offset ?? 0),
        )
        expect(notes).toEqual([])
      }
    }
  })

  it('notes what the client cannot be told, and caps over all hosts', () => {
    expect(set(go, 'maxLifetime=5m').notes).toEqual([
      'Go net/http has no setting for maxLifetime: it is simulated as if it had.',
    ])
    expect(set(go, 'maxIdlePerHost=200').notes).toEqual([
      'Go net/http keeps at most 100 idle connections to all hosts together.',
    ])
    expect(set(findClient('aiohttp'), 'limit_per_host=200').notes).toEqual([
      'aiohttp opens at most 100 connections to all hosts together.',
    ])
    expect(set(findClient('urllib3'), 'idleTimeout=Infinity').notes).toEqual([])
  })

  it.each([
    [
      'maxIdelPerHost=3',
      "has no setting 'maxIdelPerHost'; did you mean maxIdlePerHost? there are idleTimeout,",
    ],
    ['MaxIdleConnsPerHots=3', 'did you mean MaxIdleConnsPerHost?'],
    ['maxFreeSockets=3', 'Node http.Agent calls maxIdlePerHost that;'],
    ['colour=3', 'in its own words IdleConnTimeout, MaxIdleConnsPerHost, MaxConnsPerHost'],
    ['idleTimeout', "'idleTimeout' is not of the form name=value"],
    ['=3', "'=3' is not of the form name=value"],
    ['idleTimeout=90', "idleTimeout '90' has no unit"],
    ['idleTimeout=0', 'is too small'],
    ['maxIdlePerHost=-1', 'is too small'],
    ['maxConnsPerHost=1.5', 'is not a whole number'],
    ['idleTimeout=', 'is not a time'],
  ])('refuses %s', (text, message) => {
    expect(() => set(go, text)).toThrow(UsageError)
    expect(() => set(go, text)).toThrow(message)
  })
})
