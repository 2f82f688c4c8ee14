import { childNamed, codeChildren, type TreeNode } from '../syntax/lezer-tree.ts'
import type { SourceWrite } from '../syntax/lezer-tree-field.ts'
import { splitByCommas } from './python-file.ts'

/** What a call is given. */
export interface PythonArguments {
  /** Between its brackets. */
  readonly list: TreeNode
  /** By name, those given by position too as far as they are known. */
  readonly named: readonly SourceWrite[]
  /** How many are given by position. */
  readonly positionCount: number
  /** `**options` or `*list`, which may hold more. */
  readonly open: string | null
}

/** @param positions names of the parameters that may be given by position */
export function readArguments(call: TreeNode, positions: readonly string[]): PythonArguments | null {
  const list = childNamed(call, 'ArgList')
  if (list === undefined) return null
  const items = splitByCommas(codeChildren(list).slice(1, -1))
  const named: SourceWrite[] = []
  let positionCount = 0
  let open: string | null = null
  for (const item of items) {
    const [first, second, value] = item
    if (first === undefined) continue
    if (first.name === '*' || first.name === '**') {
      open ??= item.map(({ text }) => text).join('')
    } else if (second?.name === 'AssignOp' && value !== undefined) {
      named.push({ name: first.text, value, isCertain: true })
    } else {
      const name = open === null ? positions[positionCount] : undefined
      if (name !== undefined) named.push({ name, value: first, isCertain: true })
      positionCount++
    }
  }
  return { list, named, positionCount, open }
}
