/** What can be completed by looking at something else than a list of names. */
export type CompletedKind =
  /** Nothing that is known. */
  | 'none'
  | 'file'
  | 'directory'
  /** A file that holds a scenario. */
  | 'scenario'
  /** The name of a run, or its directory. */
  | 'run'
  | 'run or file'
  | 'run or scenario'
  /** The name of a command. */
  | 'command'

/** What can be completed where a value or an argument stands. */
export type CompletedValue =
  | { readonly kind: CompletedKind }
  /** One of some names, or several with commas between. */
  | { readonly kind: 'names'; readonly names: readonly string[]; readonly isList: boolean }
  /** A name of some, followed by `=` and a value; several with commas between. */
  | { readonly kind: 'settings'; readonly names: readonly string[] }

/** A flag of a command. */
export interface CompletedFlag {
  /** With its hyphens: `--rate`. */
  readonly long: string
  /** Such as `-R`; `null` where there is none. */
  readonly short: string | null
  readonly description: string
  /** Whether a value follows: never, if one is wanted, always, or several. */
  readonly takes: 'nothing' | 'optional' | 'one' | 'several'
  readonly value: CompletedValue
  /** Whether it may be given several times. */
  readonly isRepeatable: boolean
}

export interface CompletedCommand {
  readonly name: string
  readonly description: string
  readonly flags: readonly CompletedFlag[]
  readonly args: ReadonlyArray<{
    readonly name: string
    readonly value: CompletedValue
    readonly isVariadic: boolean
  }>
}

/** A command line as a script for a shell completes it. */
export interface CompletedProgram {
  readonly name: string
  /** Of the program itself, before any command. */
  readonly flags: readonly CompletedFlag[]
  readonly commands: readonly CompletedCommand[]
  /** The command that is meant where none is named. */
  readonly defaultCommand: string
}
