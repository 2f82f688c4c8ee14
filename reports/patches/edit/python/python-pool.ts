import type { Client } from '../../../../models/clients/client.ts'
import type { PoolSettingName } from '../../../../models/pool/settings.ts'
import { ConfigEditError, type ConfigPlace, type Splice, type WantedSettings } from '../config-dialect.ts'
import { closest, codeChildren, findAll, type TreeNode } from '../syntax/lezer-tree.ts'
import { type SourceField, sourceFields, type SourceWish } from '../syntax/lezer-tree-field.ts'
import { indentUnitOf, insertItems } from '../syntax/lezer-tree-insert.ts'
import { type FieldPlan, oneLine } from '../syntax/lezer-tree-plan.ts'
import { sourcePlace } from '../syntax/lezer-tree-place.ts'
import { type PythonArguments, readArguments } from './python-call.ts'
import { pythonLanguage } from './python-constant.ts'
import { definitionOf, importedPath, type PythonFile } from './python-file.ts'

/** A class or function that makes a pool, or its limits. */
export interface PythonMaker {
  /** What it stands for by imports, the public path first. */
  readonly paths: readonly string[]
  /** Names of the parameters that may be given by position, in their order, as far as versions agree. */
  readonly positions: readonly string[]
  readonly wishes: (wanted: WantedSettings) => readonly SourceWish[]
}

/** What makes a pool of its own unless it is given one, or its limits. */
export interface PythonHolder {
  readonly paths: readonly string[]
  /** The argument that takes what `inner` makes. */
  readonly keyword: string
  readonly inner: PythonMaker
  /** Arguments with which it has no pool of its own. */
  readonly unless: readonly string[]
  /** What is to be told to `inner` where the holder has nothing; as if nothing were known of it. */
  readonly wishes: (wanted: WantedSettings) => readonly SourceWish[]
}

/** How one client of Python is told what is wanted. */
export interface PythonClient {
  readonly name: string
  readonly makers: readonly PythonMaker[]
  readonly holders: readonly PythonHolder[]
  readonly notes: (wanted: WantedSettings, fields: readonly SourceField[]) => readonly string[]
  readonly workarounds: Partial<Record<PoolSettingName, string>>
}

interface PythonCall {
  readonly call: TreeNode
  readonly callee: TreeNode
  readonly path: string
  readonly given: PythonArguments
}

/** All places that configure the client, in the order of the file. */
export function findPlaces(file: PythonFile, client: Client, rules: PythonClient): ConfigPlace[] {
  return findAll(file.root, 'CallExpression').flatMap((call) => {
    const callee = call.children[0] as TreeNode
    const path = importedPath(file, callee)
    if (path === null) return []
    const maker = rules.makers.find(({ paths }) => paths.includes(path))
    const holder = rules.holders.find(({ paths }) => paths.includes(path))
    const given = readArguments(call, maker?.positions ?? [])
    if (given === null) return []
    const found = { call, callee, path, given }
    if (maker !== undefined) {
      const from = holderOf(file, call, rules)?.from ?? call.from
      return [{ ...makerPlace(file, client, rules, { ...found, maker }), from }]
    }
    return holder === undefined ? [] : holderPlace(file, client, rules, { ...found, holder })
  })
}

/** The call that takes what this one makes as its argument: the place begins with it, as it did without the argument. */
function holderOf(file: PythonFile, { parent: list }: TreeNode, { holders }: PythonClient): TreeNode | null {
  const outer = list?.name === 'ArgList' ? list.parent : null
  const path = outer?.name === 'CallExpression' ? importedPath(file, outer.children[0] as TreeNode) : null
  return path !== null && holders.some(({ paths }) => paths.includes(path)) ? outer : null
}

function makerPlace(
  file: PythonFile,
  client: Client,
  { notes, workarounds }: PythonClient,
  { call, callee, given, maker }: PythonCall & { readonly maker: PythonMaker },
): ConfigPlace {
  const title = oneLine(callee.text)
  const fields = sourceFields(pythonLanguage(file), given.named)
  const isUnclear = given.positionCount > maker.positions.length
  return sourcePlace(client, {
    title,
    from: call.from,
    fields,
    mayHoldMore: given.open !== null,
    unreadable: isUnclear ? 'takes arguments by position that differ between versions: name them' : null,
    wishes: maker.wishes,
    add: (additions) => addArguments(file, title, given, additions),
    notes: (wanted) => notes(wanted, fields),
    workarounds,
  })
}

function addArguments(
  { root }: PythonFile,
  title: string,
  { list, open }: PythonArguments,
  additions: FieldPlan['additions'],
): Splice[] {
  if (open !== null) {
    const names = additions.map(({ name }) => name).join(' and ')
    throw new ConfigEditError(`${title} may take ${names} from ${open}: write the arguments out`, list.from)
  }
  const items = additions.map(({ name, text }) => `${name}=${text}`)
  return insertItems({ root, list, indent: indentUnitOf(root.text), padding: '' }, items)
}

function holderPlace(
  file: PythonFile,
  client: Client,
  { notes, workarounds }: PythonClient,
  { call, callee, path, given, holder }: PythonCall & { readonly holder: PythonHolder },
): ConfigPlace[] {
  const { keyword, inner, unless } = holder
  const names = given.named.map(({ name }) => name)
  if (unless.some((name) => names.includes(name))) return []
  const held = given.named.find(({ name }) => name === keyword)?.value
  if (held !== undefined && isMade(file, held, inner)) return []
  const title = oneLine(callee.text)
  const elsewhere = `takes its ${keyword} from ${oneLine(held?.text ?? given.open ?? '')}: change it where that is made`
  const module = path.slice(0, path.indexOf('.'))
  const place = sourcePlace(client, {
    title,
    from: call.from,
    fields: [],
    mayHoldMore: false,
    unreadable: held === undefined && given.open === null ? null : elsewhere,
    wishes: holder.wishes,
    add: (additions) => {
      const name = innerName(file, callee, inner, module)
      const text = additions.map((each) => `${each.name}=${each.text}`).join(', ')
      const argument = { name: keyword, text: `${name.text}(${text})` }
      return [...name.splices, ...addArguments(file, title, given, [argument])]
    },
    notes: (wanted) => notes(wanted, []),
    workarounds,
  })
  return [place]
}

/** Whether a value, or the variable that it is, comes from a call of the maker that is a place of its own. */
function isMade(file: PythonFile, value: TreeNode, { paths }: PythonMaker): boolean {
  const made = value.name === 'VariableName' ? assignedValue(file, value) : value
  if (made?.name !== 'CallExpression') return false
  return paths.includes(importedPath(file, made.children[0] as TreeNode) ?? '')
}

function assignedValue(file: PythonFile, use: TreeNode): TreeNode | undefined {
  const statement = definitionOf(file, use)?.parent
  return statement?.name === 'AssignStatement' ? codeChildren(statement).at(-1) : undefined
}

/** How the maker can be named beside the holder, and what imports it where it is not. */
function innerName(
  file: PythonFile,
  callee: TreeNode,
  { paths }: PythonMaker,
  module: string,
): { readonly text: string; readonly splices: readonly Splice[] } {
  const [path = ''] = paths
  const name = path.slice(path.lastIndexOf('.') + 1)
  if (callee.name === 'MemberExpression' && importedPath(file, callee.children[0] as TreeNode) === module) {
    return { text: `${callee.children[0]?.text}.${name}`, splices: [] }
  }
  const visible = [...file.imports].filter(([node]) => isVisible(node, callee))
  const known = visible.find(([, imported]) => paths.includes(imported))
  if (known !== undefined) return { text: known[0].text, splices: [] }
  const whole = visible.find(([, imported]) => imported === module)
  if (whole !== undefined) return { text: `${whole[0].text}.${name}`, splices: [] }
  const definition = callee.name === 'VariableName' ? definitionOf(file, callee) : undefined
  const statement = closest(definition ?? null, (node) => node.name === 'ImportStatement')
  if (definition === undefined || statement?.children[0]?.name !== 'from') {
    throw new ConfigEditError(`${name} is not imported: import it from ${module} first`, callee.from)
  }
  return { text: name, splices: [{ from: definition.to, to: definition.to, text: `, ${name}` }] }
}

/** Whether what a node imports is known at a place: it is not in a function or class that the place is not in. */
function isVisible(node: TreeNode, at: TreeNode): boolean {
  const around = closest(node, ({ name }) => name === 'FunctionDefinition' || name === 'ClassDefinition')
  return around === undefined || (around.from <= at.from && at.to <= around.to)
}
