import { pythonSeconds } from '../../../../models/clients/dialect/python-seconds.ts'
import { roundDown } from '../../../../models/clients/dialect/round-down.ts'
import type { WantedSettings } from '../config-dialect.ts'
import type { SourceField, SourceValue, SourceWish } from '../syntax/lezer-tree-field.ts'
import { companion, countWish, plainWish } from '../syntax/lezer-tree-wish.ts'
import type { PythonClient, PythonMaker } from './python-pool.ts'
import { wantsReuse } from '../wants-reuse.ts'

function noneIsUnlimited(value: SourceValue): number | undefined {
  return value === null ? Infinity : undefined
}

function zeroIsUnlimited(value: SourceValue): number | undefined {
  return value === 0 ? Infinity : undefined
}

/** A flag that is false unless it is set. */
function flagWish(name: string, isSet: boolean): SourceWish {
  const wish = plainWish(name, (value) => Boolean(value) === isSet, isSet ? 'True' : 'False')
  return isSet ? wish : { ...wish, isCompanion: true }
}

function httpxCount(name: string, wanted: number): SourceWish {
  const largest = Number.MAX_SAFE_INTEGER
  return countWish({ name, wanted, ifAbsent: Infinity, largest, unlimited: 'None', special: noneIsUnlimited })
}

/** `httpx.Limits` without arguments has no limits, and 5 s. */
function httpxWishes(wanted: WantedSettings): SourceWish[] {
  const { idleTimeoutMs, maxIdlePerHost, maxConnsPerHost } = wanted
  const open = httpxCount('max_connections', maxConnsPerHost)
  if (!wantsReuse(wanted)) return [open, httpxCount('max_keepalive_connections', 0)]
  const text = idleTimeoutMs === Infinity ? 'None' : pythonSeconds(idleTimeoutMs)
  const expiry = (value: SourceValue | undefined) =>
    text === 'None'
      ? value === null || value === Infinity
      : (value === undefined ? 5 : value) === Number(text)
  return [
    open,
    httpxCount('max_keepalive_connections', maxIdlePerHost),
    plainWish('keepalive_expiry', expiry, text),
  ]
}

/** A client without limits has other ones than Limits(): 100 and 20. */
function httpxClientWishes(wanted: WantedSettings): SourceWish[] {
  const { idleTimeoutMs, maxIdlePerHost, maxConnsPerHost } = wanted
  const isDefault = maxConnsPerHost === 100 && maxIdlePerHost === 20 && idleTimeoutMs === 5000
  return httpxWishes(wanted).map((wish) => ({ ...wish, holds: () => isDefault }))
}

const httpxLimits: PythonMaker = { paths: ['httpx.Limits'], positions: [], wishes: httpxWishes }

export const httpxClient: PythonClient = {
  name: 'httpx',
  makers: [httpxLimits],
  holders: [
    {
      paths: ['httpx.Client', 'httpx.AsyncClient', 'httpx.HTTPTransport', 'httpx.AsyncHTTPTransport'],
      keyword: 'limits',
      inner: httpxLimits,
      unless: ['transport', 'app'],
      wishes: httpxClientWishes,
    },
  ],
  notes: (wanted) =>
    wantsReuse(wanted) && wanted.maxIdlePerHost < wanted.maxConnsPerHost
      ? [
          'The limits hold for all hosts of the client together: make one client for each host, or multiply them by the number of hosts.',
          'httpcore closes idle connections while more than max_keepalive_connections are open, not idle (encode/httpcore#1000): raise it to the highest number of concurrent requests if none of them should be closed.',
        ]
      : [],
  workarounds: {},
}

/** More connections to one address than there are ports. */
const LARGEST_MAXSIZE = 65_535

/** The one size that stands for both limits, 0 for none, and whether requests wait at it. */
function sizeWishes(prefix: string, ifAbsent: number, wanted: WantedSettings): SourceWish[] {
  const { maxIdlePerHost, maxConnsPerHost } = wanted
  const size = Math.min(wantsReuse(wanted) ? maxIdlePerHost : Infinity, maxConnsPerHost)
  const block = flagWish(`${prefix}block`, maxConnsPerHost !== Infinity)
  if (!wantsReuse(wanted) && maxConnsPerHost === Infinity) return [block]
  const largest = LARGEST_MAXSIZE
  const special = zeroIsUnlimited
  const name = `${prefix}maxsize`
  return [countWish({ name, wanted: size, ifAbsent, largest, unlimited: '0', special }), block]
}

function urllib3Maker(paths: readonly string[], positions: readonly string[]): PythonMaker {
  return { paths, positions, wishes: (wanted) => sizeWishes('', 1, wanted) }
}

export const urllib3Client: PythonClient = {
  name: 'urllib3',
  makers: [
    urllib3Maker(['urllib3.PoolManager', 'urllib3.poolmanager.PoolManager'], ['num_pools', 'headers']),
    urllib3Maker(
      ['urllib3.ProxyManager', 'urllib3.poolmanager.ProxyManager'],
      ['proxy_url', 'num_pools', 'headers', 'proxy_headers'],
    ),
    urllib3Maker(
      ['HTTPConnectionPool', 'HTTPSConnectionPool'].flatMap((name) => [
        `urllib3.${name}`,
        `urllib3.connectionpool.${name}`,
      ]),
      ['host', 'port'],
    ),
    urllib3Maker(['urllib3.connection_from_url', 'urllib3.connectionpool.connection_from_url'], ['url']),
    {
      paths: ['requests.adapters.HTTPAdapter'],
      positions: ['pool_connections', 'pool_maxsize', 'max_retries', 'pool_block'],
      wishes: (wanted) => sizeWishes('pool_', 10, wanted),
    },
  ],
  holders: [],
  notes: urllib3Notes,
  workarounds: {
    idleTimeoutMs:
      "a dead connection is noticed when it is taken, so leave urllib3's own retries on for what slips through, and raise the idle timeout of the server",
  },
}

function urllib3Notes(wanted: WantedSettings): string[] {
  const { maxIdlePerHost, maxConnsPerHost } = wanted
  if (!wantsReuse(wanted)) {
    return ['No connection is kept for reuse only if each request has the header Connection: close.']
  }
  if (maxConnsPerHost === Infinity || maxIdlePerHost >= maxConnsPerHost) return []
  const size = roundDown(maxIdlePerHost, LARGEST_MAXSIZE)
  return [
    `maxsize with block=True is the limit on idle connections and on all connections at once: ${size} keeps the smaller, and ${maxConnsPerHost} connections are reached only with as large a maxsize, which may all stay idle.`,
  ]
}

/** What pythonSeconds writes for no limit: 49 days. */
const LONGEST_SECONDS = Number(pythonSeconds(Infinity))

function aiohttpWishes(wanted: WantedSettings): SourceWish[] {
  const { idleTimeoutMs, maxConnsPerHost } = wanted
  const perHost = countWish({
    name: 'limit_per_host',
    wanted: maxConnsPerHost,
    ifAbsent: Infinity,
    largest: Number.MAX_SAFE_INTEGER,
    unlimited: '0',
    special: zeroIsUnlimited,
  })
  const total = companion('limit', (value) => isWideEnough(value, maxConnsPerHost), '0')
  if (!wantsReuse(wanted)) {
    const none = (value: SourceValue | undefined) => value === undefined || value === null
    return [total, perHost, plainWish('keepalive_timeout', none, 'None'), flagWish('force_close', true)]
  }
  const text = pythonSeconds(idleTimeoutMs)
  const says = (value: SourceValue | undefined) => {
    const seconds = value === undefined ? 15 : value
    return seconds === Number(text) || (idleTimeoutMs === Infinity && Number(seconds) >= LONGEST_SECONDS)
  }
  return [total, perHost, plainWish('keepalive_timeout', says, text), flagWish('force_close', false)]
}

/** Whether the limit over all hosts, 100 unless it is set and 0 for none, leaves room for what one host may have. */
function isWideEnough(limit: SourceValue | undefined, maxConnsPerHost: number): boolean {
  const total = limit === undefined ? 100 : limit
  return total === 0 || total === null || (typeof total === 'number' && total >= maxConnsPerHost)
}

const tcpConnector: PythonMaker = {
  paths: ['aiohttp.TCPConnector', 'aiohttp.connector.TCPConnector'],
  positions: [],
  wishes: aiohttpWishes,
}

export const aiohttpClient: PythonClient = {
  name: 'aiohttp',
  makers: [tcpConnector],
  holders: [
    {
      paths: ['aiohttp.ClientSession'],
      keyword: 'connector',
      inner: tcpConnector,
      unless: [],
      wishes: aiohttpWishes,
    },
  ],
  notes: totalNote,
  workarounds: {
    maxIdlePerHost: 'every connection may stay idle until it expires, so limit_per_host is the only bound',
  },
}

/** The limit over all hosts is left where it is wide enough for one host; it may not be for several. */
function totalNote({ maxConnsPerHost }: WantedSettings, fields: readonly SourceField[]): string[] {
  const field = fields.findLast(({ name }) => name === 'limit')
  const total = field === undefined ? 100 : field.constant?.value
  if (typeof total !== 'number' || total === 0 || total === Infinity || total < maxConnsPerHost) return []
  return [
    `limit ${total} caps the connections to all hosts together: set it to 0 if the session talks to more than ${Math.floor(total / maxConnsPerHost)} of them.`,
  ]
}
