/** How much is said on stderr: what matters alone, what goes on too, or every step with its figures. */
export type Verbosity = 'quiet' | 'normal' | 'verbose'

export interface VerbosityFlags {
  readonly quiet?: boolean
  readonly verbose?: boolean
}

/** The two flags exclude each other, which the command line sees to. */
export function verbosityOf({ quiet = false, verbose = false }: VerbosityFlags): Verbosity {
  if (quiet) return 'quiet'
  return verbose ? 'verbose' : 'normal'
}
