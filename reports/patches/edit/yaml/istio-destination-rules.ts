import { A_YEAR_MS } from '../../../../models/clients/dialect/a-year.ts'
import { LARGEST_INT } from '../../../../models/clients/dialect/largest-int.ts'
import { protoDuration } from '../../../../models/clients/dialect/proto-duration.ts'
import { roundDown } from '../../../../models/clients/dialect/round-down.ts'
import { istio } from '../../../../models/clients/istio.ts'
import type { WantedSettings } from '../config-dialect.ts'
import {
  type DataMap,
  type DataNode,
  type DataTree,
  mapAt,
  memberStart,
  nodeAt,
  resolved,
  type Step,
  textAt,
} from '../json/data-tree.ts'
import { type LeafSetting, nativeReader, settingLeaf } from '../json/leaf-setting.ts'
import type { LeafDecision, TreePool } from '../json/tree-place.ts'
import { lackingNotes } from '../json/wanted-notes.ts'
import { kubernetesObjects } from './kubernetes-objects.ts'
import { wantsReuse } from '../wants-reuse.ts'

/** What a DestinationRule says in `connectionPool`. */
export interface IstioTarget {
  /** `null` where connections serve one request each. */
  readonly idleTimeout: string | null
  /** 0 means no limit. */
  readonly maxConnections: number
}

/** The wanted settings as a DestinationRule writes them; a year stands for an idle timeout of never. */
export function istioTarget(wanted: WantedSettings): IstioTarget {
  const { idleTimeoutMs, maxConnsPerHost } = wanted
  return {
    idleTimeout: wantsReuse(wanted)
      ? protoDuration(idleTimeoutMs === Infinity ? A_YEAR_MS : idleTimeoutMs)
      : null,
    maxConnections: maxConnsPerHost === Infinity ? 0 : roundDown(maxConnsPerHost, LARGEST_INT),
  }
}

/** What a limit of connections counts. */
export function istioLimitNotes(wanted: WantedSettings): string[] {
  return istioTarget(wanted).maxConnections === 0
    ? []
    : [
        'maxConnections holds for all worker threads and all endpoints of the host together: multiply it by the number of both.',
      ]
}

/**
 * The pools of the DestinationRules in a file. That of the whole host is one where it is written, or where nothing
 * else is; those of subsets and ports are where they are written, since without they take over the host's or the
 * defaults.
 */
export function istioPools(tree: DataTree): TreePool[] {
  return kubernetesObjects(tree)
    .filter(
      (object) =>
        textAt(object, ['kind']) === 'DestinationRule' &&
        textAt(object, ['apiVersion'])?.startsWith('networking.istio.io/') === true,
    )
    .flatMap(poolsOf)
}

function poolsOf(object: DataMap): TreePool[] {
  const spec = mapAt(object, ['spec'])
  if (spec === null) return []
  const name =
    `DestinationRule ${textAt(object, ['metadata', 'name']) ?? textAt(spec, ['host']) ?? ''}`.trim()
  const policies = [
    { title: name, path: ['trafficPolicy'] as Step[] },
    ...portPolicies(spec, ['trafficPolicy'], name),
    ...itemIndexes(spec, ['subsets']).flatMap((i) => {
      const path = ['subsets', i, 'trafficPolicy']
      const title = `${name}, subset ${textAt(spec, ['subsets', i, 'name']) ?? i}`
      return [{ title, path }, ...portPolicies(spec, path, title)]
    }),
  ]
  const written = policies.filter(({ path }) => mapAt(spec, [...path, 'connectionPool']) !== null)
  const [whole] = policies
  return (written.length > 0 || whole === undefined ? written : [whole]).map(({ title, path }) =>
    istioPool(title, spec, path),
  )
}

function portPolicies(spec: DataMap, path: readonly Step[], title: string) {
  return itemIndexes(spec, [...path, 'portLevelSettings']).map((i) => {
    const own = [...path, 'portLevelSettings', i]
    return { title: `${title}, port ${textAt(spec, [...own, 'port', 'number']) ?? i}`, path: own }
  })
}

function itemIndexes(root: DataNode, path: readonly Step[]): number[] {
  const node = nodeAt(root, path)
  const list = node === undefined ? undefined : resolved(node)
  return list?.kind === 'list' ? list.items.map((_item, i) => i) : []
}

function istioPool(title: string, spec: DataMap, policy: readonly Step[]): TreePool {
  const scope = [...policy, 'connectionPool']
  const from = memberStart(spec, scope) ?? memberStart(spec, policy) ?? spec.from
  return { title, from, map: spec, scope, decide: (wanted) => decide(spec, policy, wanted) }
}

const readIdle = nativeReader({ name: 'idleTimeout', unit: 'duration' }, 'idleTimeoutMs')
const readCount = nativeReader(
  { name: 'maxConnections', unit: 'count', special: { '0': Infinity } },
  'maxConnsPerHost',
)

/** A rule that lets no connection serve twice does so by `maxRequestsPerConnection: 1`; 0 is no limit. */
function decide(spec: DataMap, policy: readonly Step[], wanted: WantedSettings): LeafDecision {
  const scope = [...policy, 'connectionPool']
  const { idleTimeout, maxConnections } = istioTarget(wanted)
  const tcpIdle = textAt(spec, [...scope, 'tcp', 'idleTimeout'])
  const idle: LeafSetting = {
    path: [...scope, 'http', 'idleTimeout'],
    name: 'idleTimeout',
    read: readIdle,
    absent: tcpIdle === null ? istio.defaults.idleTimeoutMs : readIdle(tcpIdle),
  }
  const limit: LeafSetting = {
    path: [...scope, 'tcp', 'maxConnections'],
    name: 'maxConnections',
    read: readCount,
    absent: Infinity,
  }
  const requestsPath = [...scope, 'http', 'maxRequestsPerConnection']
  const requests: LeafSetting = {
    path: requestsPath,
    name: 'maxRequestsPerConnection',
    read: readCount,
    absent: Infinity,
  }
  const isSingle = textAt(spec, requestsPath) === '1'
  return {
    leaves: [
      ...settingLeaf(spec, limit, maxConnections),
      ...(idleTimeout === null ? settingLeaf(spec, requests, 1) : settingLeaf(spec, idle, idleTimeout)),
      ...(idleTimeout !== null && isSingle ? [{ path: requestsPath, value: 0 }] : []),
    ],
    notes: [...istioLimitNotes(wanted), ...portNotes(spec, policy), ...lackingNotes(istio, wanted)],
  }
}

/** Ports with settings of their own take over nothing from the policy around them (Istio, `TrafficPolicy`). */
function portNotes(spec: DataMap, policy: readonly Step[]): string[] {
  const ports = itemIndexes(spec, [...policy, 'portLevelSettings'])
    .map((i) => [...policy, 'portLevelSettings', i])
    .filter((path) => mapAt(spec, [...path, 'connectionPool']) === null)
  return ports.map(
    (path) =>
      `Port ${textAt(spec, [...path, 'port', 'number']) ?? path.at(-1)} has portLevelSettings without a connectionPool, so this one does not hold for it: give it one of its own.`,
  )
}
