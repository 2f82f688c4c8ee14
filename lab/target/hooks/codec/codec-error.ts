/** What is wrong with a message: one word for programs. */
export type CodecFault =
  'malformed' | 'truncated' | 'too-deep' | 'too-large' | 'unsupported' | 'not-acceptable' | 'unencodable'

const STATUS: Readonly<Record<CodecFault, number>> = {
  malformed: 400,
  truncated: 400,
  'too-deep': 400,
  'too-large': 413,
  unsupported: 415,
  'not-acceptable': 406,
  unencodable: 500,
}

/** A message that cannot be read, written or agreed on. Fastify answers with its status and its sentence. */
export class CodecError extends Error {
  override readonly name = 'CodecError'
  readonly code: CodecFault
  readonly statusCode: number

  constructor(code: CodecFault, sentence: string) {
    super(sentence)
    this.code = code
    this.statusCode = STATUS[code]
  }
}

/** @param position in bytes from the beginning of the message */
export function truncatedAt(position: number): CodecError {
  return new CodecError('truncated', `The message ends too early: more was to come at byte ${position}.`)
}

/** @param what it is that cannot be, e.g. `an extension type` */
export function malformedAt(position: number, what: string): CodecError {
  return new CodecError('malformed', `The message cannot be read: ${what} at byte ${position}.`)
}

export function tooDeep(maxDepth: number): CodecError {
  return new CodecError('too-deep', `The message is nested deeper than ${maxDepth} levels.`)
}
