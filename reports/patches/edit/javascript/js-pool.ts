import { childNamed, codeChildren, descendants, type TreeNode } from '../syntax/lezer-tree.ts'
import { exportOf } from './js-export.ts'
import { bareExpression, constantSource, definitionOf, type JsFile, usesOf } from './js-file.ts'

/** How a client's pools are made. */
export interface PoolMaker {
  /** Of the export in its module, e.g. `Agent`; '' for the module itself; or a method of a global object. */
  readonly name: string
  /** Modules without `node:`, or the name of the global object. */
  readonly of: readonly string[]
  readonly isGlobal: boolean
  /** The argument, from 0, that holds the options. */
  readonly optionsAt: number
}

/** One object of options, and the calls that make pools of it. */
export interface JsPool {
  readonly title: string
  readonly from: number
  readonly makers: readonly PoolMaker[]
  /** The object literal; `null` where there is none yet. */
  readonly object: TreeNode | null
  /** The first call. */
  readonly call: TreeNode
  /** Why nothing can be changed here, as the rest of a sentence after the title; `null` where it can. */
  readonly unreadable: string | null
}

interface PoolCall {
  readonly call: TreeNode
  readonly maker: PoolMaker
  readonly callee: TreeNode
  readonly options: Options
}

interface Options {
  readonly object: TreeNode | null
  /** The variable that holds the object. */
  readonly variable: TreeNode | null
  /** The use of the variable in the call. */
  readonly use: TreeNode | null
  readonly problem: string | null
}

/** All pools that the makers make in a file, in its order; calls that share an object of options are one. */
export function findPools(file: JsFile, makers: readonly PoolMaker[]): JsPool[] {
  const calls = [...descendants(file.root)].flatMap((node) => poolCall(file, node, makers) ?? [])
  const shared = new Map<TreeNode, PoolCall[]>()
  for (const call of calls) {
    const key = call.options.object ?? call.call
    shared.set(key, [...(shared.get(key) ?? []), call])
  }
  return [...shared.values()]
    .map((group) => poolOf(file, group as [PoolCall, ...PoolCall[]]))
    .toSorted((a, b) => a.from - b.from)
}

function poolCall(file: JsFile, node: TreeNode, makers: readonly PoolMaker[]): PoolCall | null {
  if (node.name !== 'NewExpression' && node.name !== 'CallExpression') return null
  const written = codeChildren(node)[node.name === 'NewExpression' ? 1 : 0]
  if (written === undefined) return null
  const callee = written.name === 'InstantiationExpression' ? (written.children[0] as TreeNode) : written
  const maker = makers.find((each) => isMadeBy(file, node, callee, each))
  if (maker === undefined) return null
  return { call: node, maker, callee, options: optionsOf(file, node, maker) }
}

function isMadeBy(file: JsFile, { name }: TreeNode, callee: TreeNode, maker: PoolMaker): boolean {
  if (maker.isGlobal) {
    const [object, dot, method, ...rest] = codeChildren(callee)
    if (name !== 'CallExpression' || callee.name !== 'MemberExpression' || rest.length > 0) return false
    const isGlobal = object?.name === 'VariableName' && definitionOf(file, object) === undefined
    return isGlobal && dot?.text === '.' && method?.text === maker.name && maker.of.includes(object.text)
  }
  if (name !== 'NewExpression') return false
  const source = exportOf(file, callee)
  return source !== null && maker.of.includes(source.module) && source.path.join('.') === maker.name
}

function optionsOf(file: JsFile, call: TreeNode, { optionsAt }: PoolMaker): Options {
  const list = childNamed(call, 'ArgList')
  const given = list === undefined ? [] : codeChildren(list).filter(({ name }) => !/^[(),]$/.test(name))
  const none = { object: null, variable: null, use: null, problem: null }
  const spread = given.find(({ name }) => name === 'Spread')
  if (spread !== undefined) return { ...none, problem: 'takes its arguments from a list: write them out' }
  const argument = given[optionsAt]
  if (argument === undefined) {
    return given.length < optionsAt ? { ...none, problem: 'has too few arguments' } : none
  }
  const bare = bareExpression(argument)
  if (bare.name === 'ObjectExpression') return spreadOnly(file, bare) ?? { ...none, object: bare }
  const followed = bare.name === 'VariableName' ? followedOptions(file, bare) : null
  return (
    followed ?? { ...none, problem: `takes its options from ${bare.text}: change them where they are made` }
  )
}

/** `{ ...options }`, a copy of the options that a variable of the file holds. */
function spreadOnly(file: JsFile, object: TreeNode): Options | null {
  const members = codeChildren(object).slice(1, -1)
  const [spread, copied] = members.length === 1 ? codeChildren(members[0] as TreeNode) : []
  return spread?.name === 'Spread' && copied?.name === 'VariableName' ? followedOptions(file, copied) : null
}

/** The object literal that a `const` of the file holds. */
function followedOptions(file: JsFile, use: TreeNode): Options | null {
  const variable = definitionOf(file, use)
  const source = variable === undefined ? undefined : constantSource(variable)
  if (variable === undefined || source === undefined) return null
  const object = bareExpression(source)
  return object.name === 'ObjectExpression' ? { object, variable, use, problem: null } : null
}

function poolOf(file: JsFile, calls: readonly [PoolCall, ...PoolCall[]]): JsPool {
  const [{ call, options }] = calls
  const names = calls.map((each) => `${each.maker.isGlobal ? '' : 'new '}${each.callee.text}`)
  const titles = [...new Set(names)].join(' and ')
  const { object, variable } = options
  return {
    title: variable === null ? titles : `${variable.text} of ${titles}`,
    from: variable === null ? call.from : variable.from,
    makers: calls.map(({ maker }) => maker),
    object,
    call,
    unreadable: options.problem ?? otherUse(file, calls),
  }
}

/** Options that something else sees as well are not changed. */
function otherUse(file: JsFile, calls: readonly PoolCall[]): string | null {
  const variable = calls[0]?.options.variable
  if (variable === null || variable === undefined) return null
  const known = new Set(calls.map(({ options }) => options.use))
  const other = usesOf(file, variable).find((use) => !known.has(use))
  if (other === undefined) return null
  const line = file.root.text.slice(0, other.from).split('\n').length
  return `cannot be changed alone: ${variable.text} is used on line ${line} as well`
}
