import {
  childNamed,
  codeChildren,
  closest,
  descendants,
  tokensOf,
  type TreeNode,
} from '../syntax/lezer-tree.ts'
import { definitionOf, functionAround, type GoFile } from './go-file.ts'
import type { GoWrite } from './go-field.ts'

/** The variable or field that holds a pool. */
export interface GoBinding {
  /** `DefName` where it is defined here, the expression that is assigned to else. */
  readonly target: TreeNode
  /** The statement in a block that does it; `null` outside functions and in the head of an `if`. */
  readonly statement: TreeNode | null
}

/** The variable that an expression, or its address, is given to, if there is one. */
export function bindingOf(expression: TreeNode): GoBinding | null {
  const outer = closest(expression, ({ parent }) => !isWrapper(parent)) as TreeNode
  const holder = outer.parent
  if (holder === null) return null
  if (!['VarDecl', 'VarSpec', 'Assignment'].includes(holder.name)) return null
  const parts = codeChildren(holder)
  const equals = parts.findIndex(({ name }) => name === '=' || name === ':=')
  if (equals < 0 || parts.at(-1) !== outer || parts.length !== equals + 2) return null
  const target = parts[0] as TreeNode
  if (holder.name === 'Assignment' && equals > 1 && parts[1]?.name === ',') return null
  const isSole = !parts.slice(0, equals).some(({ name }) => name === ',')
  if (!isSole && expression.name !== 'TypeAssertion') return null
  return { target: target.name === 'var' ? (parts[1] as TreeNode) : target, statement: statementOf(holder) }
}

function isWrapper(node: TreeNode | null): boolean {
  return node?.name === 'UnaryExp' || node?.name === 'ParenthesizedExpr'
}

function statementOf(holder: TreeNode): TreeNode | null {
  const statement = closest(
    holder,
    ({ parent }) => parent === null || !['VarDecl', 'SpecList', 'VarSpec'].includes(parent.name),
  )
  const around = statement?.parent?.name
  return statement !== undefined && (around === 'Block' || around === 'Case') ? statement : null
}

/** The values that a composite literal with named fields gives; `null` where its fields have no names. */
export function literalWrites(literal: TreeNode): GoWrite[] | null {
  const writes: GoWrite[] = []
  for (const element of literal.children.filter(({ name }) => name === 'Element')) {
    const [key, colon, value] = codeChildren(element)
    if (key?.name !== 'Key' || colon?.text !== ':' || value === undefined) return null
    writes.push({ name: key.text, value, isCertain: true })
  }
  return writes
}

/** An assignment to a field of something. */
export interface FieldAssignment {
  readonly statement: TreeNode
  readonly object: TreeNode
  readonly name: string
  /** `null` where it computes, as `+=` does, or assigns several. */
  readonly value: TreeNode | null
}

/** All assignments to fields, in the order of the file. */
export function fieldAssignments({ root }: GoFile): FieldAssignment[] {
  return [...descendants(root)]
    .filter(({ name }) => name === 'Assignment' || name === 'IncDecStatement')
    .flatMap(assignmentsOf)
}

function assignmentsOf(statement: TreeNode): FieldAssignment[] {
  const parts = codeChildren(statement)
  const isPlain = parts.length === 3 && parts[1]?.name === '='
  const end = parts.findIndex(({ name }) => name === '=' || name === 'UpdateOp' || name === 'IncDecOp')
  return parts.slice(0, end).flatMap((target) => {
    const object = target.name === 'SelectorExpr' ? codeChildren(target)[0] : undefined
    const field = childNamed(target, 'FieldName')
    if (object === undefined || field === undefined) return []
    return [{ statement, object, name: field.text, value: isPlain ? (parts[2] as TreeNode) : null }]
  })
}

/** Those that set fields of what is bound, as far as they can be seen: in the same scope and, unless it is one, after it. */
export function assignmentsTo(
  file: GoFile,
  { target }: GoBinding,
  assignments: readonly FieldAssignment[],
): FieldAssignment[] {
  const subject = subjectOf(file, target)
  const isVariable = target.name === 'DefName'
  return assignments.filter(({ object }) => {
    if (!isVariable && (object.from < target.from || functionAround(object) !== functionAround(target))) {
      return false
    }
    const other = subjectOf(file, object)
    return other.text === subject.text && other.definition === subject.definition
  })
}

/** Whether two bindings hold what they are given in the same variable. */
export function sameSubject(file: GoFile, a: GoBinding, b: GoBinding): boolean {
  const [one, other] = [subjectOf(file, a.target), subjectOf(file, b.target)]
  return one.text === other.text && one.definition === other.definition
}

function subjectOf(file: GoFile, target: TreeNode): { text: string; definition: TreeNode | undefined } {
  const tokens = tokensOf(target)
  const first = tokens[0] as TreeNode
  const definition = first.name === 'DefName' ? first : definitionOf(file, first)
  return { text: tokens.map(({ text }) => text).join(' '), definition }
}

/** As values that fields are given; certain are those that stand in the block of the statement itself. */
export function assignedWrites(
  assignments: readonly FieldAssignment[],
  statement: TreeNode | null,
): GoWrite[] {
  return assignments.map(({ statement: own, name, value }) => ({
    name,
    value: value ?? own,
    isCertain: statement !== null && own.parent === statement.parent,
  }))
}
