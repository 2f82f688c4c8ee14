/** What a benchmark found, with when and where. */
export interface Measured<Finding> {
  /** `YYYY-MM-DD`, in UTC. */
  readonly measuredOn: string
  /** Runtime and machine, as reports have it. */
  readonly environment: string
  readonly finding: Finding
}

/** Under a table: when and where its figures were measured. */
export function measuredNote({ measuredOn, environment }: Omit<Measured<unknown>, 'finding'>): string {
  return `Measured on ${measuredOn} with ${environment}.`
}
