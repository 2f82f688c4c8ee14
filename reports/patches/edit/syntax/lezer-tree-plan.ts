import { ConfigEditError, type Splice, type WrittenValue } from '../config-dialect.ts'

/** A field of a pool as the file has it. */
export interface HeldField<Value> extends WrittenValue {
  readonly to: number
  /** What it is worth; `null` where that is not known from the file alone. */
  readonly constant: { readonly value: Value } | null
  /** Why it cannot be replaced by another value where it stands, as the rest of a sentence after its name. */
  readonly locked: string | null
  /** What to mind when it is replaced. */
  readonly note: string | null
}

/** What a field has to say. */
export interface FieldWish<Value> {
  readonly name: string
  /** Whether it does; `undefined` where it is not written. */
  readonly holds: (value: Value | undefined) => boolean
  /** The text to write, in the style of what it replaces. */
  readonly write: (replaced: HeldField<Value> | null) => string
  /** It only helps the others: where it is computed it is left alone, with a note, and it is not added to be on the safe side. */
  readonly isCompanion: boolean
}

export interface FieldPlan {
  readonly replacements: readonly Splice[]
  /** Fields that are to be added. */
  readonly additions: readonly { readonly name: string; readonly text: string }[]
  readonly touches: readonly string[]
  readonly notes: readonly string[]
}

/** A place's fields, and whether others may come from where the file does not tell. */
export interface HeldFields<Value> {
  readonly fields: readonly HeldField<Value>[]
  readonly mayHoldMore: boolean
}

/**
 * What to replace and what to add so that all wishes hold.
 *
 * @throws ConfigEditError where a field that matters is computed, or cannot be replaced
 */
export function planFields<Value>(
  { fields, mayHoldMore }: HeldFields<Value>,
  wishes: readonly FieldWish<Value>[],
): FieldPlan {
  const replacements: Splice[] = []
  const additions: { name: string; text: string }[] = []
  const touches: string[] = []
  const notes: string[] = []
  for (const wish of wishes) {
    const field = fields.findLast(({ name }) => plainName(name) === wish.name)
    if (field === undefined) {
      if ((wish.isCompanion || !mayHoldMore) && wish.holds(undefined)) continue
      additions.push({ name: wish.name, text: wish.write(null) })
    } else {
      if (field.constant === null) {
        if (!wish.isCompanion) throw computedError(field)
        notes.push(leftNote(wish.name, field))
        continue
      }
      if (wish.holds(field.constant.value)) continue
      if (field.locked !== null) throw new ConfigEditError(`${wish.name} ${field.locked}`, field.from)
      replacements.push({ from: field.from, to: field.to, text: wish.write(field) })
      if (field.note !== null) notes.push(field.note)
    }
    touches.push(field?.name ?? wish.name)
  }
  return { replacements, additions, touches, notes }
}

function leftNote(name: string, { text }: HeldField<unknown>): string {
  return `${name} is set from ${oneLine(text)}, and is left as it is: see that it does not undo the settings.`
}

function computedError({ name, text, from, locked }: HeldField<unknown>): ConfigEditError {
  const ending = locked ?? `is set from ${oneLine(text)}: change it where that comes from`
  return new ConfigEditError(`${plainName(name)} ${ending}`, from)
}

/** A text on one line, cut where it is long. */
export function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 59)}…` : line
}

/** Fields with names of their own: the second `x` is `x (2)`. */
export function numbered<Field extends WrittenValue>(fields: readonly Field[]): Field[] {
  const seen = new Map<string, number>()
  return fields.map((field) => {
    const count = (seen.get(field.name) ?? 0) + 1
    seen.set(field.name, count)
    return count === 1 ? field : { ...field, name: `${field.name} (${count})` }
  })
}

function plainName(name: string): string {
  return name.replace(/ \(\d+\)$/, '')
}
