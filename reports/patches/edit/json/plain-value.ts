import { ConfigEditError } from '../config-dialect.ts'
import type { DataNode, ScalarValue } from './data-tree.ts'

/** A value as JSON has it. */
export type PlainValue = ScalarValue | PlainObject | readonly PlainValue[]
export interface PlainObject {
  readonly [key: string]: PlainValue
}

/** Aliases may stand for aliases: more values than this are refused. */
const MOST_VALUES = 1_000_000

/**
 * The value of a node, with references followed and merge keys merged.
 *
 * @throws ConfigEditError where the references stand for more values than can be held
 */
export function plainValue(root: DataNode): PlainValue {
  let left = MOST_VALUES
  const valueOf = (node: DataNode): PlainValue => {
    left--
    if (left < 0) throw new ConfigEditError('aliases stand for too many values', root.from)
    if (node.kind === 'scalar') return node.value
    if (node.kind === 'reference') return valueOf(node.target())
    if (node.kind === 'list') return node.items.map(valueOf)
    const members = [...node.inherited.toReversed(), ...node.members]
    return Object.fromEntries(
      members.filter(({ key }) => key !== '<<').map(({ key, value }) => [key, valueOf(value)]),
    )
  }
  return valueOf(root)
}
