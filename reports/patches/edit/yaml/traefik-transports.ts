import { durationText } from '../../../../models/clients/dialect/duration-text.ts'
import { LARGEST_INT } from '../../../../models/clients/dialect/largest-int.ts'
import { LONGEST_DURATION_MS } from '../../../../models/clients/dialect/longest-duration.ts'
import { roundDown } from '../../../../models/clients/dialect/round-down.ts'
import { traefik } from '../../../../models/clients/traefik.ts'
import type { WantedSettings } from '../config-dialect.ts'
import {
  type DataMap,
  type DataTree,
  mapAt,
  memberOf,
  nodeAt,
  resolved,
  spelledPath,
  type Step,
  textAt,
} from '../json/data-tree.ts'
import { type LeafSetting, nativeReader, settingLeaf } from '../json/leaf-setting.ts'
import type { LeafDecision, TreePool } from '../json/tree-place.ts'
import { lackingNotes } from '../json/wanted-notes.ts'
import { kubernetesObjects } from './kubernetes-objects.ts'
import { wantsReuse } from '../wants-reuse.ts'

/** What a transport keeps idle per server where it does not say, other than the default one. */
const UNSET_MAX_IDLE = 2

/** What a static configuration has at its top, and nothing else. */
const staticFields = ['serversTransport', 'entryPoints', 'providers']

/**
 * The transports of Traefik: the default one of a static configuration, those with names of a dynamic one, and
 * ServersTransport objects in Kubernetes.
 */
export function traefikPools(tree: DataTree): TreePool[] {
  return kubernetesObjects(tree).flatMap((root) => {
    if (textAt(root, ['kind']) === null) return [...defaultPool(root), ...namedPools(root)]
    const isTraefik = textAt(root, ['apiVersion'])?.startsWith('traefik.') === true
    if (!isTraefik || textAt(root, ['kind']) !== 'ServersTransport') return []
    const title = `ServersTransport ${textAt(root, ['metadata', 'name']) ?? ''}`.trim()
    return [traefikPool({ title, from: root.from, root, scope: ['spec'], unsetMaxIdle: UNSET_MAX_IDLE })]
  })
}

/** Traefik takes names in any case. */
function anyCase(root: DataMap, path: readonly Step[]): Step[] {
  return spelledPath(root, path, (written, name) => written.toLowerCase() === name.toLowerCase())
}

function defaultPool(root: DataMap): TreePool[] {
  const known = staticFields.flatMap((name) => memberOf(root, String(anyCase(root, [name])[0])) ?? [])
  const [first] = known
  if (first === undefined) return []
  const unsetMaxIdle = traefik.defaults.maxIdlePerHost
  const scope = anyCase(root, ['serversTransport'])
  return [traefikPool({ title: 'serversTransport', from: first.keyFrom, root, scope, unsetMaxIdle })]
}

function namedPools(root: DataMap): TreePool[] {
  const path = anyCase(root, ['http', 'serversTransports'])
  const transports = mapAt(root, path)
  return (transports?.members ?? []).flatMap(({ key, keyFrom, value }) => {
    if (resolved(value).kind === 'list') return []
    const scope = [...path, key]
    const title = `serversTransport ${key}`
    return [traefikPool({ title, from: keyFrom, root, scope, unsetMaxIdle: UNSET_MAX_IDLE })]
  })
}

interface TransportPlace {
  readonly title: string
  readonly from: number
  readonly root: DataMap
  readonly scope: readonly Step[]
  readonly unsetMaxIdle: number
}

function traefikPool({ title, from, root, scope, unsetMaxIdle }: TransportPlace): TreePool {
  return { title, from, map: root, scope, decide: (wanted) => decide(root, scope, unsetMaxIdle, wanted) }
}

/** A bare number counts seconds. */
const readIdle = nativeReader(
  { name: 'idleConnTimeout', unit: 's', special: { '0': Infinity } },
  'idleTimeoutMs',
)
/** A negative number keeps none. */
function readMaxIdle(text: string): number | null {
  return /^\s*-\d+\s*$/.test(text) ? 0 : readCount(text)
}
const readCount = nativeReader(
  { name: 'maxIdleConnsPerHost', unit: 'count', special: { '0': UNSET_MAX_IDLE } },
  'maxIdlePerHost',
)

function decide(
  root: DataMap,
  scope: readonly Step[],
  unsetMaxIdle: number,
  wanted: WantedSettings,
): LeafDecision {
  const maxIdle: LeafSetting = {
    path: anyCase(root, [...scope, 'maxIdleConnsPerHost']),
    name: 'maxIdleConnsPerHost',
    read: readMaxIdle,
    absent: unsetMaxIdle,
  }
  const notes = lackingNotes(traefik, wanted)
  if (!wantsReuse(wanted)) return { leaves: settingLeaf(root, maxIdle, -1), notes }
  const idle: LeafSetting = {
    path: anyCase(root, [...scope, 'forwardingTimeouts', 'idleConnTimeout']),
    name: 'idleConnTimeout',
    read: readIdle,
    absent: traefik.defaults.idleTimeoutMs,
  }
  const leaves = [
    ...settingLeaf(root, maxIdle, roundDown(wanted.maxIdlePerHost, LARGEST_INT)),
    ...settingLeaf(root, idle, idleText(root, idle.path, wanted.idleTimeoutMs)),
  ]
  return { leaves, notes }
}

/** In seconds without a unit where the file has them so. */
function idleText(root: DataMap, path: readonly Step[], ms: number): string | number {
  if (ms === Infinity) return '0s'
  const text = durationText(ms, LONGEST_DURATION_MS)
  const node = nodeAt(root, path)
  const isNumber = node?.kind === 'scalar' && typeof node.value === 'number'
  return isNumber && /^\d+s$/.test(text) ? Number(text.slice(0, -1)) : text
}
