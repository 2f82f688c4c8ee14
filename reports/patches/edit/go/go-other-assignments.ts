import type { FieldWish } from '../syntax/lezer-tree-plan.ts'
import { oneLine } from '../syntax/lezer-tree-plan.ts'
import { textPosition } from '../text-position.ts'
import { evaluateGo, type GoValue } from './go-constant.ts'
import type { GoWrite } from './go-field.ts'
import type { GoFile } from './go-file.ts'
import type { FieldAssignment } from './go-pool.ts'

/** Assignments to fields of which the file does not tell whose they are: none of the writes is one of them. */
export function otherAssignments(
  assignments: readonly FieldAssignment[],
  writes: readonly GoWrite[],
): FieldAssignment[] {
  const known = new Set(writes.map(({ value }) => value))
  return assignments.filter(({ statement, value }) => !known.has(value ?? statement))
}

/** One sentence for each assignment that would undo a wish if it were to this pool, as an option's function does it. */
export function otherAssignmentNotes(
  file: GoFile,
  others: readonly FieldAssignment[],
  wishes: readonly FieldWish<GoValue>[],
): string[] {
  return others.flatMap(({ statement, object, name, value }) => {
    const wish = wishes.find((each) => each.name === name)
    const constant = value === null ? null : evaluateGo(file, value)
    if (wish === undefined || (constant !== null && wish.holds(constant.value))) return []
    const { line } = textPosition(file.root.text, statement.from)
    return [`${oneLine(object.text)}.${name} is set on line ${line}: see that it does not undo the settings.`]
  })
}
