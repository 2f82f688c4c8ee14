import { CodecError, tooDeep } from './codec-error.ts'
import type { Codec, CodecTools } from './codec-registry.ts'

/**
 * JSON. It cannot do without its string: the engine's parser takes one and its writer makes one, so that a message is
 * copied once on its way in and once on its way out, also where nothing else is copied.
 */
export function jsonCodec({ meter, maxDepth }: CodecTools): Codec {
  return {
    contentType: 'application/json; charset=utf-8',
    encode(value, into) {
      const before = into.length
      into.writeText(textOf(value))
      meter.copied(into.length - before)
    },
    encodeToBuffer(value) {
      const bytes = Buffer.from(textOf(value))
      meter.copied(bytes.length)
      return bytes
    },
    decode(bytes) {
      if (bytes.length === 0) throw new CodecError('truncated', 'The body is empty, and JSON was to come.')
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
      meter.copied(bytes.length)
      const value = parse(text)
      checkNesting(value, maxDepth, maxDepth)
      return value
    },
  }
}

function textOf(value: unknown): string {
  let text: string | undefined
  try {
    text = JSON.stringify(value)
  } catch (error) {
    throw new CodecError('unencodable', `The reply cannot be written as JSON: ${messageOf(error)}.`)
  }
  if (text === undefined) {
    throw new CodecError('unencodable', `The reply cannot be written as JSON: it is a ${typeof value}.`)
  }
  return text
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const message = messageOf(error)
    if (message.includes('end of JSON') || message.startsWith('Unterminated')) {
      throw new CodecError(
        'truncated',
        `The body ends, after ${text.length} characters, before its JSON does.`,
      )
    }
    const position = /position (\d+)/.exec(message)?.[1]
    const where = position === undefined ? '' : ` at character ${position}`
    throw new CodecError('malformed', `The body is not JSON${where}.`)
  }
}

/** @throws CodecError for what is nested too deep, or has a key that merging would take for the prototype */
function checkNesting(value: unknown, levels: number, maxDepth: number): void {
  if (typeof value !== 'object' || value === null) return
  if (levels === 0) throw tooDeep(maxDepth)
  if (Array.isArray(value)) {
    for (const element of value) checkNesting(element, levels - 1, maxDepth)
    return
  }
  for (const key in value) {
    if (key === '__proto__') throw new CodecError('malformed', 'The body has a key named __proto__.')
    checkNesting((value as Record<string, unknown>)[key], levels - 1, maxDepth)
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
