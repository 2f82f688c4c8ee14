import type { Client } from '../../../../models/clients/client.ts'
import { unsettableNotes } from '../../../../models/clients/dialect/unsettable-notes.ts'
import { ConfigEditError, type ConfigPlace, type Splice, type WantedSettings } from '../config-dialect.ts'
import { codeChildren, type TreeNode } from '../syntax/lezer-tree.ts'
import { endOfLineAfter, indentAt, insertItems, newlineOf } from '../syntax/lezer-tree-insert.ts'
import { type FieldPlan, type FieldWish, planFields } from '../syntax/lezer-tree-plan.ts'
import type { GoValue } from './go-constant.ts'
import { commentColumns } from './comment-columns.ts'
import type { GoField } from './go-field.ts'
import type { GoFile } from './go-file.ts'
import { otherAssignmentNotes } from './go-other-assignments.ts'
import type { FieldAssignment } from './go-pool.ts'
import { unusedImports } from './unused-imports.ts'

/** A pool in a Go file, and how its fields are set. */
export interface GoPlace {
  readonly file: GoFile
  readonly client: Client
  readonly title: string
  readonly from: number
  readonly fields: readonly GoField[]
  /** Why nothing can be changed here, as the rest of a sentence after the title; `null` where it can. */
  readonly unreadable: string | null
  /** Whether fields that are not among these may have been set elsewhere. */
  readonly mayHoldMore: boolean
  /** Assignments to fields in the file that may be this pool's, or anything else's. */
  readonly others: readonly FieldAssignment[]
  readonly wishes: (wanted: WantedSettings) => readonly FieldWish<GoValue>[]
  readonly add: (additions: FieldPlan['additions']) => Splice[]
  /** What to mind beside what the client cannot express. */
  readonly notes: (wanted: WantedSettings) => readonly string[]
}

export function configPlace(place: GoPlace): ConfigPlace {
  const { title, from, fields } = place
  return {
    title,
    from,
    values: fields,
    plan: (wanted) => {
      if (place.unreadable !== null) throw new ConfigEditError(`${title} ${place.unreadable}`, from)
      const wishes = place.wishes(wanted)
      const { replacements, additions, touches, notes } = planFields(place, wishes)
      const columns = commentColumns(place.file.root.text, replacements)
      const splices = [...replacements, ...columns, ...(additions.length === 0 ? [] : place.add(additions))]
      return {
        splices: [...splices, ...unusedImports(place.file, splices)],
        touches,
        notes: [
          ...notes,
          ...otherAssignmentNotes(place.file, place.others, wishes),
          ...place.notes(wanted),
          ...unsettable(place.client, wanted),
        ],
      }
    },
  }
}

function unsettable(client: Client, wanted: WantedSettings): string[] {
  return unsettableNotes({ ...client.defaults, ...wanted }, client, {
    maxIdlePerHost: 'all connections up to the limit may stay idle until they expire',
  })
}

/**
 * Adds `Name: value` to a composite literal: on lines of their own, with the values in the column of the last one, as
 * gofmt has them. Names too long for that column are set apart by an empty line, since they would move it.
 */
export function addToLiteral(
  { root }: GoFile,
  literal: TreeNode,
  additions: FieldPlan['additions'],
): Splice[] {
  const labels = additions.map(({ name }) => `${name}: `)
  const longest = Math.max(...labels.map(({ length }) => length))
  const end = literal.children.findLast(({ name }) => name !== '}')?.to ?? literal.from
  const isOnLines = root.text.slice(end, literal.to).includes('\n')
  const column = isOnLines ? lastColumn(literal) : 0
  const isApart = column > 0 && longest > column
  const width = isOnLines ? Math.max(isApart ? 0 : column, longest) : 0
  const items = additions.map(({ text }, i) => `${(labels[i] as string).padEnd(width)}${text}`)
  return insertItems({ root, list: literal, indent: '\t', padding: '', isApart }, items)
}

/** Where the last value of a literal stands, from its name; 0 where there is none, or no other is aligned with it. */
function lastColumn(literal: TreeNode): number {
  const last = literal.children.findLast(({ name }) => name === 'Element')
  const [key, , value] = last === undefined ? [] : codeChildren(last)
  if (key === undefined || value === undefined || value.text.includes('\n')) return 0
  return value.from - key.from
}

/**
 * Adds assignments to what holds the pool after a statement.
 *
 * @throws ConfigEditError where there is no such statement
 */
export function addAssignments(
  { root }: GoFile,
  target: string,
  statement: TreeNode,
  additions: FieldPlan['additions'],
): Splice[] {
  const indent = indentAt(root.text, statement.from)
  const from = endOfLineAfter(root, statement.to)
  const newline = newlineOf(root.text)
  const lines = additions.map(({ name, text }) => `${newline}${indent}${target}.${name} = ${text}`)
  return [{ from, to: from, text: lines.join('') }]
}
