import type { StoredPoolSettings } from '../pool/settings.ts'
import type { Constraint } from '../recommend/constraint.ts'
import type { Strain } from './simulate.ts'

/** What to set, and why. */
export interface RecommendArtifact {
  /** Whose settings they are, such as `go-net-http`. */
  readonly client: string
  /** Today's. */
  readonly before: StoredPoolSettings
  /** What to set. */
  readonly settings: StoredPoolSettings
  /** One sentence each, with the number that it rests on. */
  readonly reasons: readonly string[]
  /** What else would do, at most three. */
  readonly runnersUp: readonly RatedSettings[]
  /** Today's settings, rated. */
  readonly today: RatedSettings
  /** The settings to set, rated. */
  readonly chosen: RatedSettings
  /** Whether the simulator expects the chosen settings to meet the SLO. */
  readonly meetsSlo: boolean
  /** Today's settings are as good already: there is nothing to change. */
  readonly unchanged: boolean
  /** What the chosen settings have to keep. Runs of earlier versions did not look. */
  readonly constraints?: readonly RatedConstraint[]
  /** Whether they keep it when load or service times change. Runs of earlier versions did not look. */
  readonly robustness?: Robustness
}

/** Settings with what the simulator expects of them. */
export interface RatedSettings {
  /** `null` for no limit. */
  readonly settings: StoredPoolSettings
  /** Connections opened per second, all pods together. */
  readonly dialsPerSecond: number
  /** Mean response time. */
  readonly meanMs: number
  /** 99th percentile of the response time. */
  readonly p99Ms: number
  /** Mean idle connections, all pods together. */
  readonly idleConnections: number
}

/** A constraint, checked for the chosen settings. */
export interface RatedConstraint extends Omit<Constraint, 'atLimit'> {
  /** Whether it decides: the settings are at its limit, or without it others would have been chosen. */
  readonly binds: boolean
}

/** The chosen settings under changes of load and service time. */
export interface Robustness {
  /** Whether they hold under each strain. */
  readonly holds: boolean
  /** What was tried. */
  readonly strains: readonly StrainResult[]
  /** Of the rate of requests. */
  readonly load: Growth
  /** Of the time that the server works on a request. */
  readonly serviceTime: Growth
  /** What would have been chosen but for the strains, the first choice first. */
  readonly rejected: ReadonlyArray<{
    readonly settings: StoredPoolSettings
    readonly failures: readonly string[]
  }>
  /** One sentence each, with its figures. */
  readonly sentences: readonly string[]
}

/** What the chosen settings came to under a strain. */
export interface StrainResult {
  /** In times of today's load and service time. */
  readonly strain: Strain
  /** 99th percentile of the response time. */
  readonly p99Ms: number
  /** The best without a limit on idle connections, under the same strain. */
  readonly unlimitedP99Ms: number
  /** What does not hold, each with its figures; empty where all does. */
  readonly failures: readonly string[]
}

/** How far load or service time may grow. */
export interface Growth {
  /** Times what it is today; 1 where no growth was seen to hold. */
  readonly upTo: number
  /** The lowest factor at which something failed; `null` where nothing did up to four times. */
  readonly failsAt: number | null
  /** What fails there. */
  readonly failures: readonly string[]
}
