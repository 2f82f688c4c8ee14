import type { describeIssues } from '../models/scenario/describe-issues.ts'
import type { RunCommandOptions } from './commands/run-command.ts'

/** A kind of what a scenario's file may export: how it is told from others, checked, and run. */
export interface ScenarioKind<Checked = unknown> {
  /** What its define function sets as `kind`; `null` for scenarios of a pool, which have none. */
  readonly kind: string | null
  /** For sentences, without an article. */
  readonly noun: string
  /** With an article. */
  readonly title: string
  readonly schema: ScenarioSchema<Checked>
  /**
   * Runs one and prints its report; `null` where the loop of stages does that.
   *
   * @param reference its file, or `file.ts#name`
   * @returns the exit code
   */
  readonly run: ((reference: string, options: RunCommandOptions) => Promise<number>) | null
}

/** What a schema is to a check. */
interface ScenarioSchema<Checked> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: Checked }
    | { readonly success: false; readonly error: { readonly issues: Parameters<typeof describeIssues>[0] } }
}
