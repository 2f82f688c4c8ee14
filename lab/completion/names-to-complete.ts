/** Names that the command line does not know itself, as the modules that know them take long to import. */
export interface NamesToComplete {
  readonly clients: readonly string[]
  /** Canonical names of settings, as `--set` takes them. */
  readonly settings: readonly string[]
}
