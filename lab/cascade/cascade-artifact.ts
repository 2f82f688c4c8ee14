import type { JudgedInjection } from './judge-injection.ts'

/** What a cascade found, of the faults that it has come to. */
export interface CascadeArtifact {
  readonly rate: number
  /** Of each stretch, ms. */
  readonly stretchMs: number
  /** How many there were to be. */
  readonly planned: number
  readonly injections: readonly JudgedInjection[]
}
