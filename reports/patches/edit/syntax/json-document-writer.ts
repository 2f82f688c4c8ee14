import type { Splice } from '../config-dialect.ts'
import { contentOffsets } from '../json/content-offsets.ts'
import type { DataList, DataMap, DataNode, DataScalar, DataWriter, NewValue } from '../json/data-tree.ts'
import { insertInBraces, lineEnd, ownLineIndent } from '../json/insert-in-braces.ts'

/** Writes into a JSON text in its own style: spaces after colons, one line or several, indentation. */
export function jsonWriter(text: string): DataWriter {
  return {
    replace: (scalar, value) => [replacement(scalar, value)],
    fill: (_map, member, value) => {
      const { from, to } = member.value
      return [{ from, to, text: inlineJson(value, ': ') }]
    },
    add: (map, members) => {
      const style = styleOf(text, map)
      const added = Object.entries(members).map(
        ([key, value]) => `${JSON.stringify(key)}${style.colon}${styledJson(value, style)}`,
      )
      const spans = map.members.map(({ keyFrom, value }) => ({ from: keyFrom, to: value.to }))
      return insertInBraces(text, { from: map.from, to: map.to, members: spans, lineComment: '//' }, added)
    },
    append: (list, value) => {
      const style = styleOf(text, list)
      const { from, to, items } = list
      return insertInBraces(text, { from, to, members: items, lineComment: '//' }, [styledJson(value, style)])
    },
    contentOffsets: (scalar) => jsonOffsets(text, scalar),
  }
}

function replacement(scalar: DataScalar, value: string | number | boolean): Splice {
  const quoted = typeof scalar.value === 'string' && typeof value === 'number'
  const { from, to } = scalar
  return { from, to, text: JSON.stringify(quoted ? String(value) : value) }
}

function jsonOffsets(text: string, { from, to, value, text: content }: DataScalar): readonly number[] | null {
  const quoted = typeof value === 'string'
  const edge = quoted ? 1 : 0
  return contentOffsets(text, { from: from + edge, to: to - edge, quote: quoted ? '"' : null }, content)
}

interface JsonStyle {
  readonly colon: string
  /** Indentation of the last member, and what one level adds; `null` where members share a line. */
  readonly lines: { readonly indent: string; readonly unit: string; readonly eol: string } | null
}

function styleOf(text: string, holder: DataMap | DataList): JsonStyle {
  const last = holder.kind === 'map' ? holder.members.at(-1)?.keyFrom : holder.items.at(-1)?.from
  const indent = last === undefined ? null : ownLineIndent(text, last)
  const colon = colonOf(text, holder)
  if (indent === null) return { colon, lines: null }
  const outer = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', holder.from - 1) + 1))?.[0] ?? ''
  const unit = indent.startsWith(outer) && indent.length > outer.length ? indent.slice(outer.length) : '  '
  return { colon, lines: { indent, unit, eol: lineEnd(text) } }
}

/** As before the first value of a member in or under the node. */
function colonOf(text: string, node: DataNode): string {
  const member = node.kind === 'map' ? node.members.at(-1) : undefined
  if (member !== undefined) {
    const written = text.slice(member.keyTo, member.value.from)
    return /^\s*:\s*$/.test(written) && !written.includes('\n') ? written : ': '
  }
  const item = node.kind === 'list' ? node.items.at(-1) : undefined
  return item === undefined ? ': ' : colonOf(text, item)
}

function styledJson(value: NewValue, { colon, lines }: JsonStyle): string {
  if (lines === null || typeof value !== 'object') return inlineJson(value, colon)
  const { indent, unit, eol } = lines
  return JSON.stringify(value, null, unit).split('\n').join(`${eol}${indent}`)
}

function inlineJson(value: NewValue, colon: string): string {
  if (typeof value !== 'object') return JSON.stringify(value)
  const pad = colon === ':' ? '' : ' '
  if (Array.isArray(value))
    return `[${value.map((item: NewValue) => inlineJson(item, colon)).join(`,${pad}`)}]`
  const members = Object.entries(value).map(
    ([key, each]) => `${JSON.stringify(key)}${colon}${inlineJson(each, colon)}`,
  )
  return `{${pad}${members.join(`,${pad}`)}${pad}}`
}
