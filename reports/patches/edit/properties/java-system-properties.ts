import { LARGEST_INT } from '../../../../models/clients/dialect/largest-int.ts'
import { LONGEST_DURATION_MS } from '../../../../models/clients/dialect/longest-duration.ts'
import { roundDown } from '../../../../models/clients/dialect/round-down.ts'
import type { Client } from '../../../../models/clients/client.ts'
import type { WantedSettings } from '../config-dialect.ts'
import { nativeReader } from '../json/leaf-setting.ts'
import { lackingNotes } from '../json/wanted-notes.ts'
import { wantsReuse } from '../wants-reuse.ts'

/** A system property that a pool reads, and what it is to say. */
export interface WantedProperty {
  readonly property: string
  readonly target: string
  readonly read: (text: string) => number | null
  /** What holds without it; `null` where versions differ. */
  readonly absent: number | null
}

export interface WantedProperties {
  readonly properties: readonly WantedProperty[]
  readonly notes: readonly string[]
}

/** What the system properties of each client begin with. */
export const propertyPrefixes: Readonly<Record<string, string>> = {
  'java-net-http': 'jdk.httpclient.',
  'reactor-netty': 'reactor.netty.pool.',
}

/** @param client one of `propertyPrefixes` */
export function wantedProperties(client: Client, wanted: WantedSettings): WantedProperties {
  return client.name === 'java-net-http' ? jdkProperties(client, wanted) : reactorProperties(client, wanted)
}

/** Whole seconds; an idle timeout of 0 keeps nothing. */
function jdkProperties(client: Client, wanted: WantedSettings): WantedProperties {
  const { idleTimeoutMs, maxIdlePerHost } = wanted
  const reuse = wantsReuse(wanted) && idleTimeoutMs >= 1000
  const timeout: WantedProperty = {
    property: 'jdk.httpclient.keepalive.timeout',
    target: String(reuse ? roundDown(idleTimeoutMs / 1000, LARGEST_INT) : 0),
    read: nativeReader({ name: 'keepalive.timeout', unit: 's' }, 'idleTimeoutMs'),
    absent: null,
  }
  const size: WantedProperty = {
    property: 'jdk.httpclient.connectionPoolSize',
    target: String(maxIdlePerHost === Infinity ? 0 : roundDown(maxIdlePerHost, LARGEST_INT)),
    read: nativeReader(
      { name: 'connectionPoolSize', unit: 'count', special: { '0': Infinity } },
      'maxIdlePerHost',
    ),
    absent: Infinity,
  }
  if (!reuse) return { properties: [timeout], notes: [NO_REUSE, ...lackingNotes(client, wanted)] }
  const shared =
    maxIdlePerHost === Infinity
      ? []
      : ['connectionPoolSize counts all hosts together: multiply it by the number of hosts that are called.']
  return { properties: [timeout, size], notes: [...shared, ...lackingNotes(client, wanted)] }
}

const NO_REUSE =
  'A timeout of 0 alone does not keep a request that follows at once from reusing a connection: let each request say Connection: close.'

/** Milliseconds; −1 is no limit, and 0 keeps nothing. */
function reactorProperties(client: Client, wanted: WantedSettings): WantedProperties {
  const { idleTimeoutMs, maxConnsPerHost } = wanted
  const idle = idleTimeoutMs === Infinity ? -1 : roundDown(idleTimeoutMs, LONGEST_DURATION_MS)
  return {
    properties: [
      {
        property: 'reactor.netty.pool.maxIdleTime',
        target: String(wantsReuse(wanted) ? idle : 0),
        read: nativeReader({ name: 'maxIdleTime', unit: 'ms', special: { '-1': Infinity } }, 'idleTimeoutMs'),
        absent: Infinity,
      },
      {
        property: 'reactor.netty.pool.maxConnections',
        target: String(roundDown(maxConnsPerHost, LARGEST_INT)),
        read: nativeReader({ name: 'maxConnections', unit: 'count' }, 'maxConnsPerHost'),
        absent: null,
      },
    ],
    notes: [
      'A ConnectionProvider that is built with maxConnections or maxIdleTime of its own does not read these properties, and that of HttpClient.create() has 500 connections at least.',
      ...lackingNotes(client, wanted),
    ],
  }
}
