import type { Client } from '../../../../models/clients/client.ts'
import type { ConfigDialect, ConfigPlace, WantedSettings } from '../config-dialect.ts'
import type { FieldWish } from '../syntax/lezer-tree-plan.ts'
import type { GoValue } from './go-constant.ts'
import { type GoField, goFields } from './go-field.ts'
import { type GoFile, readGoFile } from './go-file.ts'
import { addAssignments, addToLiteral, configPlace, type GoPlace } from './go-place.ts'
import { otherAssignments } from './go-other-assignments.ts'
import { type FieldAssignment, fieldAssignments } from './go-pool.ts'
import { countText, saysCount, saysTime, timeText } from './go-text.ts'
import { findTransports, type GoTransport } from './go-transport.ts'
import { wantsReuse } from '../wants-reuse.ts'

/**
 * `http.Transport` in Go source: composite literals with named fields, `new` and `var`, clones of
 * `http.DefaultTransport` and of others, and assignments to fields of `http.DefaultTransport` itself; whatever
 * `net/http` is called.
 */
export const goNetHttpDialect: ConfigDialect = {
  title: 'Go source',
  clients: ['go-net-http'],
  reads: (fileName) => /\.go$/i.test(fileName),
  findPlaces: ({ text }, client) => {
    const file = readGoFile(text)
    const assignments = fieldAssignments(file)
    const transports = findTransports(file, assignments)
    const others = otherAssignments(
      assignments,
      transports.flatMap(({ writes }) => writes),
    )
    return transports.map((transport) => place(file, client, transport, others))
  },
}

function place(
  file: GoFile,
  client: Client,
  transport: GoTransport,
  others: readonly FieldAssignment[],
): ConfigPlace {
  const { literal, target, statement } = transport
  const fields = goFields(file, transport.writes)
  const add: GoPlace['add'] = (additions) => {
    if (literal !== null) return addToLiteral(file, literal, additions)
    return statement === null || target === null ? [] : addAssignments(file, target, statement, additions)
  }
  return configPlace({
    file,
    client,
    title: transport.title,
    from: transport.from,
    fields,
    unreadable: transport.unreadable,
    mayHoldMore: transport.base === 'unknown',
    others,
    wishes: (wanted) => wishes(file, transport, fields, wanted),
    add,
    notes: (wanted) => allHostsNote(fields, transport, wanted),
  })
}

/** What http.DefaultTransport is made with (Go, net/http/transport.go). */
const defaultTransport: ReadonlyMap<string, bigint> = new Map([
  ['IdleConnTimeout', 90_000_000_000n],
  ['MaxIdleConns', 100n],
])

function wishes(
  file: GoFile,
  { base }: GoTransport,
  fields: readonly GoField[],
  wanted: WantedSettings,
): FieldWish<GoValue>[] {
  const { idleTimeoutMs, maxIdlePerHost, maxConnsPerHost } = wanted
  const wish = (
    name: string,
    says: (value: GoValue) => boolean,
    write: () => string,
  ): FieldWish<GoValue> => ({
    name,
    holds: (value) => says(value ?? (base === 'default' ? defaultTransport.get(name) : undefined) ?? 0n),
    write,
    isCompanion: name === 'DisableKeepAlives' || name === 'MaxIdleConns',
  })
  const open = wish(
    'MaxConnsPerHost',
    (value) => (maxConnsPerHost === Infinity ? isAtMost(value, 0n) : saysCount(value, maxConnsPerHost)),
    () => (maxConnsPerHost === Infinity ? '0' : countText(file, maxConnsPerHost)),
  )
  if (!wantsReuse(wanted)) {
    const isOff = fields.some(
      ({ name, constant }) => name === 'DisableKeepAlives' && constant?.value === true,
    )
    const none = wish(
      'MaxIdleConnsPerHost',
      (value) => isAtMost(value, -1n),
      () => '-1',
    )
    return isOff ? [open] : [none, open]
  }
  return [
    wish(
      'DisableKeepAlives',
      (value) => value === false || value === 0n,
      () => 'false',
    ),
    wish(
      'MaxIdleConns',
      (value) => isWideEnough(value, maxIdlePerHost),
      () => '0',
    ),
    wish(
      'MaxIdleConnsPerHost',
      (value) => saysCount(value === 0n ? 2n : value, maxIdlePerHost),
      () => countText(file, maxIdlePerHost),
    ),
    open,
    wish(
      'IdleConnTimeout',
      (value) => (idleTimeoutMs === Infinity ? isAtMost(value, 0n) : saysTime(value, idleTimeoutMs)),
      () => (idleTimeoutMs === Infinity ? '0' : timeText(file, idleTimeoutMs)),
    ),
  ]
}

function isAtMost(value: GoValue, bound: bigint): boolean {
  return typeof value === 'bigint' && value <= bound
}

/** Whether the cap over all hosts, 0 for none, leaves room for what one host may keep. */
function isWideEnough(maxIdleConns: GoValue, maxIdlePerHost: number): boolean {
  return (
    isAtMost(maxIdleConns, 0n) || saysCount(maxIdleConns, Infinity) || Number(maxIdleConns) >= maxIdlePerHost
  )
}

/** The cap over all hosts is left where it is wide enough for one host; it may not be for several. */
function allHostsNote(fields: readonly GoField[], { base }: GoTransport, wanted: WantedSettings): string[] {
  const field = fields.findLast(({ name }) => name === 'MaxIdleConns')
  const value = field === undefined && base === 'default' ? 100n : field?.constant?.value
  if (!wantsReuse(wanted) || typeof value !== 'bigint' || value <= 0n) return []
  if (saysCount(value, Infinity) || Number(value) < wanted.maxIdlePerHost) return []
  return [
    `MaxIdleConns ${value} caps the idle connections of all hosts together: set it to 0 if the Transport talks to more than ${Math.floor(Number(value) / wanted.maxIdlePerHost)} of them.`,
  ]
}
