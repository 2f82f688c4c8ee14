import { type HeapSnapshot, nodeName, nodeType } from './heap-snapshot.ts'

/** Objects that are counted together. */
export interface ObjectGroup {
  /** Of the constructor, the function, or what V8 calls it: `IncomingMessage`, `(string)`. */
  readonly name: string
  /** As V8 has it: `object`, `closure`, `array`, `string`, … */
  readonly type: string
  readonly count: number
  /** Without what they refer to. */
  readonly bytes: number
}

/** What has to be kept of a snapshot to find out later what came after it: 4 bytes for each object, and the groups. */
export interface HeapCensus {
  /** In ascending order. */
  readonly ids: Uint32Array
  readonly groups: ReadonlyMap<string, ObjectGroup>
}

interface GrowingGroup extends ObjectGroup {
  count: number
  bytes: number
}

export function takeCensus(snapshot: HeapSnapshot): HeapCensus {
  const groups = new Map<string, GrowingGroup>()
  // Nodes of one type and name are of one group: its key is put together once for all of them.
  const known = snapshot.nodeTypes.map(() => new Map<number, GrowingGroup>())
  for (let node = 0; node < snapshot.type.length; node++) {
    const byName = known[snapshot.type[node] as number] as Map<number, GrowingGroup>
    const name = snapshot.name[node] as number
    let group = byName.get(name)
    if (group === undefined) byName.set(name, (group = groupFor(groups, snapshot, node)))
    group.count++
    group.bytes += snapshot.selfSize[node] as number
  }
  return { ids: snapshot.id.slice().sort(), groups }
}

function groupFor(groups: Map<string, GrowingGroup>, snapshot: HeapSnapshot, node: number): GrowingGroup {
  const type = groupType(snapshot, node)
  const name = groupName(snapshot, node, type)
  const key = groupKey(type, name)
  let group = groups.get(key)
  if (group === undefined) groups.set(key, (group = { name, type, count: 0, bytes: 0 }))
  return group
}

/** Whether an object was there when the census was taken. */
export function wasThere({ ids }: HeapCensus, id: number): boolean {
  let low = 0
  let high = ids.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = ids[middle] as number
    if (found === id) return true
    if (found < id) low = middle + 1
    else high = middle - 1
  }
  return false
}

/** By which a node's group is found in a census. */
export function groupOf(snapshot: HeapSnapshot, node: number): string {
  const type = groupType(snapshot, node)
  return groupKey(type, groupName(snapshot, node, type))
}

function groupKey(type: string, name: string): string {
  return `${type} ${name}`
}

/** Strings are strings, however the engine puts them together. */
function groupType(snapshot: HeapSnapshot, node: number): string {
  const type = nodeType(snapshot, node)
  return type.endsWith(' string') ? 'string' : type
}

/** What has its content for a name is one group. */
function groupName(snapshot: HeapSnapshot, node: number, type: string): string {
  if (type === 'object' || type === 'closure' || type === 'synthetic' || type === 'native') {
    return nodeName(snapshot, node) || '(anonymous)'
  }
  return `(${type})`
}
