import type { Client } from '../clients/client.ts'
import type { PoolSettings } from '../pool/settings.ts'
import type { Bounds } from './bounds.ts'
import type { Objective } from './choose.ts'
import type { Expectation } from './expectation.ts'
import type { SafeIdleTimeout } from './safe-idle-timeout.ts'
import type { Surroundings } from './surroundings.ts'

export const constraintNames = [
  'race',
  'slo',
  'ports',
  'openFiles',
  'serverOpenFiles',
  'idleMemory',
  'maxConns',
  'idleTimeoutBounds',
  'maxIdleBounds',
  'maxConnsBounds',
] as const

/** What settings have to keep. */
export type ConstraintName = (typeof constraintNames)[number]

/** What constraints are checked against, the same for all settings. */
export interface Premises {
  readonly client: Client
  readonly slo: Objective
  readonly pods: number
  readonly safe: SafeIdleTimeout
  readonly surroundings: Surroundings
  readonly bounds: Bounds
}

/** Settings with what is expected of them. */
export interface Subject {
  readonly settings: PoolSettings
  readonly expected: Expectation
}

/** What a constraint says of settings. */
export interface Constraint {
  /** What it is about. */
  readonly name: ConstraintName
  /** Whether the settings keep it. */
  readonly holds: boolean
  /** Whether the settings, or what comes of them, are at the limit. */
  readonly atLimit: boolean
  /** What is used of what there is, e.g. `64 s of 64 s`. */
  readonly figures: string
  /** A whole sentence. */
  readonly sentence: string
}

/** @returns `null` where there is nothing to check, or nothing known to check against */
export type Check = (subject: Subject, premises: Premises) => Constraint | null
