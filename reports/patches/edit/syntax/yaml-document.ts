import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  type Scalar,
  visit,
  type YAMLMap,
} from 'yaml'
import { ConfigEditError } from '../config-dialect.ts'
import {
  type DataMember,
  type DataNode,
  type DataReference,
  type DataTree,
  resolved,
} from '../json/data-tree.ts'
import { yamlWriter } from './yaml-document-writer.ts'

/**
 * A YAML 1.2 file of any number of documents.
 *
 * @throws ConfigEditError at the first place that is no YAML, or a template that has to be rendered first
 */
export function readYaml(text: string): DataTree {
  const documents = parseAllDocuments(text, { prettyErrors: false, uniqueKeys: false })
  const parsed = Array.isArray(documents) ? documents : []
  for (const { errors } of parsed) {
    const [error] = errors
    if (error !== undefined) throw syntaxError(text, error.message, error.pos[0])
  }
  const trees = parsed.flatMap((document) => {
    const { contents } = document
    return isNode(contents) ? [new TreeBuilder(text, document).node(contents, 0, null)] : []
  })
  return { text, documents: trees, writer: yamlWriter(text, trees) }
}

function syntaxError(text: string, message: string, offset: number): ConfigEditError {
  return text.includes('{{')
    ? template(offset)
    : new ConfigEditError(`this is no YAML: ${message.replace(/[.:]?\s*$/, '')}`, offset)
}

function template(offset: number): ConfigEditError {
  return new ConfigEditError(
    'this is a template ({{ }}), which is YAML only once it is rendered: change the values it is rendered from, or the rendered file',
    offset,
  )
}

/** Turns the nodes of one document into nodes of data. */
class TreeBuilder {
  readonly #text: string
  readonly #document: Document
  readonly #built = new Map<Node, DataNode>()
  /** The first alias of each node that has one. */
  readonly #aliases = new Map<Node, number>()

  constructor(text: string, document: Document) {
    this.#text = text
    this.#document = document
    visit(document, {
      Alias: (_key, alias) => {
        const target = alias.resolve(document)
        if (target !== undefined && !this.#aliases.has(target)) {
          this.#aliases.set(target, alias.range?.[0] ?? 0)
        }
      },
    })
  }

  /** @param at where the node begins if nothing is written */
  node(node: Node, at: number, outerSharedAt: number | null): DataNode {
    const sharedAt = this.#aliases.get(node) ?? outerSharedAt
    const built = this.#build(node, at, sharedAt)
    this.#built.set(node, built)
    return built
  }

  #build(node: Node, at: number, sharedAt: number | null): DataNode {
    const [from, to] = node.range ?? [at, at]
    if (isAlias(node)) return this.#reference(node, from, to, sharedAt)
    if (isMap(node)) return this.#map(node, from, to, sharedAt)
    if (isSeq(node)) {
      const block = node.flow !== true
      const items = node.items.flatMap((item) => (isNode(item) ? [this.node(item, from, sharedAt)] : []))
      return { kind: 'list', from, to: block ? (items.at(-1)?.to ?? to) : to, sharedAt, block, items }
    }
    return this.#scalar(node, at, sharedAt)
  }

  #map(node: YAMLMap, from: number, to: number, sharedAt: number | null): DataNode {
    const members: DataMember[] = []
    const merged: DataMember[] = []
    const keys = new Set<string>()
    for (const pair of node.items) {
      const member = this.#member(pair, sharedAt)
      if (keys.has(member.key)) {
        throw new ConfigEditError(`this is no YAML: ${member.key} is there twice`, member.keyFrom)
      }
      keys.add(member.key)
      if (member.key === '<<') merged.push(...inheritedFrom(member))
      members.push(member)
    }
    const block = node.flow !== true
    const end = block ? (members.at(-1)?.value.to ?? to) : to
    return { kind: 'map', from, to: end, sharedAt, block, members, inherited: merged }
  }

  #member({ key, value }: Pair, sharedAt: number | null): DataMember {
    if (!isNode(key)) throw new ConfigEditError('a member without a name cannot be read', 0)
    const [keyFrom, keyTo] = key.range ?? [0, 0]
    if (isMap(key) && this.#text.startsWith('{{', keyFrom - 1)) throw template(keyFrom)
    const name = isScalar(key) ? String(key.value) : this.#text.slice(keyFrom, keyTo)
    const colon = /^\s*:/.exec(this.#text.slice(keyTo))?.[0].length ?? 0
    const at = keyTo + colon
    const empty = { from: at, to: at, sharedAt, value: null, text: '', computed: false } as const
    return {
      key: name,
      keyFrom,
      keyTo,
      value: isNode(value) ? this.node(value, at, sharedAt) : { kind: 'scalar', ...empty },
    }
  }

  #scalar(node: Scalar, at: number, sharedAt: number | null): DataNode {
    const [from, to] = node.range ?? [at, at]
    const written = this.#text.slice(from, to)
    if (written === '') {
      return { kind: 'scalar', from: at, to: at, sharedAt, value: null, text: '', computed: false }
    }
    const { value, tag } = node
    const computed = tag !== undefined && tag.startsWith('!')
    const scalar = isPlain(value) ? value : written
    const text = typeof value === 'string' ? value : written
    return { kind: 'scalar', from, to, sharedAt, value: scalar, text, computed }
  }

  #reference(node: Node, from: number, to: number, sharedAt: number | null): DataReference {
    const target = isAlias(node) ? node.resolve(this.#document) : undefined
    if (target === undefined) throw new ConfigEditError('there is no anchor of that name', from)
    const [targetFrom, targetTo] = target.range ?? [0, 0]
    if (targetFrom <= from && from < targetTo) {
      throw new ConfigEditError('this alias repeats what it is part of', from)
    }
    return {
      kind: 'reference',
      from,
      to,
      sharedAt,
      targetFrom,
      target: () => this.#built.get(target) ?? this.node(target, targetFrom, null),
    }
  }
}

function isPlain(value: unknown): value is string | number | boolean | null {
  return (
    value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  )
}

/** What a merge key (`<<`) brings in, as references; an earlier map of a list wins. */
function inheritedFrom({ value }: DataMember): DataMember[] {
  const sources = value.kind === 'list' ? value.items : [value]
  return sources.flatMap((source) => {
    const map = resolved(source)
    if (map.kind !== 'map') return []
    return [...map.members, ...map.inherited]
      .filter(({ key }) => key !== '<<')
      .map((member) => ({
        ...member,
        value: {
          kind: 'reference' as const,
          from: source.from,
          to: source.to,
          sharedAt: null,
          targetFrom: member.value.from,
          target: () => resolved(member.value),
        },
      }))
  })
}
