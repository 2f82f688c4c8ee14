import { durationText } from '../../../../models/clients/dialect/duration-text.ts'
import { jsNumber } from '../../../../models/clients/dialect/js-number.ts'
import { LARGEST_INT } from '../../../../models/clients/dialect/largest-int.ts'
import { readNative } from '../../../../models/clients/dialect/read-native.ts'
import { roundDown } from '../../../../models/clients/dialect/round-down.ts'
import { LARGEST_TIMER_MS } from '../../../../models/clients/dialect/timer-limit.ts'
import { wholeCount } from '../../../../models/clients/dialect/whole-count.ts'
import type { WantedSettings } from '../config-dialect.ts'
import type { JsValue } from './js-constant.ts'
import { companion, isAbsent, type JsClient, type JsWish, wish } from './js-wish.ts'
import { wantsReuse } from '../wants-reuse.ts'

const workarounds = { waitTimeoutMs: 'bound the whole request by an AbortSignal' }

/** Options that Node's Agent reads with `||`: 0 is as good as nothing. */
function cap(name: string, ifAbsent: number, wanted: number): JsWish {
  const count = wholeCount(wanted)
  return wish(name, (value) => (isAbsent(value) || value === 0 ? ifAbsent : value) === count, jsNumber(count))
}

function keepAlive(isKept: boolean, ifAbsent: boolean): JsWish {
  const says = (value: JsValue) => Boolean(isAbsent(value) ? ifAbsent : value) === isKept
  return { ...wish('keepAlive', says, String(isKept)), isCompanion: isKept && ifAbsent }
}

/** What Node's Agent reads from itself (`lib/_http_agent.js`); the rest of its options it has copied. */
const agentProperties = ['keepAlive', 'scheduling', 'maxSockets', 'maxFreeSockets']

const lifo: JsWish = {
  ...companion('scheduling', (value) => isAbsent(value) || value === 'lifo', "'lifo'"),
  write: (replaced) => (replaced?.text.startsWith('"') ? '"lifo"' : "'lifo'"),
}

/** `new http.Agent` and `new https.Agent` of Node: `keepAlive` is false unless it is set. */
export const nodeAgent: JsClient = {
  name: 'node-http-agent',
  formerNames: {},
  assignable: agentProperties,
  makers: [{ name: 'Agent', of: ['http', 'https'], isGlobal: false, optionsAt: 0 }],
  wishes: (wanted) =>
    wantsReuse(wanted)
      ? [
          keepAlive(true, false),
          nodeTimeout(wanted),
          cap('maxFreeSockets', 256, wanted.maxIdlePerHost),
          cap('maxSockets', Infinity, wanted.maxConnsPerHost),
          lifo,
        ]
      : [keepAlive(false, false), cap('maxSockets', Infinity, wanted.maxConnsPerHost)],
  notes: (wanted, fields) => {
    const total = fields.findLast(({ name }) => name === 'maxTotalSockets')?.constant?.value
    return [
      ...(wantsReuse(wanted) && wanted.idleTimeoutMs !== Infinity
        ? [
            "timeout also applies to active sockets: a request that is silent for so long emits 'timeout', and is not ended by it.",
          ]
        : []),
      ...(typeof total === 'number' && total < wanted.maxConnsPerHost
        ? [`maxTotalSockets ${total} caps the sockets of all hosts together, below maxSockets.`]
        : []),
    ]
  },
  workarounds,
}

/** Without it, and with 0, idle sockets are never closed. */
function nodeTimeout({ idleTimeoutMs }: WantedSettings): JsWish {
  const ms = idleTimeoutMs === Infinity ? 0 : roundDown(idleTimeoutMs, LARGEST_TIMER_MS)
  return wish('timeout', (value) => (isAbsent(value) ? 0 : value) === ms, jsNumber(ms))
}

const agentkeepaliveModule = { of: ['agentkeepalive'], isGlobal: false, optionsAt: 0 }

/** `HttpAgent`, the module's default, and `HttpsAgent` of agentkeepalive: `keepAlive` is true unless it is set. */
export const agentkeepaliveAgent: JsClient = {
  name: 'agentkeepalive',
  formerNames: { freeSocketKeepAliveTimeout: 'freeSocketTimeout', keepAliveTimeout: 'freeSocketTimeout' },
  assignable: agentProperties,
  makers: ['', 'HttpAgent', 'HttpsAgent'].map((name) => ({ name, ...agentkeepaliveModule })),
  wishes: (wanted) =>
    wantsReuse(wanted)
      ? [
          keepAlive(true, true),
          freeSocketTimeout(wanted),
          cap('maxFreeSockets', 256, wanted.maxIdlePerHost),
          cap('maxSockets', Infinity, wanted.maxConnsPerHost),
          lifo,
        ]
      : [keepAlive(false, true), cap('maxSockets', Infinity, wanted.maxConnsPerHost)],
  notes: (wanted, fields) =>
    !wantsReuse(wanted) || fields.some(({ name }) => name === 'timeout')
      ? []
      : [
          `timeout, for active sockets, follows freeSocketTimeout where it is not set: a response that is silent for ${activeTimeoutMs(wanted)} ms fails with ERR_SOCKET_TIMEOUT.`,
        ],
  workarounds,
}

/** What `timeout` is by default: twice freeSocketTimeout, and 8 s at least. */
function activeTimeoutMs({ idleTimeoutMs }: WantedSettings): number {
  return Math.min(Math.max(2 * roundDown(idleTimeoutMs, LARGEST_TIMER_MS), 8000), LARGEST_TIMER_MS)
}

/** A number of ms, or text such as `15s`, which stays text. */
function freeSocketTimeout({ idleTimeoutMs }: WantedSettings): JsWish {
  const ms = roundDown(idleTimeoutMs, LARGEST_TIMER_MS)
  const says = (value: JsValue) => (value === undefined ? 4000 : textMs(value)) === ms
  return {
    ...wish('freeSocketTimeout', says, jsNumber(ms)),
    write: (replaced) => {
      if (typeof replaced?.constant?.value !== 'string') return jsNumber(ms)
      const quote = replaced.text.startsWith('"') ? '"' : "'"
      return `${quote}${durationText(ms, LARGEST_TIMER_MS)}${quote}`
    },
  }
}

function textMs(value: JsValue): number | null {
  if (typeof value === 'number') return value
  if (typeof value !== 'string' || !/^\d+(?:\.\d+)? ?(?:ms|s|m|h|d)?$/.test(value)) return null
  try {
    return readNative({ name: 'freeSocketTimeout', unit: 'ms' }, value, 'idleTimeoutMs')
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

const undiciModule = { of: ['undici'], isGlobal: false }

/** `Agent`, `Pool` and `Client` of undici; a Client has one connection, whatever it is told. */
export const undiciAgent: JsClient = {
  name: 'undici',
  formerNames: {},
  assignable: [],
  makers: [
    { name: 'Agent', ...undiciModule, optionsAt: 0 },
    { name: 'Pool', ...undiciModule, optionsAt: 1 },
    { name: 'Client', ...undiciModule, optionsAt: 1 },
  ],
  wishes: (wanted, makers) => [
    ...(makers.every(({ name }) => name === 'Client') ? [] : [undiciConnections(wanted)]),
    ...(wantsReuse(wanted) ? undiciReuse(wanted) : [wish('pipelining', (value) => value === 0, '0')]),
  ],
  notes: (wanted, _fields, makers) => [
    ...(wantsReuse(wanted)
      ? [
          "keepAliveMaxTimeout equals keepAliveTimeout so that the server's Keep-Alive: timeout= cannot stretch it; a timeout of 2 s or less in that header still closes the connection after its response.",
        ]
      : []),
    ...(makers.some(({ name }) => name === 'Client') && wanted.maxConnsPerHost !== 1
      ? ['A Client has one connection: make a Pool or an Agent for more.']
      : []),
  ],
  workarounds: {
    ...workarounds,
    maxIdlePerHost: 'every connection may stay idle until it expires, so connections is the only bound',
  },
}

function undiciConnections({ maxConnsPerHost }: WantedSettings): JsWish {
  if (maxConnsPerHost === Infinity) {
    return wish('connections', (value) => isAbsent(value) || value === 0, 'null')
  }
  const count = wholeCount(maxConnsPerHost)
  return wish('connections', (value) => value === count, jsNumber(count))
}

/** Timers have a longest delay, 24 days, which stands for no limit. */
function undiciReuse({ idleTimeoutMs }: WantedSettings): JsWish[] {
  const ms = roundDown(idleTimeoutMs, LARGEST_TIMER_MS)
  return [
    companion('pipelining', (value) => value !== 0, '1'),
    wish('keepAliveTimeout', (value) => (isAbsent(value) ? 4000 : value) === ms, jsNumber(ms)),
    companion('keepAliveMaxTimeout', (value) => (isAbsent(value) ? 600_000 : value) === ms, jsNumber(ms)),
  ]
}

/** `Deno.createHttpClient`. */
export const denoClient: JsClient = {
  name: 'deno-fetch',
  formerNames: {},
  assignable: [],
  makers: [{ name: 'createHttpClient', of: ['Deno'], isGlobal: true, optionsAt: 0 }],
  wishes: (wanted) => (wantsReuse(wanted) ? denoReuse(wanted) : [denoIdleCap(0)]),
  notes: () => [],
  workarounds: {
    ...workarounds,
    maxConnsPerHost: 'bound the number of concurrent requests by a semaphore of your own',
  },
}

function denoReuse({ idleTimeoutMs, maxIdlePerHost }: WantedSettings): JsWish[] {
  const ms = idleTimeoutMs === Infinity ? false : roundDown(idleTimeoutMs, LARGEST_TIMER_MS)
  const text = ms === false ? 'false' : jsNumber(ms)
  return [
    wish('poolIdleTimeout', (value) => (isAbsent(value) || value === true ? 90_000 : value) === ms, text),
    denoIdleCap(maxIdlePerHost),
  ]
}

/** Whole numbers cross into Deno's runtime as 32 bits. */
function denoIdleCap(maxIdlePerHost: number): JsWish {
  if (maxIdlePerHost === Infinity) return wish('poolMaxIdlePerHost', isAbsent, 'undefined')
  const count = roundDown(maxIdlePerHost, LARGEST_INT)
  return wish('poolMaxIdlePerHost', (value) => value === count, jsNumber(count))
}
