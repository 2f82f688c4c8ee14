/** What is to run; `env` is all that it gets. */
export interface CommandRun {
  readonly command: readonly [string, ...string[]]
  /** Absolute. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

/** From the lab to the process that supervises a command. */
export type SupervisorOrder =
  | { readonly type: 'run'; readonly run: CommandRun }
  /** SIGTERM to the command's process group, and SIGKILL to what is left of it after so many ms. */
  | { readonly type: 'stop'; readonly limitMs: number }

/** From that process to the lab: `hello` asks for the order to run. */
export type SupervisorReport =
  | { readonly type: 'hello' }
  | { readonly type: 'started'; readonly pid: number }
  /** The command could not be started: the system's error code, e.g. `ENOENT`. */
  | { readonly type: 'failed'; readonly code: string | null; readonly message: string }
  /** The command itself has ended; others of its group may go on. */
  | { readonly type: 'ended'; readonly code: number | null; readonly signal: string | null }
