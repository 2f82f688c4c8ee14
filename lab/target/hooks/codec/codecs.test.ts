import { describe, expect, it } from 'vitest'
import { CodecError } from './codec-error.ts'
import { CodecMeter } from './codec-meter.ts'
import { encodePooled, itemListCodecs } from './codecs.fixture.ts'
import { type Item, itemListMessage, itemMessage } from './item-message.ts'
import { jsonCodec } from './json-codec.ts'
import { boolean, text, wholeNumber } from './message-field.ts'
import { messageSchema } from './message-schema.ts'
import { msgpackCodec } from './msgpack-codec.ts'
import { schemaCodec } from './schema-codec.ts'

const meter = new CodecMeter()
const tools = { meter, maxDepth: 32 }
const json = jsonCodec(tools)
const msgpack = msgpackCodec(tools)
const item = schemaCodec(itemMessage, tools)
const lamp: Item = { id: 'l-1', name: 'Lamp', price: 12.5, tags: ['a', 'b'], attributes: { color: 'red' } }

describe('a message by schema', () => {
  it('is written as Protocol Buffers are', () => {
    const hex = encodePooled(item, lamp, (bytes) => bytes.toString('hex'))
    expect(hex).toBe(
      '0a036c2d31' + // 1: "l-1"
        '12044c616d70' + // 2: "Lamp"
        '190000000000002940' + // 3: 12.5
        '220161220162' + // 4: "a", "b"
        '2a0c0a05636f6c6f721203726564', // 5: {1: "color", 2: "red"}
    )
  })

  it('has absent values where nothing is written', () => {
    const empty = { id: '', name: '', price: 0, tags: [], attributes: {} }
    expect(item.encodeToBuffer(empty)).toHaveLength(0)
    expect(item.decode(new Uint8Array(0))).toEqual(empty)
  })

  it.each(['\u{20000}', '\u{10ffff}', 'é', '\ud800', 'x'.repeat(127), 'é'.repeat(43)])(
    'has the text %j',
    (name) => {
      const read = encodePooled(item, { ...lamp, name }, (bytes) => item.decode(bytes))
      const wellFormed = Buffer.from(name).toString()
      expect(read.name).toBe(wellFormed)
      expect(item.decode(item.encodeToBuffer({ ...lamp, name })).name).toBe(wellFormed)
    },
  )

  it('writes -0, which is not the absent number', () => {
    const read = item.decode(item.encodeToBuffer({ ...lamp, price: -0 }))
    expect(read.price).toBe(-0)
  })

  it('passes over fields that are not declared, of every wire type', () => {
    const later = Buffer.from('0a016978017900000000000000007d0000000082010161', 'hex')
    expect(item.decode(later).id).toBe('i')
  })

  it('passes over a declared field that has come in another wire type', () => {
    expect(item.decode(Buffer.from('0801', 'hex')).id).toBe('')
  })

  it('takes the last of several values', () => {
    expect(item.decode(Buffer.from('0a01610a0162', 'hex')).id).toBe('b')
  })

  it('has whole numbers to 2^53 − 1 and booleans', () => {
    const schema = messageSchema({ count: wholeNumber(1), on: boolean(2), note: text(16) })
    const codec = schemaCodec(schema, tools)
    const value = { count: Number.MAX_SAFE_INTEGER, on: true, note: 'n' }
    const bytes = codec.encodeToBuffer(value)
    expect(bytes.toString('hex')).toBe('08ffffffffffffff0f10018201016e')
    expect(codec.decode(bytes)).toEqual(value)
    expect(() => codec.decode(Buffer.from('088080808080808010', 'hex'))).toThrow('beyond 2^53')
  })

  it.each([
    ['a string that is shorter than it says', '0a056162', 'truncated', 'byte 4'],
    ['a string of exabytes', '0affffffffffffffff7f', 'truncated', 'byte 10'],
    ['a tag without a value', '19', 'truncated', 'byte 1'],
    ['an entry longer than the message', '2a7f0a0161', 'truncated', 'byte 5'],
    ['a value longer than its entry', '2a030a7f61' + '61'.repeat(200), 'truncated', 'byte 5'],
    ['an integer that does not end', '78ffffffff', 'truncated', 'byte 5'],
    ['an integer of eleven bytes', '78' + 'ff'.repeat(11) + '01', 'malformed', 'byte 1'],
    ['the field 0', '0001', 'malformed', 'byte 0'],
    ['a group', '0b', 'malformed', 'byte 1'],
    ['the key __proto__', '2a0e0a095f5f70726f746f5f5f120178', 'malformed', '__proto__'],
  ])('is refused for %s', (_what, hex, code, where) => {
    expect(faultOf(() => item.decode(Buffer.from(hex, 'hex')))).toMatchObject({
      code,
      statusCode: 400,
      message: expect.stringContaining(where) as string,
    })
  })

  it('is refused when it is nested too deep', () => {
    const flat = schemaCodec(itemListMessage, { meter, maxDepth: 2 })
    const bytes = item.encodeToBuffer(lamp)
    const list = Buffer.concat([Buffer.from([0x0a, bytes.length]), bytes])
    expect(() => flat.decode(list)).toThrow('nested deeper than 2 levels')
    expect(schemaCodec(itemListMessage, { meter, maxDepth: 3 }).decode(list)).toEqual({ items: [lamp] })
  })

  it('says which field of a value does not fit', () => {
    const wrong = { ...lamp, price: '12' } as unknown as Item
    expect(() => item.encodeToBuffer(wrong)).toThrow('price is to be a number, not string')
    expect(faultOf(() => item.encodeToBuffer(wrong))).toMatchObject({ code: 'unencodable', statusCode: 500 })
  })

  it('cannot be declared with a number twice or out of range', () => {
    expect(() => messageSchema({ a: text(1), b: text(1) })).toThrow('a and b both have the number 1')
    expect(() => messageSchema({ a: text(0) })).toThrow('from 1 to 2047, not 0')
  })
})

describe('MessagePack', () => {
  it.each([
    ['a list of four billion', 'ddffffffff', 'truncated'],
    ['a map of four billion', 'dfffffffff', 'truncated'],
    ['a string of 4 GiB', 'dbffffffff', 'truncated'],
    ['a map without its value', '81a161', 'truncated'],
    ['two values', 'c0c0', 'malformed'],
    ['binary data', 'c40100', 'malformed'],
    ['an extension type', 'd6ff00000000', 'malformed'],
    ['the byte that is never used', 'c1', 'malformed'],
    ['an integer beyond 2^53', 'cf0020000000000000', 'malformed'],
    ['an integer below −2^53', 'd3ffe0000000000000', 'malformed'],
    ['a map as a key', '8180c0', 'malformed'],
    ['the key __proto__', '81a95f5f70726f746f5f5fc0', 'malformed'],
  ])('is refused for %s', (_what, hex, code) => {
    expect(faultOf(() => msgpack.decode(Buffer.from(hex, 'hex')))).toMatchObject({ code, statusCode: 400 })
  })

  it('has the integers up to 2^53 − 1 of both signs', () => {
    for (const value of [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]) {
      expect(encodePooled(msgpack, value, (bytes) => msgpack.decode(bytes))).toBe(value)
    }
  })

  it('is refused without recursion when it is a million lists deep', () => {
    expect(faultOf(() => msgpack.decode(Buffer.alloc(1_000_000, 0x91)))).toMatchObject({ code: 'too-deep' })
  })

  it('leaves out what is undefined, and asks dates for their JSON', () => {
    const value = { when: new Date(0), not: undefined }
    const read = encodePooled(msgpack, value, (bytes) => msgpack.decode(bytes))
    expect(read).toEqual({ when: '1970-01-01T00:00:00.000Z' })
  })

  it('cannot say a bigint', () => {
    expect(() => encodePooled(msgpack, { n: 1n }, () => {})).toThrow('it has a bigint')
  })
})

describe('JSON', () => {
  it.each([
    ['nothing', '', 'truncated'],
    ['half an object', '{"a":', 'truncated'],
    ['half a string', '"abc', 'truncated'],
    ['other text', '{"a":x}', 'malformed'],
    ['the key __proto__', '{"a":[{"__proto__":{"admin":true}}]}', 'malformed'],
    ['lists in lists', '['.repeat(33) + ']'.repeat(33), 'too-deep'],
    ['a million lists', '['.repeat(1_000_000) + ']'.repeat(1_000_000), 'too-deep'],
  ])('is refused for %s', (_what, body, code) => {
    const fault = faultOf(() => json.decode(Buffer.from(body)))
    expect(fault).toBeInstanceOf(CodecError)
    expect(fault).toMatchObject({ code, statusCode: 400 })
  })

  it('says at which character', () => {
    expect(() => json.decode(Buffer.from('{"a": 1,, "b": 2, "c": "a longer text"}'))).toThrow(
      'at character 8',
    )
  })
})

it.each(itemListCodecs().filter(([name]) => name !== 'schema'))(
  'a value that contains itself cannot be written as %s',
  (_name, codec) => {
    const round: { items: unknown[] } = { items: [] }
    round.items.push(round)
    for (const write of [
      () => codec.encodeToBuffer(round as never),
      () => encodePooled(codec, round as never, () => {}),
    ]) {
      expect(write).toThrow(CodecError)
    }
  },
)

it('no copy is made of what has no need of one, and one for the string of JSON', () => {
  const list = { items: [lamp, lamp] }
  const copies = (name: string): number => {
    const counter = new CodecMeter()
    const codec = itemListCodecs(counter).find(([each]) => each === name)?.[1]
    if (codec === undefined) throw new Error(name)
    encodePooled(codec, list, (bytes) => codec.decode(bytes), { firstBytes: 1024 })
    return counter.copies
  }
  expect({ json: copies('json'), msgpack: copies('msgpack'), schema: copies('schema') }).toEqual({
    json: 2,
    msgpack: 0,
    schema: 0,
  })
})

function faultOf(run: () => unknown): unknown {
  try {
    run()
    return null
  } catch (error) {
    return error
  }
}
