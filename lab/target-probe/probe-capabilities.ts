/** What the runtime of a process lets its probe do. */
export interface ProbeCapabilities {
  /** Such as `Bun 1.4.5`. */
  readonly runtime: string
  readonly gcPauses: boolean
  readonly allocatedBytes: boolean
  readonly activeResources: boolean
  /** Collecting garbage when asked. */
  readonly collectGarbage: boolean
  readonly cpuProfile: boolean
  readonly heapSampling: boolean
}
