import { ConfigEditError, type Splice } from '../config-dialect.ts'
import type { DataMap, DataNode, DataScalar, DataWriter, NewObject, NewValue } from '../json/data-tree.ts'
import { insertInBraces, lineEnd, ownLineIndent } from '../json/insert-in-braces.ts'

/** How a map came to be, which says where members of it may be added. */
export type TomlSite =
  /** By a header; the top of the file has none. */
  | {
      readonly kind: 'table'
      readonly header: { readonly from: number; readonly name: string } | null
      readonly bodyEnd: number
    }
  /** By the header of a table in it, where it is named `name`. */
  | { readonly kind: 'implicit'; readonly child: number; readonly name: string }
  /** By dotted names, the last of them up to `after`, where it is named `name`. */
  | { readonly kind: 'dotted'; readonly after: number; readonly lineFrom: number; readonly name: string }
  | { readonly kind: 'inline'; readonly spans: readonly { readonly from: number; readonly to: number }[] }

/** Writes into a TOML text: into the table, inline table or dotted names that are there. */
export function tomlWriter(text: string, sites: ReadonlyMap<DataNode, TomlSite>): DataWriter {
  return {
    replace: (scalar, value) => [replacement(text, scalar, value)],
    fill: (_map, member) => {
      throw new ConfigEditError(`${member.key} has no value`, member.keyFrom)
    },
    add: (map, members) => add(text, sites.get(map), map, members),
    append: (list) => {
      throw new ConfigEditError('nothing can be added to this list: do it by hand', list.from)
    },
    contentOffsets: () => null,
  }
}

function replacement(text: string, scalar: DataScalar, value: string | number | boolean): Splice {
  const { from, to } = scalar
  const quote = /^("""|'''|"|')/.exec(text.slice(from, to))?.[0] ?? ''
  if (quote === '') return { from, to, text: tomlScalar(value) }
  return { from: from + quote.length, to: to - quote.length, text: String(value) }
}

function add(text: string, site: TomlSite | undefined, map: DataMap, members: NewObject): Splice[] {
  if (site?.kind === 'table') return addToTable(text, site, members)
  const eol = lineEnd(text)
  if (site?.kind === 'implicit') {
    const indent = ownLineIndent(text, site.child) ?? ''
    const lines = [`[${site.name}]`, ...dottedLines(members, '')].map((line) => `${line}${eol}${indent}`)
    return [{ from: site.child, to: site.child, text: `${lines.join('')}${eol}${indent}` }]
  }
  if (site?.kind === 'dotted') {
    const indent = ownLineIndent(text, site.lineFrom) ?? ''
    const lines = dottedLines(members, `${site.name}.`).map((line) => `${eol}${indent}${line}`)
    const at = endOfLine(text, site.after)
    return [{ from: at, to: at, text: lines.join('') }]
  }
  if (site?.kind === 'inline') {
    const added = Object.entries(members).map(([key, value]) => `${key} = ${inlineToml(value)}`)
    const { from, to } = map
    return insertInBraces(text, { from, to, members: site.spans, lineComment: '#' }, added)
  }
  throw new ConfigEditError('nothing can be added here safely: do it by hand', map.from)
}

/** Scalars after the last line of the table, and what is a table of its own after those. */
function addToTable(text: string, site: TomlSite & { readonly kind: 'table' }, members: NewObject): Splice[] {
  const { header, bodyEnd } = site
  const eol = lineEnd(text)
  const outer = header === null ? '' : (ownLineIndent(text, header.from) ?? '')
  const inner = bodyIndent(text, site) ?? outer
  const lines = tableLines(members, header?.name ?? null, inner, inner.slice(outer.length))
  const at = header === null ? text.trimEnd().length : endOfLine(text, bodyEnd)
  const body = at === 0 ? lines.join(eol).trimStart() : lines.map((line) => `${eol}${line}`).join('')
  return [{ from: at, to: at, text: body }]
}

/** Lines of the body of a table, and tables of its own after them. */
function tableLines(members: NewObject, name: string | null, indent: string, step: string): string[] {
  const entries = Object.entries(members)
  const scalars = entries.flatMap(([key, value]) =>
    typeof value === 'object' ? [] : [`${indent}${key} = ${tomlScalar(value)}`],
  )
  const tables = entries.flatMap(([key, value]) => {
    if (typeof value !== 'object') return []
    const own = name === null ? key : `${name}.${key}`
    return ['', `${indent}[${own}]`, ...tableLines(value as NewObject, own, indent + step, step)]
  })
  return [...scalars, ...tables]
}

/** The indentation of the last line of the body, where that begins with a name; `null` where there is no body. */
function bodyIndent(text: string, { header, bodyEnd }: TomlSite & { readonly kind: 'table' }): string | null {
  if (header === null) return ''
  const lineFrom = text.lastIndexOf('\n', bodyEnd - 1) + 1
  if (lineFrom <= header.from) return null
  return /^[ \t]*/.exec(text.slice(lineFrom))?.[0] ?? ''
}

function endOfLine(text: string, at: number): number {
  return at + (/^[^\r\n]*/.exec(text.slice(at))?.[0].length ?? 0)
}

function dottedLines(members: NewObject, prefix: string): string[] {
  return Object.entries(members).flatMap(([key, value]) =>
    typeof value === 'object' && !Array.isArray(value)
      ? dottedLines(value as NewObject, `${prefix}${key}.`)
      : [`${prefix}${key} = ${inlineToml(value)}`],
  )
}

function tomlScalar(value: string | number | boolean): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}

function inlineToml(value: NewValue): string {
  if (typeof value !== 'object') return tomlScalar(value)
  if (Array.isArray(value)) return `[${value.map((item: NewValue) => inlineToml(item)).join(', ')}]`
  const members = Object.entries(value as NewObject).map(([key, each]) => `${key} = ${inlineToml(each)}`)
  return `{ ${members.join(', ')} }`
}
