import type { Client } from '../../../../models/clients/client.ts'
import { unsettableNotes } from '../../../../models/clients/dialect/unsettable-notes.ts'
import { type ConfigDialect, ConfigEditError, type ConfigPlace, type Splice } from '../config-dialect.ts'
import { childNamed, codeChildren, soundTree, type TreeNode } from '../syntax/lezer-tree.ts'
import { indentUnitOf, insertItems } from '../syntax/lezer-tree-insert.ts'
import { type FieldPlan, planFields } from '../syntax/lezer-tree-plan.ts'
import { assignmentNotes } from './js-assignments.ts'
import { agentkeepaliveAgent, denoClient, nodeAgent, undiciAgent } from './js-clients.ts'
import { type JsFile, readJsFile } from './js-file.ts'
import { type JsField, jsFields, keyQuote } from './js-options.ts'
import { findPools, type JsPool } from './js-pool.ts'
import type { JsClient } from './js-wish.ts'

const clients: readonly JsClient[] = [nodeAgent, agentkeepaliveAgent, undiciAgent, denoClient]

/**
 * Calls that make agents and clients in JavaScript and TypeScript source, whatever they are imported as: their object of
 * options, also where a `const` of the file that nothing else uses holds it. What a spread brings is not looked at;
 * members that are needed go behind it.
 */
export const javascriptDialect: ConfigDialect = {
  title: 'JavaScript or TypeScript source',
  clients: clients.map(({ name }) => name),
  reads: (fileName) => /\.(?:[cm]?[jt]s|[jt]sx)$/i.test(fileName) && !/\.d\.[cm]?ts$/i.test(fileName),
  findPlaces: ({ name, text }, client) => {
    const jsClient = clients.find((each) => each.name === client.name)
    if (jsClient === undefined) return []
    const file = readJsFile(text, name)
    const pools = findPools(file, jsClient.makers)
    // What should be a pool may be where the grammar did not follow.
    if (pools.length === 0) soundTree(file.root)
    return pools.map((pool) => place(file, client, jsClient, pool))
  },
}

function place(file: JsFile, client: Client, jsClient: JsClient, pool: JsPool): ConfigPlace {
  const { title, from, object, makers } = pool
  const held = object === null ? { fields: [], mayHoldMore: false } : jsFields(file, object)
  return {
    title,
    from,
    values: held.fields,
    plan: (wanted) => {
      if (pool.unreadable !== null) throw new ConfigEditError(`${title} ${pool.unreadable}`, from)
      refuseFormerNames(held.fields, jsClient)
      const wishes = jsClient.wishes(wanted, makers)
      const { replacements, additions, touches, notes } = planFields(held, wishes)
      const assignable = wishes.filter(({ name }) => jsClient.assignable.includes(name))
      const all = { ...client.defaults, ...wanted }
      return {
        splices: [...replacements, ...add(file, pool, additions)],
        touches,
        notes: [
          ...notes,
          ...assignmentNotes(file, pool, assignable),
          ...jsClient.notes(wanted, held.fields, makers),
          ...unsettableNotes(all, client, jsClient.workarounds),
        ],
      }
    },
  }
}

function refuseFormerNames(fields: readonly JsField[], { formerNames }: JsClient): void {
  const names = new Map(Object.entries(formerNames))
  const former = fields.find(({ name }) => names.has(name))
  if (former === undefined) return
  const now = names.get(former.name)
  throw new ConfigEditError(
    `${former.name} is an old name, and overrides ${now}: call it ${now} first`,
    former.from,
  )
}

function add({ root }: JsFile, { object, call }: JsPool, additions: FieldPlan['additions']): Splice[] {
  if (additions.length === 0) return []
  if (object === null) return addObject(call, additions)
  const quote = keyQuote(object)
  const items = additions.map(({ name, text }) => `${quote}${name}${quote}: ${text}`)
  return insertItems({ root, list: object, indent: indentUnitOf(root.text), padding: ' ' }, items)
}

/** The options of a call that has none. */
function addObject(call: TreeNode, additions: FieldPlan['additions']): Splice[] {
  const text = `{ ${additions.map(({ name, text: value }) => `${name}: ${value}`).join(', ')} }`
  const list = childNamed(call, 'ArgList')
  if (list === undefined) return [{ from: call.to, to: call.to, text: `(${text})` }]
  const before = codeChildren(list).at(-2) as TreeNode
  const separator = before.name === '(' ? '' : before.name === ',' ? ' ' : ', '
  return [{ from: before.to, to: before.to, text: `${separator}${text}` }]
}
