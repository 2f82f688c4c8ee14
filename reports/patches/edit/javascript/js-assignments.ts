import { ConfigEditError } from '../config-dialect.ts'
import { codeChildren, findAll, type TreeNode } from '../syntax/lezer-tree.ts'
import { textPosition } from '../text-position.ts'
import { evaluateJs } from './js-constant.ts'
import { bareExpression, definitionOf, givenValue, type JsFile } from './js-file.ts'
import type { JsPool } from './js-pool.ts'
import type { JsWish } from './js-wish.ts'

interface MemberAssignment {
  readonly node: TreeNode
  readonly object: TreeNode
  readonly name: string
  /** `null` where it computes, as `+=` does. */
  readonly value: TreeNode | null
}

/**
 * What to mind about properties of a pool that are assigned once it is made, such as `agent.maxSockets = 5`, which undo
 * its options: one sentence for each that may be this pool's.
 *
 * @param wishes for properties that the pool looks at again
 * @throws ConfigEditError at one that surely is this pool's, and says other than wished
 */
export function assignmentNotes(file: JsFile, pool: JsPool, wishes: readonly JsWish[]): string[] {
  const holder = holderOf(file, pool.call)
  return memberAssignments(file).flatMap(({ node, object, name, value }) => {
    const wish = wishes.find((each) => each.name === name)
    const constant = value === null ? null : evaluateJs(file, value)
    if (wish === undefined || (constant !== null && wish.holds(constant.value))) return []
    const isOwn =
      holder !== undefined && object.name === 'VariableName' && definitionOf(file, object) === holder
    if (isOwn)
      throw new ConfigEditError(`${name} is set here again: change it here, or take it away`, node.from)
    const { line } = textPosition(file.root.text, node.from)
    return [`${object.text}.${name} is set on line ${line}: see that it does not undo the settings.`]
  })
}

/** The variable that a call's result is given to. */
function holderOf(file: JsFile, call: TreeNode): TreeNode | undefined {
  const holder = call.parent
  if (holder?.name === 'AssignmentExpression') {
    const [target] = codeChildren(holder)
    return target?.name === 'VariableName' ? definitionOf(file, target) : undefined
  }
  if (holder?.name !== 'VariableDeclaration') return undefined
  return codeChildren(holder).find((each) => each.name === 'VariableDefinition' && givenValue(each) === call)
}

function memberAssignments({ root }: JsFile): MemberAssignment[] {
  return findAll(root, 'AssignmentExpression').flatMap((node) => {
    const [left, operator, right] = codeChildren(node)
    const target = left === undefined ? undefined : bareExpression(left)
    if (target?.name !== 'MemberExpression') return []
    const [object, dot, property] = codeChildren(target)
    if (object === undefined || property === undefined || dot?.text !== '.') return []
    return [{ node, object, name: property.text, value: operator?.text === '=' ? (right ?? null) : null }]
  })
}
