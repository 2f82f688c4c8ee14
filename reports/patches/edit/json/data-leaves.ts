import type { WrittenValue } from '../config-dialect.ts'
import { type DataNode, isEmpty, type Step } from './data-tree.ts'

/**
 * Every scalar under a node as a written value, in the order of the text; what a reference stands for is not entered, and
 * nothing is no value.
 */
export function dataLeaves(node: DataNode, text: string, path: readonly Step[] = []): WrittenValue[] {
  if (node.kind === 'map') {
    const last = new Map(node.members.map(({ key, value }) => [key, value]))
    return [...node.members, ...node.inherited]
      .filter(({ key, value }) => (last.get(key) ?? value) === value)
      .flatMap(({ key, value }) => dataLeaves(value, text, [...path, key]))
  }
  if (node.kind === 'list') return node.items.flatMap((item, i) => dataLeaves(item, text, [...path, i]))
  if (isEmpty(node)) return []
  const written = node.kind === 'scalar' ? node.text : text.slice(node.from, node.to)
  return [{ name: leafName(path), text: written, from: node.from }]
}

/** A path for people, e.g. `http.idleTimeout`, `thresholds[0].max_connections`, `options["a.b"].c`. */
export function leafName(path: readonly Step[]): string {
  return path
    .map((step, i) => {
      if (typeof step === 'number') return `[${step}]`
      if (!/^[\w@-]+$/.test(step)) return `["${step}"]`
      return i === 0 ? step : `.${step}`
    })
    .join('')
}
