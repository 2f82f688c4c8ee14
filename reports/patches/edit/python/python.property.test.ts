import { expect } from 'vitest'
import type { WantedSettings } from '../config-dialect.ts'
import { type SourceSample, sourceDialectLaws } from '../syntax/lezer-tree-laws.fixture.ts'
import { pythonDialect } from './python.ts'
import { aiohttpSource, httpxSource, requestsSource } from './python-source.fixture.ts'

const LONGEST_MS = 4_294_967_000

const reuses = ({ maxIdlePerHost, idleTimeoutMs }: WantedSettings) => maxIdlePerHost > 0 && idleTimeoutMs >= 1

/** Milliseconds, from 49 days on no limit, as the number of seconds that a program reads. */
function seconds(ms: number): number {
  return Math.floor(Math.min(ms, LONGEST_MS)) / 1000
}

const expectations: Readonly<Record<string, SourceSample['expected']>> = {
  httpx: (wanted) => ({
    max_connections: wanted.maxConnsPerHost,
    max_keepalive_connections: reuses(wanted) ? wanted.maxIdlePerHost : 0,
    ...(reuses(wanted)
      ? { keepalive_expiry: wanted.idleTimeoutMs === Infinity ? null : seconds(wanted.idleTimeoutMs) }
      : {}),
  }),
  aiohttp: (wanted) => ({
    limit_per_host: wanted.maxConnsPerHost,
    limit: expect.toSatisfy((limit: number) => limit >= wanted.maxConnsPerHost) as unknown,
    force_close: !reuses(wanted),
    keepalive_timeout: reuses(wanted)
      ? seconds(wanted.idleTimeoutMs)
      : (expect.toBeOneOf([null, 15]) as unknown),
  }),
  urllib3: sizes('maxsize', 'block'),
  adapter: sizes('pool_maxsize', 'pool_block'),
}

function sizes(size: string, block: string): SourceSample['expected'] {
  return (wanted) => {
    const { maxConnsPerHost, maxIdlePerHost } = wanted
    const cap = Math.min(reuses(wanted) ? maxIdlePerHost : Infinity, maxConnsPerHost)
    const isLeft = !reuses(wanted) && maxConnsPerHost === Infinity
    const value: unknown = isLeft ? expect.anything() : cap
    return { [size]: value, [block]: maxConnsPerHost !== Infinity }
  }
}

/** What the clients do where an argument is not given. */
const ifAbsent: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['max_connections', Infinity],
  ['max_keepalive_connections', Infinity],
  ['keepalive_expiry', 5],
  ['maxsize', 1],
  ['pool_maxsize', 10],
  ['block', false],
  ['pool_block', false],
  ['limit_per_host', Infinity],
  ['limit', 100],
  ['keepalive_timeout', 15],
  ['force_close', false],
])

function says(values: ReadonlyMap<string, string>): Record<string, unknown> {
  return Object.fromEntries([...ifAbsent.keys()].map((name) => [name, read(values.get(name), name)]))
}

function read(text: string | undefined, name: string): unknown {
  if (text === undefined) return ifAbsent.get(name)
  if (text === 'None') return /timeout|expiry/.test(name) ? null : Infinity
  if (text === '0' && /limit|size/.test(name)) return Infinity
  return /^(?:True|False)$/.test(text) ? text === 'True' : Number(text)
}

function sample(client: string, text: string, line: number, kind = client): SourceSample {
  const expected = expectations[kind] as SourceSample['expected']
  return {
    dialect: pythonDialect,
    client,
    name: 'a.py',
    text,
    line,
    settings: [...ifAbsent.keys()],
    says,
    expected,
  }
}

sourceDialectLaws([
  sample('httpx', httpxSource, 23),
  sample('httpx', httpxSource.replaceAll('\n', '\r\n'), 23),
  sample('httpx', httpxSource, 34),
  sample('urllib3', requestsSource, 9, 'adapter'),
  sample('urllib3', requestsSource, 13),
  sample('urllib3', requestsSource, 14),
  sample('aiohttp', aiohttpSource.replace('2 * 60', '120'), 4),
  sample('aiohttp', aiohttpSource, 6),
])
