/**
 * A scenario that cannot be run, through no fault of this program. The message is complete: nothing but the
 * message needs to be shown.
 */
export class ScenarioError extends Error {
  /** 104: the scenario is invalid; 107: its own code threw. */
  readonly exitCode: 104 | 107
  /** One line for each thing that is wrong. */
  readonly problems: readonly string[]

  /** Of one thing that is wrong, unless `problems` has several. */
  constructor(message: string, exitCode: 104 | 107 = 104, problems: readonly string[] = [message]) {
    super(message)
    this.name = 'ScenarioError'
    this.exitCode = exitCode
    this.problems = problems
  }
}
