import type { DataNode, NewObject, NewValue } from '../json/data-tree.ts'

/** How a file indents. */
export interface YamlStyle {
  /** What one level of a map adds. */
  readonly step: string
  /** What the dash of a list stands in from its key; nothing in many files. */
  readonly listStep: string
}

const PLAIN = /^[A-Za-z][\w./-]*$|^\d+(\.\d+)?(ms|s|m|h)$/
const RESERVED = /^(true|false|null|yes|no|on|off|y|n|nan|inf)$/i

/** A scalar without quotes where it can be. */
export function yamlScalar(value: string | number | boolean): string {
  if (typeof value !== 'string') return String(value)
  return PLAIN.test(value) && !RESERVED.test(value) ? value : JSON.stringify(value)
}

/** Members of a map, each on its own line. */
export function yamlMemberLines(members: NewObject, indent: string, style: YamlStyle): string[] {
  return Object.entries(members).flatMap(([key, value]) => {
    const name = `${indent}${yamlScalar(key)}:`
    if (typeof value !== 'object') return [`${name} ${yamlScalar(value)}`]
    if (Array.isArray(value)) {
      const items = value as readonly NewValue[]
      return [name, ...items.flatMap((item) => yamlItemLines(item, `${indent}${style.listStep}`, style))]
    }
    const inner = Object.keys(value)
    if (inner.length === 0) return [`${name} {}`]
    return [name, ...yamlMemberLines(value as NewObject, `${indent}${style.step}`, style)]
  })
}

/** An item of a list that is a map or a scalar. */
export function yamlItemLines(item: NewValue, indent: string, style: YamlStyle): string[] {
  if (typeof item !== 'object') return [`${indent}- ${yamlScalar(item)}`]
  const [first = '', ...others] = yamlMemberLines(item as NewObject, `${indent}  `, style)
  return [`${indent}- ${first.slice(indent.length + 2)}`, ...others]
}

/** How a file indents, as the first map in a map and the first list in a map have it; 2 spaces where there is none. */
export function yamlIndentation(text: string, documents: readonly DataNode[]): YamlStyle {
  const nodes = documents.flatMap(blocksUnder)
  const indents = (kind: 'map' | 'list') =>
    nodes.flatMap((node) =>
      node.kind !== 'map'
        ? []
        : node.members
            .filter(({ value }) => value.kind === kind && value.block)
            .map(({ value }) => column(text, value.from) - column(text, node.from)),
    )
  const step = indents('map').find((width) => width > 0) ?? 2
  const listStep = indents('list').find((width) => width >= 0) ?? 2
  return { step: ' '.repeat(step), listStep: ' '.repeat(listStep) }
}

/** The blocks of lines under a node, itself first. */
function blocksUnder(node: DataNode): DataNode[] {
  if (node.kind === 'map' && node.block) {
    return [node, ...node.members.flatMap(({ value }) => blocksUnder(value))]
  }
  return node.kind === 'list' && node.block ? [node, ...node.items.flatMap(blocksUnder)] : []
}

function column(text: string, at: number): number {
  return text.slice(text.lastIndexOf('\n', at - 1) + 1, at).replace('\uFEFF', '').length
}
