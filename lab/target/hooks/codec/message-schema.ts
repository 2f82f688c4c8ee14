import type { PbfWriter } from 'pbf'
import { CodecError } from './codec-error.ts'
import type { Field, NestedMessage } from './message-field.ts'
import type { MessageReader } from './message-reader.ts'

const MAX_FIELD_NUMBER = 2047

type Fields = Readonly<Record<string, Field<unknown>>>

/** The values that a schema of these fields describes. */
export type FieldValues<Declared> = {
  readonly [Name in keyof Declared]: Declared[Name] extends Field<infer Value> ? Value : never
}

/** A message whose fields are declared: how its values are written and read. */
export type MessageSchema<Value> = NestedMessage<Value>

/** The values that a schema describes. */
export type MessageValue<Schema> = Schema extends MessageSchema<infer Value> ? Value : never

/**
 * Declares a message in the format of Protocol Buffers, version 3, without a compiler for it: reader and writer are put
 * together here, once. A field that is not written has its absent value, and one that is not declared is passed over,
 * so that two versions of a schema understand each other. A value's property that is undefined counts as absent.
 *
 * ```ts
 * const point = messageSchema({ name: text(1), weight: double(2) })
 * type Point = MessageValue<typeof point> // { readonly name: string; readonly weight: number }
 * ```
 *
 * @throws RangeError for a field number that is out of range or given twice
 */
export function messageSchema<const Declared extends Fields>(
  declared: Declared,
): MessageSchema<FieldValues<Declared>> {
  const fields = Object.entries<Field<unknown>>(declared).map(([name, field]) => ({ name, field }))
  const byNumber: ({ readonly name: string; readonly field: Field<unknown> } | undefined)[] = []
  for (const entry of fields) {
    const { number } = entry.field
    if (!Number.isInteger(number) || number < 1 || number > MAX_FIELD_NUMBER) {
      throw new RangeError(`the number of ${entry.name} must be from 1 to ${MAX_FIELD_NUMBER}, not ${number}`)
    }
    const other = byNumber[number]
    if (other !== undefined) {
      throw new RangeError(`${other.name} and ${entry.name} both have the number ${number}`)
    }
    byNumber[number] = entry
  }

  function empty(): Record<string, unknown> {
    const value: Record<string, unknown> = {}
    for (const { name, field } of fields) value[name] = field.absent
    return value
  }

  return {
    writeFields(writer: PbfWriter, value: FieldValues<Declared>): void {
      if (typeof value !== 'object' || value === null) {
        throw new CodecError(
          'unencodable',
          'The reply does not fit its schema: a message is to be an object.',
        )
      }
      const given = value as Readonly<Record<string, unknown>>
      for (const { name, field } of fields) {
        const each = given[name]
        if (each !== undefined) field.write(writer, each, name)
      }
    },
    readFields(reader: MessageReader): FieldValues<Declared> {
      const value = empty()
      for (let number = reader.field(); number !== 0; number = reader.field()) {
        const entry = byNumber[number]
        if (entry === undefined || entry.field.wireType !== reader.type) reader.pass()
        else value[entry.name] = entry.field.read(reader, value[entry.name])
      }
      return value as FieldValues<Declared>
    },
  }
}
