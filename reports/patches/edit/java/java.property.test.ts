import { expect } from 'vitest'
import type { WantedSettings } from '../config-dialect.ts'
import { type SourceSample, sourceDialectLaws, wholeMs } from '../syntax/lezer-tree-laws.fixture.ts'
import { javaDialect } from './java.ts'
import { apacheSource, jdkSource, managerSource, okhttpSource, reactorSource } from './java-source.fixture.ts'

type Values = ReadonlyMap<string, string>

const YEAR_MS = 31_536_000_000

const reuses = ({ maxIdlePerHost, idleTimeoutMs }: WantedSettings) => maxIdlePerHost > 0 && idleTimeoutMs >= 1

/** A count, or a time in ms; no limit from a year on. */
function read(text: string | undefined, ifAbsent: number): number {
  if (text === undefined) return ifAbsent
  if (text === 'Integer.MAX_VALUE') return Infinity
  const [, unit, digits = text] =
    /^[\w.]*\.of(Minutes|Seconds|Millis|Milliseconds)\(([\d]+)L?\)$/.exec(text) ?? []
  const factor = unit === 'Minutes' ? 60_000 : unit === 'Seconds' ? 1000 : 1
  const value = Number(digits.replace('L', '')) * factor
  return unit !== undefined && value >= YEAR_MS ? Infinity : value
}

function okhttpSays(values: Values): Record<string, unknown> {
  const unit = /\w+$/.exec(values.get('timeUnit') ?? 'MINUTES')?.[0] ?? ''
  const unitMs = { MILLISECONDS: 1, SECONDS: 1000, MINUTES: 60_000 }[unit] ?? NaN
  const ms = read(values.get('keepAliveDuration'), 5) * unitMs
  return { idleMs: ms >= YEAR_MS ? Infinity : ms, maxIdle: read(values.get('maxIdleConnections'), 5) }
}

const idleMs = ({ idleTimeoutMs }: WantedSettings) => wholeMs(idleTimeoutMs, YEAR_MS)

const kinds = {
  okhttp: {
    settings: ['maxIdleConnections', 'keepAliveDuration', 'timeUnit'],
    says: okhttpSays,
    expected: (wanted) =>
      reuses(wanted) ? { idleMs: idleMs(wanted), maxIdle: wanted.maxIdlePerHost } : { maxIdle: 0 },
  },
  'apache-httpclient5': {
    settings: [
      'setMaxConnPerRoute',
      'setMaxConnTotal',
      'setDefaultMaxPerRoute',
      'setMaxTotal',
      'setIdleTimeout',
      'setConnectionKeepAlive',
      'setKeepAliveStrategy',
      'setConnectionReuseStrategy',
      'evictIdleConnections',
      'evictExpiredConnections',
    ],
    says: (values) => ({
      open: read(values.get('setMaxConnPerRoute') ?? values.get('setDefaultMaxPerRoute'), 5),
      total: read(values.get('setMaxConnTotal') ?? values.get('setMaxTotal'), 25),
      keepAliveMs: read(values.get('setConnectionKeepAlive'), 180_000),
      strategyMs: read(values.get('setKeepAliveStrategy'), NaN),
      otherMs: Math.min(
        read(values.get('setIdleTimeout'), Infinity),
        read(values.get('evictIdleConnections'), Infinity),
      ),
      isReused: values.get('setConnectionReuseStrategy')?.endsWith('false') !== true,
    }),
    expected: (wanted) => ({
      open: wanted.maxConnsPerHost,
      total: expect.toSatisfy((total: number) => total >= wanted.maxConnsPerHost) as unknown,
      isReused: reuses(wanted),
      ...(reuses(wanted)
        ? {
            keepAliveMs: idleMs(wanted),
            strategyMs: idleMs(wanted),
            otherMs: expect.toSatisfy((ms: number) => ms >= idleMs(wanted)) as unknown,
          }
        : {}),
    }),
  },
  'reactor-netty': {
    settings: ['maxConnections', 'maxIdleTime', 'pendingAcquireMaxCount', 'evictInBackground', 'lifo'],
    says: (values) => ({
      open: read(values.get('maxConnections'), NaN),
      idleMs: read(values.get('maxIdleTime'), Infinity),
    }),
    expected: (wanted) => ({
      open: wanted.maxConnsPerHost,
      ...(reuses(wanted) ? { idleMs: idleMs(wanted) } : {}),
    }),
  },
  'java-net-http': {
    settings: ['jdk.httpclient.keepalive.timeout', 'jdk.httpclient.connectionPoolSize'],
    says: (values) => ({
      seconds: values.get('jdk.httpclient.keepalive.timeout'),
      maxIdle: values.get('jdk.httpclient.connectionPoolSize') ?? '"0"',
    }),
    expected: (wanted) => {
      const seconds = Math.min(2_147_483_647, Math.floor(wanted.idleTimeoutMs / 1000))
      const { maxIdlePerHost } = wanted
      if (!reuses(wanted) || seconds === 0) return { seconds: '"0"' }
      return { seconds: `"${seconds}"`, maxIdle: `"${maxIdlePerHost === Infinity ? 0 : maxIdlePerHost}"` }
    },
  },
} satisfies Record<string, Pick<SourceSample, 'settings' | 'says' | 'expected'>>

function sample(client: keyof typeof kinds, text: string, line: number): SourceSample {
  return { dialect: javaDialect, client, name: 'A.java', text, line, ...kinds[client] }
}

sourceDialectLaws([
  sample('okhttp', okhttpSource, 17),
  sample('okhttp', okhttpSource, 28),
  sample('apache-httpclient5', apacheSource, 13),
  sample('apache-httpclient5', apacheSource.replaceAll('\n', '\r\n'), 13),
  sample('apache-httpclient5', managerSource, 9),
  sample('reactor-netty', reactorSource, 10),
  sample('reactor-netty', reactorSource, 17),
  sample('java-net-http', jdkSource, 6),
])
