import { type AST, ParseError, parseTOML } from 'toml-eslint-parser'
import { ConfigEditError } from '../config-dialect.ts'
import type { DataMap, DataMember, DataNode, DataScalar, DataTree } from '../json/data-tree.ts'
import { type TomlSite, tomlWriter } from './toml-document-writer.ts'

/**
 * A TOML 1.0 file as one map: tables, inline tables and dotted names are put together.
 *
 * @throws ConfigEditError at the first place that is no TOML
 */
export function readToml(text: string): DataTree {
  const program = parse(text)
  const builder = new TreeBuilder(text)
  const root = builder.build(program.body[0])
  return { text, documents: [root], writer: tomlWriter(text, builder.sites) }
}

function parse(text: string): AST.TOMLProgram {
  try {
    return parseTOML(text, { tomlVersion: '1.0' })
  } catch (error) {
    if (!(error instanceof ParseError)) throw error
    const message = error.message.replace(/\.\s*$/, '')
    throw new ConfigEditError(`this is no TOML: ${message}`, Math.min(error.index, text.length))
  }
}

/** A map as long as members are found for it. */
interface OpenMap extends DataMap {
  readonly members: DataMember[]
}

class TreeBuilder {
  /** Where members of each map may be added. */
  readonly sites = new Map<DataNode, TomlSite>()
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  build(top: AST.TOMLTopLevelTable): DataMap {
    const root = this.#newMap(0, this.#text.length, { kind: 'table', header: null, bodyEnd: 0 })
    for (const part of top.body) {
      if (part.type === 'TOMLTable') this.#table(root, part)
      else this.#pair(root, part)
    }
    return root
  }

  #table(root: OpenMap, table: AST.TOMLTable): void {
    const { resolvedKey, key, range } = table
    if (resolvedKey.some((step) => typeof step === 'number')) return
    const parent = this.#descend(root, key.keys.slice(0, -1), (name) => ({
      kind: 'implicit',
      child: range[0],
      name: this.#text.slice(key.range[0], name.range[1]),
    }))
    const last = key.keys.at(-1) as AST.TOMLBare | AST.TOMLQuoted
    const map = this.#mapIn(parent, last, range[0], range[1])
    this.sites.set(map, {
      kind: 'table',
      header: { from: range[0], name: this.#text.slice(...key.range) },
      bodyEnd: table.body.at(-1)?.range[1] ?? headerEnd(this.#text, key.range[1]),
    })
    for (const pair of table.body) this.#pair(map, pair)
  }

  #pair(map: OpenMap, { key, value, range }: AST.TOMLKeyValue): void {
    const holder = this.#descend(map, key.keys.slice(0, -1), (name) => ({
      kind: 'dotted',
      after: range[1],
      lineFrom: range[0],
      name: this.#text.slice(key.range[0], name.range[1]),
    }))
    const site = this.sites.get(map)
    if (site?.kind === 'table') this.sites.set(map, { ...site, bodyEnd: Math.max(site.bodyEnd, range[1]) })
    const last = key.keys.at(-1) as AST.TOMLBare | AST.TOMLQuoted
    holder.members.push(member(last, this.#value(value)))
  }

  /** The map at the end of a dotted name; sites of those on the way are those of their last mention. */
  #descend(
    map: OpenMap,
    keys: readonly (AST.TOMLBare | AST.TOMLQuoted)[],
    siteOf: (name: AST.TOMLBare | AST.TOMLQuoted) => TomlSite,
  ): OpenMap {
    let holder = map
    for (const key of keys) {
      const isNew = !holder.members.some((each) => each.key === nameOf(key))
      holder = this.#mapIn(holder, key, key.range[0], key.range[1])
      const site = siteOf(key)
      if (isNew || (site.kind === 'dotted' && this.sites.get(holder)?.kind === 'dotted'))
        this.sites.set(holder, site)
    }
    return holder
  }

  #mapIn(holder: OpenMap, key: AST.TOMLBare | AST.TOMLQuoted, from: number, to: number): OpenMap {
    const found = holder.members.find((each) => each.key === nameOf(key))?.value
    if (found?.kind === 'map') return found as OpenMap
    const map = this.#newMap(from, to, null)
    holder.members.push(member(key, map))
    return map
  }

  #newMap(from: number, to: number, site: TomlSite | null): OpenMap {
    const map: OpenMap = { kind: 'map', from, to, sharedAt: null, block: true, members: [], inherited: [] }
    if (site !== null) this.sites.set(map, site)
    return map
  }

  #value(node: AST.TOMLContentNode): DataNode {
    const [from, to] = node.range
    if (node.type === 'TOMLInlineTable') {
      const map = this.#newMap(from, to, {
        kind: 'inline',
        spans: node.body.map(({ range }) => spanOf(range)),
      })
      for (const pair of node.body) this.#pair(map, pair)
      return map
    }
    if (node.type === 'TOMLArray') {
      const items = node.elements.map((element) => this.#value(element))
      return { kind: 'list', from, to, sharedAt: null, block: false, items }
    }
    return scalar(node, this.#text)
  }
}

function spanOf([from, to]: readonly [number, number]) {
  return { from, to }
}

function headerEnd(text: string, at: number): number {
  return text.indexOf(']', at) + 1
}

function nameOf(key: AST.TOMLBare | AST.TOMLQuoted): string {
  return key.type === 'TOMLBare' ? key.name : key.value
}

function member(key: AST.TOMLBare | AST.TOMLQuoted, value: DataNode): DataMember {
  return { key: nameOf(key), keyFrom: key.range[0], keyTo: key.range[1], value }
}

function scalar(node: AST.TOMLValue, text: string): DataScalar {
  const [from, to] = node.range
  const written = text.slice(from, to)
  const content = node.kind === 'string' ? node.value : written
  const value =
    node.kind === 'integer' || node.kind === 'float' || node.kind === 'boolean' ? node.value : content
  return { kind: 'scalar', from, to, sharedAt: null, value, text: content, computed: false }
}
