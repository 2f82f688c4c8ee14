import type { PbfWriter } from 'pbf'
import { CodecError } from './codec-error.ts'
import { checkKey, type MessageReader, WIRE_TYPE } from './message-reader.ts'

/** A field of a message: its number, and how its values are written and read. */
export interface Field<Value> {
  /** 1 to 2047: a tag of one octet up to 15, of two above. */
  readonly number: number
  readonly wireType: number
  /** Where a message does not have the field. */
  readonly absent: Value
  /** Writes nothing for the absent value. @throws CodecError `unencodable` for a value of another type */
  write(writer: PbfWriter, value: Value, name: string): void
  /** @param before the value so far: of a list, what came before this element */
  read(reader: MessageReader, before: Value): Value
}

/** The message of a field within another. */
export interface NestedMessage<Value> {
  writeFields(writer: PbfWriter, value: Value): void
  readFields(reader: MessageReader): Value
}

/** `string`. */
export function text(number: number): Field<string> {
  return {
    number,
    wireType: WIRE_TYPE.bytes,
    absent: '',
    write(writer, value, name) {
      if (typeof value !== 'string') throw wrongType(name, 'a string', value)
      if (value !== '') writer.writeStringField(number, value)
    },
    read: (reader) => reader.text(),
  }
}

/** `double`. */
export function double(number: number): Field<number> {
  return {
    number,
    wireType: WIRE_TYPE.fixed64,
    absent: 0,
    write(writer, value, name) {
      if (typeof value !== 'number') throw wrongType(name, 'a number', value)
      if (!Object.is(value, 0)) writer.writeDoubleField(number, value)
    },
    read: (reader) => reader.double(),
  }
}

/** `uint64`, up to 2^53 − 1. */
export function wholeNumber(number: number): Field<number> {
  return {
    number,
    wireType: WIRE_TYPE.varint,
    absent: 0,
    write(writer, value, name) {
      if (!Number.isSafeInteger(value) || value < 0) {
        throw wrongType(name, 'a whole number from 0 to 2^53 − 1', value)
      }
      if (value !== 0) writer.writeVarintField(number, value)
    },
    read: (reader) => reader.integer(),
  }
}

/** `bool`. */
export function boolean(number: number): Field<boolean> {
  return {
    number,
    wireType: WIRE_TYPE.varint,
    absent: false,
    write(writer, value, name) {
      if (typeof value !== 'boolean') throw wrongType(name, 'a boolean', value)
      if (value) writer.writeBooleanField(number, true)
    },
    read: (reader) => reader.boolean(),
  }
}

/** `repeated string`. */
export function texts(number: number): Field<readonly string[]> {
  return {
    number,
    wireType: WIRE_TYPE.bytes,
    absent: EMPTY_LIST,
    write(writer, values, name) {
      if (!Array.isArray(values)) throw wrongType(name, 'a list', values)
      for (const value of values as readonly unknown[]) {
        if (typeof value !== 'string') throw wrongType(name, 'a list of strings', value)
        writer.writeStringField(number, value)
      }
    },
    read: (reader, before) => append(before, reader.text()),
  }
}

/** `repeated` of another message. */
export function messages<Value>(number: number, message: NestedMessage<Value>): Field<readonly Value[]> {
  const write = (value: Value, writer: PbfWriter): void => message.writeFields(writer, value)
  const read = (reader: MessageReader): Value => message.readFields(reader)
  return {
    number,
    wireType: WIRE_TYPE.bytes,
    absent: EMPTY_LIST,
    write(writer, values, name) {
      if (!Array.isArray(values)) throw wrongType(name, 'a list', values)
      for (const value of values as readonly Value[]) writer.writeMessage(number, write, value)
    },
    read: (reader, before) => append(before, reader.message(read)),
  }
}

/** `map<string, string>`. */
export function textMap(number: number): Field<Readonly<Record<string, string>>> {
  return {
    number,
    wireType: WIRE_TYPE.bytes,
    absent: EMPTY_MAP,
    write(writer, map, name) {
      if (typeof map !== 'object' || map === null) throw wrongType(name, 'a map', map)
      for (const entry of Object.entries(map as Readonly<Record<string, unknown>>)) {
        if (typeof entry[1] !== 'string') throw wrongType(name, 'a map of strings', entry[1])
        writer.writeMessage(number, writeEntry, entry as [string, string])
      }
    },
    read(reader, before) {
      const [key, value] = reader.message(readEntry)
      const map = before === EMPTY_MAP ? {} : (before as Record<string, string>)
      map[key] = value
      return map
    },
  }
}

/** What a message that has none of it holds: shared by all of them, so that it costs no memory. */
const EMPTY_LIST: readonly never[] = Object.freeze([])
const EMPTY_MAP: Readonly<Record<string, string>> = Object.freeze({})

const KEY = 1
const VALUE = 2

function writeEntry([key, value]: [string, string], writer: PbfWriter): void {
  if (key !== '') writer.writeStringField(KEY, key)
  if (value !== '') writer.writeStringField(VALUE, value)
}

function readEntry(reader: MessageReader): [string, string] {
  let key = ''
  let value = ''
  for (let number = reader.field(); number !== 0; number = reader.field()) {
    if (reader.type !== WIRE_TYPE.bytes) reader.pass()
    else if (number === KEY) key = reader.text()
    else if (number === VALUE) value = reader.text()
    else reader.pass()
  }
  checkKey(key)
  return [key, value]
}

function append<Value>(list: readonly Value[], value: Value): readonly Value[] {
  if (list === EMPTY_LIST) return [value]
  ;(list as Value[]).push(value)
  return list
}

function wrongType(name: string, wanted: string, value: unknown): CodecError {
  const given = value === null ? 'null' : typeof value === 'number' ? String(value) : typeof value
  return new CodecError(
    'unencodable',
    `The reply does not fit its schema: ${name} is to be ${wanted}, not ${given}.`,
  )
}
