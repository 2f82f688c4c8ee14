import { CodecError } from './codec-error.ts'
import type { CodecMeter } from './codec-meter.ts'
import type { GrowingBuffer } from './growing-buffer.ts'

export const CODEC_KINDS = ['json', 'msgpack', 'schema'] as const

export type CodecKind = (typeof CODEC_KINDS)[number]

/** What the codecs of a server have in common. */
export interface CodecTools {
  readonly meter: CodecMeter
  /** Levels of nesting in a message that is read or written: a list in a list has two. */
  readonly maxDepth: number
}

/** A way to write values as bytes. */
export interface Codec<Value = unknown> {
  /** As replies name it. */
  readonly contentType: string
  /**
   * Writes straight into the buffer, as few copies as the format allows.
   *
   * @throws CodecError `unencodable`, `too-deep`
   */
  encode(value: Value, into: GrowingBuffer): void
  /**
   * Writes the usual way, to memory of its own.
   *
   * @throws CodecError `unencodable`, `too-deep`
   */
  encodeToBuffer(value: Value): Buffer
  /**
   * Reads a whole message. No part of the value is in the memory of the bytes, which may be written to afterwards.
   *
   * @throws CodecError `malformed`, `truncated`, `too-deep`; nothing else, whatever the bytes are
   */
  decode(bytes: Uint8Array): Value
}

/** The media types by which a request may name each kind; the first is that of replies. */
export const MEDIA_TYPES: Readonly<Record<CodecKind, readonly string[]>> = {
  json: ['application/json'],
  msgpack: ['application/msgpack', 'application/vnd.msgpack', 'application/x-msgpack'],
  schema: ['application/x-protobuf', 'application/protobuf'],
}

/** The codecs of a server: those for any value, and one for each message of a schema. */
export class CodecRegistry<Message extends object> {
  readonly #json: Codec
  readonly #msgpack: Codec
  readonly #schemaCodec: (message: Message) => Codec
  readonly #byMessage = new WeakMap<Message, Codec>()

  constructor(codecs: {
    readonly json: Codec
    readonly msgpack: Codec
    /** Called once for each message. */
    readonly schema: (message: Message) => Codec
  }) {
    this.#json = codecs.json
    this.#msgpack = codecs.msgpack
    this.#schemaCodec = codecs.schema
  }

  /**
   * @param message that the schema's codec is for; the others take any value
   * @throws CodecError `unsupported` for the schema's codec without a message
   */
  get(kind: CodecKind, message: Message | null): Codec {
    if (kind === 'json') return this.#json
    if (kind === 'msgpack') return this.#msgpack
    if (message === null) {
      throw new CodecError('unsupported', 'No message is declared here, so there is no schema to read by.')
    }
    let codec = this.#byMessage.get(message)
    if (codec === undefined) {
      codec = this.#schemaCodec(message)
      this.#byMessage.set(message, codec)
    }
    return codec
  }
}
