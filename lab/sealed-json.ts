import { createHash } from 'node:crypto'

const SEAL = 'sha256'

/** What `openSealedJson` found. */
export interface OpenedJson {
  /** Without the seal. */
  readonly value: unknown
  /** Whether there was one; earlier versions wrote none. */
  readonly isSealed: boolean
}

/** An object as JSON on one line, with the SHA-256 of it all as its first key. */
export function sealedJson(value: object): string {
  return `${JSON.stringify({ [SEAL]: digestOf(value), ...value })}\n`
}

/**
 * Reads what `sealedJson` wrote; how it is formatted does not matter.
 *
 * @throws Error with a clause that says what is wrong: it is not JSON, no object, or not what was written
 */
export function openSealedJson(text: string): OpenedJson {
  const parsed = JSON.parse(text) as unknown
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw new Error('it is no object')
  }
  const { [SEAL]: seal, ...value } = parsed as Readonly<Record<string, unknown>>
  if (seal === undefined) return { value, isSealed: false }
  if (seal === digestOf(value)) return { value, isSealed: true }
  throw new Error('it was changed after it was written')
}

function digestOf(value: object): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex')
}
