/** A run: what `run` returned, or its directory, or its name in the folder where runs are kept. */
export type RunName = string | { readonly directory: string }

export function nameOfRun(run: RunName): string {
  return typeof run === 'string' ? run : run.directory
}
