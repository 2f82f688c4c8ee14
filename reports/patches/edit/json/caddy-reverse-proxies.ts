import { caddy } from '../../../../models/clients/caddy.ts'
import { A_YEAR_MS } from '../../../../models/clients/dialect/a-year.ts'
import { durationText } from '../../../../models/clients/dialect/duration-text.ts'
import { LARGEST_INT } from '../../../../models/clients/dialect/largest-int.ts'
import { roundDown } from '../../../../models/clients/dialect/round-down.ts'
import type { WantedSettings } from '../config-dialect.ts'
import { type DataMap, type DataNode, type DataTree, mapAt, nodeAt, textAt } from './data-tree.ts'
import { type LeafSetting, nativeReader, settingLeaf } from './leaf-setting.ts'
import type { WantedLeaf } from './plan-leaves.ts'
import type { LeafDecision, TreePool } from './tree-place.ts'
import { lackingNotes } from './wanted-notes.ts'
import { wantsReuse } from '../wants-reuse.ts'

const KEEP_ALIVE = ['transport', 'keep_alive']

/** The `reverse_proxy` handlers of a configuration, however deep in routes, that speak HTTP to their upstreams. */
export function caddyPools(tree: DataTree): TreePool[] {
  return tree.documents.flatMap(handlersUnder).map((handler) => ({
    title: `reverse_proxy ${upstreamOf(handler)}`.trim(),
    from: handler.from,
    map: handler,
    scope: ['transport'],
    decide: (wanted) => decide(handler, wanted),
  }))
}

function handlersUnder(node: DataNode): DataMap[] {
  if (node.kind === 'list') return node.items.flatMap(handlersUnder)
  if (node.kind !== 'map') return []
  const protocol = textAt(node, ['transport', 'protocol']) ?? 'http'
  const own = textAt(node, ['handler']) === 'reverse_proxy' && protocol === 'http' ? [node] : []
  return [...own, ...node.members.flatMap(({ value }) => handlersUnder(value))]
}

function upstreamOf(handler: DataMap): string {
  return textAt(handler, ['upstreams', 0, 'dial']) ?? ''
}

/** Durations are text with units, or a number of nanoseconds. What 0 means differs between versions. */
function readIdle(text: string, isNumber: boolean): number | null {
  const ms = isNumber ? Number(text) / 1e6 : idleReader(text)
  return ms === 0 ? NaN : ms
}
const idleReader = nativeReader({ name: 'idle_timeout', unit: 'duration' }, 'idleTimeoutMs')

function readMaxIdle(text: string): number | null {
  const count = countReader(text)
  return count === 0 ? NaN : count
}
const countReader = nativeReader({ name: 'max_idle_conns_per_host', unit: 'count' }, 'maxIdlePerHost')

const readLimit = nativeReader(
  { name: 'max_conns_per_host', unit: 'count', special: { '0': Infinity } },
  'maxConnsPerHost',
)

function decide(handler: DataMap, wanted: WantedSettings): LeafDecision {
  const { maxConnsPerHost } = wanted
  const limit: LeafSetting = {
    path: ['transport', 'max_conns_per_host'],
    name: 'max_conns_per_host',
    read: readLimit,
    absent: Infinity,
  }
  const limitTarget = maxConnsPerHost === Infinity ? 0 : roundDown(maxConnsPerHost, LARGEST_INT)
  const leaves = [
    ...(wantsReuse(wanted) ? reuseLeaves(handler, wanted) : enabledLeaf(handler, false)),
    ...settingLeaf(handler, limit, limitTarget),
  ]
  return { leaves: [...protocolLeaf(handler, leaves), ...leaves], notes: lackingNotes(caddy, wanted) }
}

/** A transport that is not there yet has to say which it is. */
function protocolLeaf(handler: DataMap, leaves: readonly WantedLeaf[]): WantedLeaf[] {
  const says = nodeAt(handler, ['transport', 'protocol']) !== undefined
  return says || leaves.length === 0 ? [] : [{ path: ['transport', 'protocol'], value: 'http' }]
}

/**
 * Where `keep_alive` is there, what it leaves out has other values in versions up to 2.10 than since: both settings are
 * written together.
 */
function reuseLeaves(handler: DataMap, wanted: WantedSettings): WantedLeaf[] {
  const isWritten = mapAt(handler, KEEP_ALIVE) !== null
  const { idleTimeoutMs, maxIdlePerHost } = caddy.defaults
  const changed = isWritten || keepAliveLeaves(handler, wanted, { idleTimeoutMs, maxIdlePerHost }).length > 0
  if (!changed) return []
  return [
    ...enabledLeaf(handler, true),
    ...keepAliveLeaves(handler, wanted, { idleTimeoutMs: null, maxIdlePerHost: null }),
    ...totalLeaf(handler, wanted),
  ]
}

function keepAliveLeaves(
  handler: DataMap,
  { idleTimeoutMs, maxIdlePerHost }: WantedSettings,
  absent: { readonly idleTimeoutMs: number | null; readonly maxIdlePerHost: number | null },
): WantedLeaf[] {
  const idle: LeafSetting = {
    path: [...KEEP_ALIVE, 'idle_timeout'],
    name: 'idle_timeout',
    read: readIdle,
    absent: absent.idleTimeoutMs,
  }
  const maxIdle: LeafSetting = {
    path: [...KEEP_ALIVE, 'max_idle_conns_per_host'],
    name: 'max_idle_conns_per_host',
    read: readMaxIdle,
    absent: absent.maxIdlePerHost,
  }
  return [
    ...settingLeaf(handler, idle, idleValue(handler, idleTimeoutMs)),
    ...settingLeaf(handler, maxIdle, roundDown(maxIdlePerHost, LARGEST_INT)),
  ]
}

/** In nanoseconds where the file has them so; a year stands for no limit. */
function idleValue(handler: DataMap, ms: number): string | number {
  const node = nodeAt(handler, [...KEEP_ALIVE, 'idle_timeout'])
  const isNumber = node?.kind === 'scalar' && typeof node.value === 'number'
  return isNumber ? roundDown(ms, A_YEAR_MS) * 1e6 : durationText(ms, A_YEAR_MS)
}

/** Keep-alive is on unless `enabled` is false. */
function enabledLeaf(handler: DataMap, value: boolean): WantedLeaf[] {
  const path = [...KEEP_ALIVE, 'enabled']
  return (textAt(handler, path) === 'false') === value ? [{ path, value }] : []
}

/** `max_idle_conns`, over all hosts, must not keep less than what is wanted for one; 0 is no limit. */
function totalLeaf(handler: DataMap, { maxIdlePerHost }: WantedSettings): WantedLeaf[] {
  const path = [...KEEP_ALIVE, 'max_idle_conns']
  const total = Number(textAt(handler, path) ?? 0)
  return total > 0 && total < maxIdlePerHost ? [{ path, value: 0 }] : []
}
