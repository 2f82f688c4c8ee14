import { quotedWord } from './repeat-command.ts'
import type { ScenarioKind } from './scenario-kind.ts'
import { UsageError } from './usage-error.ts'

/** A scenario of another kind than is needed where it was named. It has not been checked. */
export class OtherKind extends UsageError {
  readonly kind: ScenarioKind
  /** As it can be named: a file, or `file.ts#name`. */
  readonly reference: string

  constructor(reference: string, kind: ScenarioKind, needed: ScenarioKind) {
    const how = kind.run === null ? '' : `: kneepoint run ${quotedWord(reference)}`
    super(`${reference} is ${kind.title}, where ${needed.title} is needed; it can only be run${how}`)
    this.kind = kind
    this.reference = reference
  }
}
