import { CodecError, tooDeep } from './codec-error.ts'
import type { GrowingBuffer } from './growing-buffer.ts'

/**
 * Writes a value as MessagePack straight into a buffer, each number and each length in the fewest bytes. What JSON
 * would leave out or replace is treated in the same way: properties that are undefined are left out, `toJSON` is
 * called, undefined elsewhere is nil. Numbers that are no integers are of 64 bits, and so are NaN and the infinities.
 *
 * @throws CodecError `unencodable` for functions, symbols and bigints; `too-deep`, also for a value that contains itself
 */
export function writeMsgpack(value: unknown, into: GrowingBuffer, maxDepth: number): void {
  writeValue(value, into, maxDepth, maxDepth)
}

function writeValue(value: unknown, into: GrowingBuffer, levels: number, maxDepth: number): void {
  switch (typeof value) {
    case 'string':
      return writeString(value, into)
    case 'number':
      return writeNumber(value, into)
    case 'boolean':
      return writeByte(value ? 0xc3 : 0xc2, into)
    case 'undefined':
      return writeByte(0xc0, into)
    case 'object':
      if (value === null) return writeByte(0xc0, into)
      if (hasOwnWay(value)) return writeValue(value.toJSON(), into, levels - 1, maxDepth)
      if (levels <= 0) throw tooDeep(maxDepth)
      if (Array.isArray(value)) return writeList(value, into, levels - 1, maxDepth)
      return writeMap(value as Readonly<Record<string, unknown>>, into, levels - 1, maxDepth)
    default:
      throw new CodecError(
        'unencodable',
        `The reply cannot be written as MessagePack: it has a ${typeof value}.`,
      )
  }
}

function hasOwnWay(value: object): value is { toJSON(): unknown } {
  return typeof (value as { readonly toJSON?: unknown }).toJSON === 'function'
}

function writeList(list: readonly unknown[], into: GrowingBuffer, levels: number, maxDepth: number): void {
  writeCount(list.length, into, 0x90, 0xdc)
  for (const element of list) writeValue(element, into, levels, maxDepth)
}

function writeMap(
  map: Readonly<Record<string, unknown>>,
  into: GrowingBuffer,
  levels: number,
  maxDepth: number,
): void {
  const keys = Object.keys(map)
  let count = 0
  for (const key of keys) if (map[key] !== undefined) count++
  writeCount(count, into, 0x80, 0xde)
  for (const key of keys) {
    const value = map[key]
    if (value === undefined) continue
    writeString(key, into)
    writeValue(value, into, levels, maxDepth)
  }
}

/** @param short head of a list or map of up to 15 elements; @param long of one with a count of 16 bits, 32 after it */
function writeCount(count: number, into: GrowingBuffer, short: number, long: number): void {
  into.reserve(5)
  if (count < 16) {
    into.bytes[into.length++] = short + count
  } else if (count < 0x10000) {
    into.bytes[into.length++] = long
    into.length = into.bytes.writeUInt16BE(count, into.length)
  } else {
    into.bytes[into.length++] = long + 1
    into.length = into.bytes.writeUInt32BE(count, into.length)
  }
}

/** Up to this length a string is tried octet by octet, which for a short one is quicker than a call to the engine. */
const SHORT = 24

function writeString(text: string, into: GrowingBuffer): void {
  if (text.length <= SHORT && writeShortAscii(text, into)) return
  const size = Buffer.byteLength(text)
  into.reserve(5 + size)
  const { bytes } = into
  let at = into.length
  if (size < 32) {
    bytes[at++] = 0xa0 + size
  } else if (size < 0x100) {
    bytes[at++] = 0xd9
    bytes[at++] = size
  } else if (size < 0x10000) {
    bytes[at++] = 0xda
    at = bytes.writeUInt16BE(size, at)
  } else {
    bytes[at++] = 0xdb
    at = bytes.writeUInt32BE(size, at)
  }
  into.length = at + bytes.write(text, at, 'utf8')
}

/** @returns whether it was ASCII alone; else nothing is written */
function writeShortAscii(text: string, into: GrowingBuffer): boolean {
  into.reserve(1 + SHORT)
  const { bytes } = into
  let at = into.length + 1
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0x80) return false
    bytes[at++] = unit
  }
  bytes[into.length] = 0xa0 + text.length
  into.length = at
  return true
}

function writeNumber(value: number, into: GrowingBuffer): void {
  into.reserve(9)
  if (!Number.isSafeInteger(value)) writeDouble(value, into)
  else if (value >= 0) writeUnsigned(value, into)
  else writeNegative(value, into)
}

function writeDouble(value: number, into: GrowingBuffer): void {
  into.bytes[into.length] = 0xcb
  into.view.setFloat64(into.length + 1, value)
  into.length += 9
}

function writeUnsigned(value: number, into: GrowingBuffer): void {
  const { view } = into
  const at = into.length
  if (value < 0x80) {
    view.setUint8(at, value)
    into.length = at + 1
  } else if (value < 0x100) {
    view.setUint16(at, 0xcc00 + value)
    into.length = at + 2
  } else if (value < 0x10000) {
    view.setUint8(at, 0xcd)
    view.setUint16(at + 1, value)
    into.length = at + 3
  } else if (value < 0x1_0000_0000) {
    view.setUint8(at, 0xce)
    view.setUint32(at + 1, value)
    into.length = at + 5
  } else {
    view.setUint8(at, 0xcf)
    setInt64(view, at + 1, value)
    into.length = at + 9
  }
}

function writeNegative(value: number, into: GrowingBuffer): void {
  const { view } = into
  const at = into.length
  if (value >= -0x20) {
    view.setInt8(at, value)
    into.length = at + 1
  } else if (value >= -0x80) {
    view.setUint8(at, 0xd0)
    view.setInt8(at + 1, value)
    into.length = at + 2
  } else if (value >= -0x8000) {
    view.setUint8(at, 0xd1)
    view.setInt16(at + 1, value)
    into.length = at + 3
  } else if (value >= -0x8000_0000) {
    view.setUint8(at, 0xd2)
    view.setInt32(at + 1, value)
    into.length = at + 5
  } else {
    view.setUint8(at, 0xd3)
    setInt64(view, at + 1, value)
    into.length = at + 9
  }
}

function setInt64(view: DataView, at: number, value: number): void {
  const high = Math.floor(value / 0x1_0000_0000)
  view.setInt32(at, high)
  view.setUint32(at + 4, value - high * 0x1_0000_0000)
}

function writeByte(byte: number, into: GrowingBuffer): void {
  into.reserve(1)
  into.bytes[into.length++] = byte
}
