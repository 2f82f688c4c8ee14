import {
  childNamed,
  closest,
  codeChildren,
  descendants,
  tokensOf,
  type TreeNode,
} from '../syntax/lezer-tree.ts'
import { oneLine } from '../syntax/lezer-tree-plan.ts'
import { definitionOf, functionAround, type GoFile, isMember, packageOf } from './go-file.ts'
import type { GoWrite } from './go-field.ts'
import {
  assignedWrites,
  assignmentsTo,
  bindingOf,
  type FieldAssignment,
  type GoBinding,
  literalWrites,
  sameSubject,
} from './go-pool.ts'

/** An `http.Transport` that a Go file makes or changes. */
export interface GoTransport {
  readonly title: string
  readonly from: number
  /** What fields have that are not written: zero, what `http.DefaultTransport` has, or what another one has. */
  readonly base: 'zero' | 'default' | 'unknown'
  readonly literal: TreeNode | null
  /** What fields are assigned to, as text. */
  readonly target: string | null
  /** After which further assignments may stand. */
  readonly statement: TreeNode | null
  readonly writes: readonly GoWrite[]
  readonly unreadable: string | null
}

const HTTP = 'net/http'

/** In the order of the file. */
export function findTransports(file: GoFile, assignments: readonly FieldAssignment[]): GoTransport[] {
  const made = madeTransports(file)
  const bound = made.map((each) => transportOf(file, each, made, assignments))
  // http.DefaultTransport itself, named as a variable, is a place only where it is changed.
  const changed = bound.filter(
    ({ base, writes, title }) => title !== DEFAULT || base !== 'default' || writes.length > 0,
  )
  return [...changed, ...defaultTransports(file, assignments)].toSorted((a, b) => a.from - b.from)
}

const DEFAULT = 'http.DefaultTransport'

interface MadeTransport {
  readonly node: TreeNode
  readonly title: string
  readonly base: GoTransport['base']
  readonly literal: TreeNode | null
  readonly binding: GoBinding | null
}

function madeTransports(file: GoFile): MadeTransport[] {
  const nodes = [...descendants(file.root)]
  const plain = nodes.flatMap((node) => madeAt(file, node) ?? [])
  const isBound = (use: TreeNode) => {
    const definition = definitionOf(file, use)
    return definition !== undefined && plain.some(({ binding }) => binding?.target === definition)
  }
  const clones = nodes.flatMap((node) => {
    const of = clonedObject(node)
    if (of?.name !== 'VariableName' || !isBound(of)) return []
    const source = plain.find(({ binding }) => binding?.target === definitionOf(file, of))
    const base = source?.title === DEFAULT ? 'default' : 'unknown'
    return [{ node, title: `clone of ${of.text}`, base, literal: null, binding: bindingOf(node) } as const]
  })
  return [...plain, ...clones]
}

function madeAt(file: GoFile, node: TreeNode): MadeTransport | null {
  const isTransport = (type: TreeNode | undefined) => isMember(file, type, HTTP, 'Transport')
  if (node.name === 'TypedLiteral' && isTransport(node.children[0])) {
    const literal = childNamed(node, 'LiteralValue') ?? null
    return { node, title: 'http.Transport literal', base: 'zero', literal, binding: bindingOf(node) }
  }
  if (node.name === 'CallExpr' && codeChildren(node)[0]?.text === 'new') {
    const [, type] = codeChildren(codeChildren(node)[1] ?? node)
    if (!isTransport(type)) return null
    return { node, title: 'new http.Transport', base: 'zero', literal: null, binding: bindingOf(node) }
  }
  if (node.name === 'VarSpec' && isTransport(childNamed(node, 'QualifiedType'))) return declaredAt(node)
  if (node.name === 'TypeAssertion' && isDefaultTransport(file, node)) {
    const binding = bindingOf(node)
    if (binding === null) return null
    return { node, title: DEFAULT, base: 'default', literal: null, binding }
  }
  const of = clonedObject(node)
  if (of === undefined || !isDefaultTransport(file, of)) return null
  const title = 'clone of http.DefaultTransport'
  return { node, title, base: 'default', literal: null, binding: bindingOf(node) }
}

/** `var transport http.Transport`. */
function declaredAt(spec: TreeNode): MadeTransport | null {
  const [target, type, ...rest] = codeChildren(spec)
  if (target === undefined || type?.name !== 'QualifiedType' || rest.length > 0) return null
  const statement = closest(spec, ({ parent }) => parent?.name !== 'SpecList' && parent?.name !== 'VarDecl')
  const isInBlock = statement?.parent?.name === 'Block'
  const binding = { target, statement: isInBlock ? statement : null }
  return { node: spec, title: 'http.Transport variable', base: 'zero', literal: null, binding }
}

/** `x` of `x.Clone()`. */
function clonedObject(node: TreeNode): TreeNode | undefined {
  const callee = node.name === 'CallExpr' ? node.children[0] : undefined
  if (callee?.name !== 'SelectorExpr' || childNamed(callee, 'FieldName')?.text !== 'Clone') return undefined
  return codeChildren(callee)[0]
}

/** Whether an expression is `http.DefaultTransport.(*http.Transport)`. */
function isDefaultTransport(file: GoFile, node: TreeNode): boolean {
  const tokens = node.name === 'TypeAssertion' ? tokensOf(node) : []
  const [name, , object] = tokens
  if (name === undefined || object?.text !== 'DefaultTransport' || packageOf(file, name) !== HTTP)
    return false
  const shape = `${name.text} . DefaultTransport . ( * ${name.text} . Transport )`
  return tokens.map(({ text }) => text).join(' ') === shape
}

function transportOf(
  file: GoFile,
  { node, title, base, literal, binding }: MadeTransport,
  made: readonly MadeTransport[],
  assignments: readonly FieldAssignment[],
): GoTransport {
  const own = literal === null ? [] : literalWrites(literal)
  const isShared = made.some(
    (other) =>
      other.node !== node &&
      binding !== null &&
      other.binding !== null &&
      sameSubject(file, binding, other.binding),
  )
  const found = binding === null ? [] : assignmentsTo(file, binding, assignments)
  const statement = binding?.statement ?? null
  const assigned = assignedWrites(found, isShared ? null : statement)
  const last = found.findLast((each) => each.statement.parent === statement?.parent)
  const unreadable =
    own === null
      ? 'has fields without names: name them'
      : literal === null && statement === null
        ? 'is not held by a variable of a function: assign it to one first'
        : null
  return {
    title: titled(title, binding),
    from: node.from,
    base,
    literal,
    unreadable,
    target: binding?.target.text ?? null,
    statement: last !== undefined && !isShared ? last.statement : statement,
    writes: [...(own ?? []), ...assigned],
  }
}

function titled(title: string, binding: GoBinding | null): string {
  return binding === null || title === DEFAULT ? title : `${title} (${oneLine(binding.target.text)})`
}

/** Assignments such as `http.DefaultTransport.(*http.Transport).MaxIdleConns = 0`, one place for each function. */
function defaultTransports(file: GoFile, assignments: readonly FieldAssignment[]): GoTransport[] {
  const direct = assignments.filter(({ object }) => isDefaultTransport(file, object))
  const functions = new Set(direct.map(({ statement }) => functionAround(statement)))
  return [...functions].map((around) => {
    const own = direct.filter(({ statement }) => functionAround(statement) === around)
    const first = own[0] as FieldAssignment
    const last = own.findLast(({ statement }) => statement.parent === first.statement.parent) ?? first
    return {
      title: DEFAULT,
      from: first.statement.from,
      base: 'default',
      literal: null,
      unreadable: null,
      target: first.object.text,
      statement: last.statement,
      writes: assignedWrites(own, first.statement),
    }
  })
}
