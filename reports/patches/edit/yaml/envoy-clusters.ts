import { protoDuration } from '../../../../models/clients/dialect/proto-duration.ts'
import { roundDown } from '../../../../models/clients/dialect/round-down.ts'
import { envoy } from '../../../../models/clients/envoy.ts'
import type { WantedSettings } from '../config-dialect.ts'
import {
  type DataMap,
  type DataNode,
  type DataTree,
  itemsAt,
  mapAt,
  memberOf,
  nodeAt,
  resolved,
  spelledPath,
  type Step,
  textAt,
} from '../json/data-tree.ts'
import { type LeafSetting, nativeReader, settingLeaf } from '../json/leaf-setting.ts'
import type { WantedLeaf } from '../json/plan-leaves.ts'
import type { LeafDecision, TreePool } from '../json/tree-place.ts'
import { lackingNotes } from '../json/wanted-notes.ts'
import { wantsReuse } from '../wants-reuse.ts'

const HTTP_OPTIONS = 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions'
const TYPE_PREFIX = 'type.googleapis.com/'
/** The counts are 32 bits wide; the largest stands for no limit. */
const LARGEST_COUNT = 4_294_967_295
/** `max_requests` where nothing is set; it holds for HTTP/1.1 too, so that more connections stay without use. */
const DEFAULT_MAX_REQUESTS = 1024

/** Names that tell a cluster from other maps with a name. */
const clusterFields = [
  'connect_timeout',
  'load_assignment',
  'lb_policy',
  'cluster_type',
  'circuit_breakers',
  'typed_extension_protocol_options',
  'common_http_protocol_options',
]

/** Deprecated names on the cluster itself, which an `HttpProtocolOptions` beside them would put out of force. */
const legacyFields = [
  'common_http_protocol_options',
  'http_protocol_options',
  'http2_protocol_options',
  'upstream_http_protocol_options',
  'protocol_selection',
]

/** The clusters of a bootstrap file, of a list of resources, or of a document that is one. */
export function envoyPools(tree: DataTree): TreePool[] {
  return tree.documents
    .flatMap((document) => {
      const root = resolved(document)
      const listed = [
        ...itemsAt(root, ['static_resources', 'clusters']),
        ...itemsAt(root, ['staticResources', 'clusters']),
        ...itemsAt(root, ['clusters']),
        ...itemsAt(root, ['resources']).filter(
          (item) => textAt(item, ['@type']) === `${TYPE_PREFIX}envoy.config.cluster.v3.Cluster`,
        ),
      ]
      const bare = root.kind === 'list' ? root.items.map(resolved) : [root]
      return [...listed, ...bare.filter(isCluster)]
    })
    .flatMap((node) => (node.kind === 'map' ? [envoyPool(node)] : []))
}

function isCluster(node: DataNode): boolean {
  if (node.kind !== 'map' || textAt(node, ['name']) === null) return false
  return clusterFields.some((name) => hasField(node, name))
}

function hasField(map: DataMap, name: string): boolean {
  return memberOf(map, name) !== undefined || memberOf(map, camelCase(name)) !== undefined
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase())
}

function envoyPool(cluster: DataMap): TreePool {
  const title = `cluster ${textAt(cluster, ['name']) ?? ''}`.trim()
  return { title, from: cluster.from, map: cluster, scope: [], decide: (wanted) => decide(cluster, wanted) }
}

/** A path as the file spells it: protobuf's JSON takes both `idle_timeout` and `idleTimeout`. */
function fieldPath(cluster: DataMap, path: readonly Step[]): Step[] {
  const camel = cluster.members.some(({ key }) => /^[a-z]+[A-Z]/.test(key))
  const spell = (name: string) => (camel && name !== HTTP_OPTIONS ? camelCase(name) : name)
  return spelledPath(cluster, path, (written, name) => written === camelCase(name), spell)
}

const readIdle = nativeReader(
  { name: 'idle_timeout', unit: 'duration', special: { '0': Infinity } },
  'idleTimeoutMs',
)
const readCount = nativeReader({ name: 'max_connections', unit: 'count' }, 'maxConnsPerHost')

/** A cluster that lets no connection serve twice does so by `max_requests_per_connection: 1`; 0 is no limit. */
function decide(cluster: DataMap, wanted: WantedSettings): LeafDecision {
  const { idleTimeoutMs, maxConnsPerHost } = wanted
  const reuse = wantsReuse(wanted)
  const options = httpOptions(cluster)
  const field = (name: string) => fieldPath(cluster, [...options, 'common_http_protocol_options', name])
  const idle: LeafSetting = {
    path: field('idle_timeout'),
    name: 'idle_timeout',
    read: readIdle,
    absent: envoy.defaults.idleTimeoutMs,
  }
  const requests: LeafSetting = {
    path: field('max_requests_per_connection'),
    name: 'max_requests_per_connection',
    read: readCount,
    absent: Infinity,
  }
  const idleLeaves = reuse
    ? [
        ...settingLeaf(cluster, idle, idleTimeoutMs === Infinity ? '0s' : protoDuration(idleTimeoutMs)),
        ...(textAt(cluster, requests.path) === '1' ? [{ path: requests.path, value: 0 }] : []),
      ]
    : settingLeaf(cluster, requests, 1)
  return {
    leaves: [
      ...breakerLeaves(cluster, roundDown(maxConnsPerHost, LARGEST_COUNT)),
      ...(idleLeaves.length > 0 ? [...typeLeaves(cluster, options), ...idleLeaves] : []),
    ],
    notes: [
      ...(maxConnsPerHost === Infinity
        ? []
        : [
            'max_connections holds for all worker threads and all hosts of the cluster together: multiply it by the number of both.',
          ]),
      ...lackingNotes(envoy, wanted),
    ],
  }
}

/** Where `common_http_protocol_options` is, or belongs: the cluster itself if it has deprecated fields. */
function httpOptions(cluster: DataMap): Step[] {
  const typed = ['typed_extension_protocol_options', HTTP_OPTIONS]
  if (mapAt(cluster, fieldPath(cluster, typed)) !== null) return typed
  return legacyFields.some((name) => hasField(cluster, name)) ? [] : typed
}

/** What an `HttpProtocolOptions` that is not there yet has to have: its type, and HTTP/1.1 as before. */
function typeLeaves(cluster: DataMap, options: readonly Step[]): WantedLeaf[] {
  if (options.length === 0 || mapAt(cluster, fieldPath(cluster, options)) !== null) return []
  const path = fieldPath(cluster, options)
  const [http, protocol] = fieldPath(cluster, ['explicit_http_config', 'http_protocol_options'])
  return [
    { path: [...path, '@type'], value: `${TYPE_PREFIX}${HTTP_OPTIONS}` },
    { path: [...path, http as Step, protocol as Step], value: {} },
  ]
}

/** The first threshold of the default priority counts. */
function breakerLeaves(cluster: DataMap, connections: number): WantedLeaf[] {
  const list = fieldPath(cluster, ['circuit_breakers', 'thresholds'])
  const items = itemsAt(cluster, list)
  const found = items.findIndex((item) => /^(DEFAULT|0)$/.test(textAt(item, ['priority']) ?? 'DEFAULT'))
  const index = found === -1 ? items.length : found
  const field = (name: string) => fieldPath(cluster, [...list, index, name])
  const limit: LeafSetting = {
    path: field('max_connections'),
    name: 'max_connections',
    read: readCount,
    absent: envoy.defaults.maxConnsPerHost,
  }
  const leaves = [
    ...settingLeaf(cluster, limit, connections),
    ...requestLeaves(cluster, field('max_requests'), connections),
  ]
  const isNew = found === -1 && nodeAt(cluster, [...list, index]) === undefined
  return leaves.length > 0 && isNew ? [{ path: field('priority'), value: 'DEFAULT' }, ...leaves] : leaves
}

/** `max_requests` where it would keep connections without use. */
function requestLeaves(cluster: DataMap, path: readonly Step[], connections: number): WantedLeaf[] {
  const setting: LeafSetting = { path, name: 'max_requests', read: readCount, absent: DEFAULT_MAX_REQUESTS }
  const written = textAt(cluster, path)
  const current = written === null ? DEFAULT_MAX_REQUESTS : readCount(written)
  return current !== null && current >= connections ? [] : settingLeaf(cluster, setting, connections)
}
