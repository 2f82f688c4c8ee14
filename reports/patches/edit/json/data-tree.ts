import type { Splice } from '../config-dialect.ts'

/**
 * The data model that JSON, YAML and TOML have in common, with the places in the text: what a dialect needs to find
 * settings and to write them, whatever the syntax. Offsets are UTF-16 units.
 */
export type DataNode = DataMap | DataList | DataScalar | DataReference

interface Spanned {
  readonly from: number
  /** Where the content ends, without comments and white space that follow. */
  readonly to: number
  /** Where the node, or one that holds it, is repeated by an alias; `null` where it stands for itself alone. */
  readonly sharedAt: number | null
}

export interface DataMap extends Spanned {
  readonly kind: 'map'
  /** Indented lines, in place of braces. */
  readonly block: boolean
  readonly members: readonly DataMember[]
  /** Members that come from elsewhere, by a merge key; their values are references. */
  readonly inherited: readonly DataMember[]
}

export interface DataMember {
  readonly key: string
  readonly keyFrom: number
  readonly keyTo: number
  readonly value: DataNode
}

export interface DataList extends Spanned {
  readonly kind: 'list'
  readonly block: boolean
  readonly items: readonly DataNode[]
}

export interface DataScalar extends Spanned {
  readonly kind: 'scalar'
  readonly value: ScalarValue
  /** Its content as written, without quotes and with escapes resolved; empty where nothing is written. */
  readonly text: string
  /** The syntax itself says that the value comes from elsewhere, e.g. by a tag of the program's own. */
  readonly computed: boolean
}

/** A node that says: the same as there. */
export interface DataReference extends Spanned {
  readonly kind: 'reference'
  /** Where that is written. */
  readonly targetFrom: number
  readonly target: () => DataNode
}

export type ScalarValue = string | number | boolean | null

/** What may be written. */
export type NewValue = string | number | boolean | NewObject | readonly NewValue[]
export interface NewObject {
  readonly [key: string]: NewValue
}

/** A file with the means to change it; all splices refer to its text. */
export interface DataTree {
  readonly text: string
  /** One for each document in the file. */
  readonly documents: readonly DataNode[]
  readonly writer: DataWriter
}

/** @throws ConfigEditError (each method) where the syntax leaves no safe way to write it */
export interface DataWriter {
  /** Puts a value in place of a scalar that is there, in its own notation. */
  readonly replace: (scalar: DataScalar, value: string | number | boolean) => Splice[]
  /** Gives a member that is empty or null a value. */
  readonly fill: (map: DataMap, member: DataMember, value: NewValue) => Splice[]
  /** Adds members after the last one. */
  readonly add: (map: DataMap, members: NewObject) => Splice[]
  /** Adds an item after the last one. */
  readonly append: (list: DataList, value: NewValue) => Splice[]
  /** Where each UTF-16 unit of the content of a scalar stands in the file; `null` where they do not correspond. */
  readonly contentOffsets: (scalar: DataScalar) => readonly number[] | null
}

/** A key of a map, or the index of an item of a list. */
export type Step = string | number

/** Whether nothing is written there. */
export function isEmpty(node: DataNode | undefined): boolean {
  return node === undefined || (node.kind === 'scalar' && node.value === null)
}

export function resolved(node: DataNode): DataNode {
  return node.kind === 'reference' ? node.target() : node
}

/** The last member of that name, since the last one counts where a syntax lets a name come twice. */
export function ownMember(map: DataMap, key: string): DataMember | undefined {
  return map.members.findLast((member) => member.key === key)
}

export function memberOf(map: DataMap, key: string): DataMember | undefined {
  return ownMember(map, key) ?? map.inherited.find((member) => member.key === key)
}

/** The node at the end of a path, as written; references on the way are followed. */
export function nodeAt(root: DataNode, path: readonly Step[]): DataNode | undefined {
  let node: DataNode | undefined = root
  for (const step of path) {
    const holder = resolved(node)
    if (holder.kind === 'map') node = memberOf(holder, String(step))?.value
    else if (holder.kind === 'list') node = holder.items[Number(step)]
    else return undefined
    if (node === undefined) return undefined
  }
  return node
}

/** The map at the end of a path, a reference followed, or `null`. */
export function mapAt(root: DataNode, path: readonly Step[]): DataMap | null {
  const node = nodeAt(root, path)
  const target = node === undefined ? undefined : resolved(node)
  return target?.kind === 'map' ? target : null
}

/** The items of the list at the end of a path, references followed; none where there is no list. */
export function itemsAt(root: DataNode, path: readonly Step[]): readonly DataNode[] {
  const node = nodeAt(root, path)
  const target = node === undefined ? undefined : resolved(node)
  return target?.kind === 'list' ? target.items.map(resolved) : []
}

/**
 * Where a member at the end of a path begins, with its name, or the member on the way that is a reference; `null` where
 * it is not there.
 */
export function memberStart(root: DataNode, path: readonly Step[]): number | null {
  let node: DataNode = root
  let start: number | null = null
  for (const step of path) {
    if (node.kind === 'reference') return start
    const member: DataMember | undefined = node.kind === 'map' ? memberOf(node, String(step)) : undefined
    const next: DataNode | undefined = node.kind === 'list' ? node.items[Number(step)] : member?.value
    if (next === undefined) return null
    start = member?.keyFrom ?? next.from
    node = next
  }
  return start
}

/** The text of the scalar at the end of a path, or `null`. */
export function textAt(root: DataNode, path: readonly Step[]): string | null {
  const node = nodeAt(root, path)
  const target = node === undefined ? undefined : resolved(node)
  return target?.kind === 'scalar' && target.value !== null ? target.text : null
}

/** A path with each name as the file spells it, as far as it is there, and as `spell` does beyond. */
export function spelledPath(
  root: DataNode,
  path: readonly Step[],
  same: (written: string, name: string) => boolean,
  spell: (name: string) => string = (name) => name,
): Step[] {
  let node: DataNode | undefined = root
  return path.map((step) => {
    const holder: DataNode | undefined = node === undefined ? undefined : resolved(node)
    if (typeof step === 'number') {
      node = holder?.kind === 'list' ? holder.items[step] : undefined
      return step
    }
    const members: readonly DataMember[] =
      holder?.kind === 'map' ? [...holder.members, ...holder.inherited] : []
    const exact = members.findLast(({ key }) => key === step)
    const member = exact ?? members.findLast(({ key }) => same(key, step))
    node = member?.value
    return member?.key ?? spell(step)
  })
}
