import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser'
import { ConfigEditError } from '../config-dialect.ts'
import type { DataMember, DataNode, DataTree } from '../json/data-tree.ts'
import { jsonWriter } from './json-document-writer.ts'

/**
 * A JSON file, with comments and trailing commas where it has them.
 *
 * @throws ConfigEditError at the first place that is no JSON
 */
export function readJson(text: string): DataTree {
  const errors: ParseError[] = []
  const start = text.startsWith('\uFEFF') ? 1 : 0
  const root = parseTree(start === 1 ? ` ${text.slice(1)}` : text, errors, { allowTrailingComma: true })
  const [error] = errors
  if (error !== undefined) {
    throw new ConfigEditError(`this is no JSON: ${expectation(error)}`, error.offset)
  }
  if (root === undefined) throw new ConfigEditError('this is no JSON: there is nothing in it', 0)
  return { text, documents: [dataNode(root, text)], writer: jsonWriter(text) }
}

function expectation(error: ParseError): string {
  return printParseErrorCode(error.error)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
}

function dataNode(node: Node, text: string): DataNode {
  const span = { from: node.offset, to: node.offset + node.length, sharedAt: null }
  const children = node.children ?? []
  if (node.type === 'object') {
    const members = children.flatMap((each) => dataMember(each, text))
    return { kind: 'map', ...span, block: false, members, inherited: [] }
  }
  if (node.type === 'array') {
    return { kind: 'list', ...span, block: false, items: children.map((item) => dataNode(item, text)) }
  }
  const value = node.value as string | number | boolean | null
  const written = typeof value === 'string' ? value : text.slice(span.from, span.to)
  return { kind: 'scalar', ...span, value, text: written, computed: false }
}

function dataMember({ children }: Node, text: string): DataMember[] {
  const [key, value] = children ?? []
  if (key === undefined || value === undefined) return []
  const keyTo = key.offset + key.length
  return [{ key: String(key.value), keyFrom: key.offset, keyTo, value: dataNode(value, text) }]
}
