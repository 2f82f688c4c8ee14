import { scenarioReference } from './scenario-reference.ts'
import { UsageError } from './usage-error.ts'

/** A file was named that exports a list of scenarios, where one of them is needed. All of them are valid. */
export class SeveralScenarios extends UsageError {
  /** Each of them as it can be named: `file.ts#orders`. */
  readonly references: readonly string[]

  constructor(file: string, names: readonly string[]) {
    const references = names.map((name) => scenarioReference({ file, name }))
    super(`${file} exports a list of scenarios; name one of them: ${references.join(', ')}`)
    this.references = references
  }
}
