import { ConfigEditError, type Splice } from '../config-dialect.ts'
import { contentOffsets } from '../json/content-offsets.ts'
import type {
  DataList,
  DataMap,
  DataMember,
  DataNode,
  DataScalar,
  DataWriter,
  NewObject,
  NewValue,
} from '../json/data-tree.ts'
import { insertInBraces, lineEnd } from '../json/insert-in-braces.ts'
import {
  type YamlStyle,
  yamlIndentation,
  yamlItemLines,
  yamlMemberLines,
  yamlScalar,
} from './yaml-document-lines.ts'

/** Writes into a YAML text in its own style: indented lines or braces, quotes, indentation. */
export function yamlWriter(text: string, documents: readonly DataNode[]): DataWriter {
  const styleOf = () => yamlIndentation(text, documents)
  return {
    replace: (scalar, value) => [replacement(text, scalar, value)],
    fill: (map, member, value) => fill(text, map, member, value, styleOf()),
    add: (map, members) =>
      map.block ? addLines(text, map, members, styleOf()) : addInBraces(text, map, members),
    append: (list, value) =>
      list.block ? appendLines(text, list, value, styleOf()) : appendInBrackets(text, list, value),
    contentOffsets: (scalar) => yamlOffsets(text, scalar),
  }
}

function replacement(text: string, scalar: DataScalar, value: string | number | boolean): Splice {
  const offsets = yamlOffsets(text, scalar)
  const first = offsets?.[scalar.text.length - scalar.text.trimStart().length]
  const last = offsets?.[scalar.text.trimEnd().length - 1]
  const { from, to } = scalar
  if (first !== undefined && last !== undefined && isWord(String(value))) {
    return { from: first, to: last + 1, text: String(value) }
  }
  if (/[|>]/.test(text[from] ?? '')) {
    throw new ConfigEditError('this block of text cannot be replaced: change it by hand', from)
  }
  return { from, to, text: /["']/.test(text[from] ?? '') ? JSON.stringify(String(value)) : yamlScalar(value) }
}

/** Whether a text reads the same in quotes of either kind and without. */
function isWord(value: string): boolean {
  return /^[\w.-]+$/.test(value)
}

function yamlOffsets(text: string, scalar: DataScalar): readonly number[] | null {
  const { from, to, text: content } = scalar
  const first = text[from]
  if (first === '"' || first === "'") {
    return contentOffsets(text, { from: from + 1, to: to - 1, quote: first }, content)
  }
  const header = /^[|>][^\n]*\n/.exec(text.slice(from, to))?.[0].length ?? 0
  return contentOffsets(text, { from: from + header, to, quote: null }, content)
}

function fill(text: string, map: DataMap, member: DataMember, value: NewValue, style: YamlStyle): Splice[] {
  const { from, to } = member.value
  if (from < to) return [{ from, to, text: inlineYaml(value, false) }]
  if (text[from - 1] !== ':') {
    throw new ConfigEditError(`${member.key} has no value: give it one by hand`, member.keyFrom)
  }
  if (!map.block || typeof value !== 'object') {
    return [{ from, to, text: ` ${inlineYaml(value, quotesKeys(text, map))}` }]
  }
  const indent = columnIndent(text, map)
  const lines = Array.isArray(value)
    ? yamlItemLines(value[0] as NewValue, `${indent}${style.listStep}`, style)
    : yamlMemberLines(value as NewObject, `${indent}${style.step}`, style)
  return [linesAfter(text, to, lines)]
}

function addLines(text: string, map: DataMap, members: NewObject, style: YamlStyle): Splice[] {
  return [linesAfter(text, map.to, yamlMemberLines(members, columnIndent(text, map), style))]
}

function appendLines(text: string, list: DataList, value: NewValue, style: YamlStyle): Splice[] {
  return [linesAfter(text, list.to, yamlItemLines(value, columnIndent(text, list), style))]
}

/** Lines of their own after the line on which something ends, be it the last of the file. */
function linesAfter(text: string, end: number, lines: readonly string[]): Splice {
  const eol = lineEnd(text)
  if (text[end - 1] === '\n') return { from: end, to: end, text: lines.map((line) => line + eol).join('') }
  const rest = /^[^\r\n]*/.exec(text.slice(end))?.[0].length ?? 0
  const at = end + rest
  return { from: at, to: at, text: lines.map((line) => eol + line).join('') }
}

/** The white space that puts a new line under the first member or item of a block. */
function columnIndent(text: string, holder: DataMap | DataList): string {
  const starts = holder.kind === 'map' ? holder.members.map(({ keyFrom }) => keyFrom) : [holder.from]
  for (const start of starts) {
    const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start).replace('\uFEFF', '')
    if (/^[ -]*$/.test(before)) return before.replaceAll('-', ' ')
  }
  throw new ConfigEditError('nothing can be added here safely: do it by hand', holder.from)
}

function addInBraces(text: string, map: DataMap, members: NewObject): Splice[] {
  if (text[map.from] !== '{') {
    throw new ConfigEditError('nothing can be added to a pair without braces: do it by hand', map.from)
  }
  const quoted = quotesKeys(text, map)
  const added = Object.entries(members).map(
    ([key, value]) => `${keyText(key, quoted)}: ${inlineYaml(value, quoted)}`,
  )
  const spans = map.members.map(({ keyFrom, value }) => ({ from: keyFrom, to: value.to }))
  return insertInBraces(text, { from: map.from, to: map.to, members: spans, lineComment: '#' }, added)
}

function appendInBrackets(text: string, list: DataList, value: NewValue): Splice[] {
  const { from, to, items } = list
  const [first] = items
  const quoted = first?.kind === 'map' && quotesKeys(text, first)
  return insertInBraces(text, { from, to, members: items, lineComment: '#' }, [inlineYaml(value, quoted)])
}

/** Whether a map in braces has its keys in double quotes, as in JSON. */
function quotesKeys(text: string, map: DataNode): boolean {
  const first = map.kind === 'map' && !map.block ? map.members[0] : undefined
  return first !== undefined && text[first.keyFrom] === '"'
}

function keyText(key: string, quoted: boolean): string {
  return quoted ? JSON.stringify(key) : yamlScalar(key)
}

function inlineYaml(value: NewValue, quoted: boolean): string {
  if (typeof value === 'string') return quoted ? JSON.stringify(value) : yamlScalar(value)
  if (typeof value !== 'object') return String(value)
  if (Array.isArray(value)) return `[${value.map((item: NewValue) => inlineYaml(item, quoted)).join(', ')}]`
  const members = Object.entries(value as NewObject).map(
    ([key, each]) => `${keyText(key, quoted)}: ${inlineYaml(each, quoted)}`,
  )
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}
