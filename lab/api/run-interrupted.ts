import { Interrupted } from '../interrupted.ts'

/** A run that was ended by its signal; what was measured by then is kept, and it can be gone on with. */
export class RunInterrupted extends Interrupted {
  /** Of the run, absolute: `run(null, { resume: directory })` goes on with it. */
  readonly directory: string

  /** Of a run in that directory, ended for that reason. */
  constructor(directory: string, cause: unknown) {
    super()
    this.directory = directory
    this.cause = cause
    this.message = `interrupted: go on with run(null, { resume: ${JSON.stringify(directory)} })`
  }
}
