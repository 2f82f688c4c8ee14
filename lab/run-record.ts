import { shortenValue } from '../models/scenario/shorten-value.ts'
import type { Threshold } from '../models/thresholds/threshold.ts'
import type { Certificate } from './machine/certificate.ts'
import type { Artifacts } from './run-directory.ts'
import type { WantedVerification } from './run-plan.ts'

export const RUN_SCHEMA_VERSION = 1

/** `run.json`: what the run is, and how far it has come. */
export interface RunRecord {
  readonly schemaVersion: typeof RUN_SCHEMA_VERSION
  readonly name: string
  /** As given, made absolute; with `#` and the scenario's name where the file exports a list. */
  readonly scenarioFile: string
  readonly scenarioHash: string
  readonly seed: number
  readonly plan: 'full' | 'quick'
  /** What was asked of the verification, where that is not the plan's own. */
  readonly verification?: WantedVerification
  /** Whether a profile was asked for, or was not to be taken; absent where neither was said. */
  readonly profile?: boolean
  /** `--target` of the command line; `null` for the scenario's own. */
  readonly targetUrl: string | null
  readonly startedAt: string
  readonly environment: Environment
  /** What this machine's load generator was found to be able to do; absent where that was not asked for. */
  readonly certificate?: Certificate | null
  /** Of the scenario. Absent in runs of earlier versions. */
  readonly slo?: { readonly p99Ms: number; readonly failureRate: number }
  /** Of the scenario. Absent in runs of earlier versions. */
  readonly thresholds?: readonly Threshold[]
  readonly stages: Readonly<Partial<Record<keyof Artifacts, 'done' | 'partial'>>>
}

/** `run.json` of a run of another kind than the loop of stages. */
export interface KindRecord extends Pick<
  RunRecord,
  'schemaVersion' | 'name' | 'scenarioFile' | 'scenarioHash' | 'seed' | 'plan' | 'startedAt' | 'environment'
> {
  /** Such as `experiment`. */
  readonly kind: string
  /** Whether all that was planned was measured; `begun` before anything was. */
  readonly state: 'begun' | 'partial' | 'done'
}

/** Where a run was made: figures of different environments are not to be compared. */
export interface Environment {
  readonly runtime: string
  readonly platform: string
  readonly cpu: string
  readonly cores: number
  readonly memoryBytes: number
}

/**
 * Reads `run.json`, which people may have written in.
 *
 * @throws Error with the rest of a sentence that begins with the file's name
 */
export function parseRunRecord(text: string): RunRecord {
  const record = recordIn(text)
  if (typeof record['kind'] === 'string') {
    throw new Error(
      `is the record of a run of another kind (${shortenValue(record['kind'])}): report shows it again, and nothing else reads it`,
    )
  }
  requireFields(record, needed, optional)
  return record as unknown as RunRecord
}

/** The kind of a run, as its record has it; `null` for the loop of stages, and for what is no record. */
export function recordedKind(text: string): string | null {
  try {
    const { kind } = recordIn(text)
    return typeof kind === 'string' ? kind : null
  } catch {
    return null
  }
}

/**
 * Reads `run.json` of a run of that kind.
 *
 * @throws Error with the rest of a sentence that begins with the file's name
 */
export function parseKindRecord(text: string, kind: string): KindRecord {
  const record = recordIn(text)
  if (record['kind'] !== kind) throw new Error(`is not the record of a run of the kind ${kind}`)
  requireFields(record, neededOfKinds, {})
  return record as unknown as KindRecord
}

function requireFields(record: Fields, wanted: Checks, allowed: Checks): void {
  const { schemaVersion } = record
  if (schemaVersion === undefined) throw new Error('is not the record of a run')
  if (schemaVersion !== RUN_SCHEMA_VERSION) {
    throw new Error(
      `was written in format ${shortenValue(schemaVersion)}; this version reads format ${RUN_SCHEMA_VERSION}`,
    )
  }
  const missing = Object.keys(wanted).filter((key) => record[key] === undefined)
  if (missing.length > 0) throw new Error(`lacks ${missing.join(', ')}`)
  for (const [key, isRight] of Object.entries({ ...wanted, ...allowed })) {
    if (record[key] !== undefined && !isRight(record[key])) {
      throw new Error(`is damaged: ${key} is ${shortenValue(record[key])}`)
    }
  }
}

type Fields = Readonly<Record<string, unknown>>
type Check = (value: unknown) => boolean
type Checks = Readonly<Record<string, Check>>

function recordIn(text: string): Fields {
  try {
    return Object(JSON.parse(text)) as Fields
  } catch (error) {
    throw new Error(`is not JSON: ${(error as Error).message}`, { cause: error })
  }
}

const neededOfAll = {
  name: isText,
  scenarioFile: isText,
  scenarioHash: isText,
  seed: (value) => Number.isSafeInteger(value),
  plan: (value) => value === 'full' || value === 'quick',
  startedAt: (value) => isText(value) && !Number.isNaN(Date.parse(value as string)),
  environment: shape({
    runtime: isText,
    platform: isText,
    cpu: isText,
    cores: isFigure,
    memoryBytes: isFigure,
  }),
} satisfies Checks

const neededOfKinds: Checks = {
  ...neededOfAll,
  kind: isText,
  state: (value) => value === 'begun' || value === 'partial' || value === 'done',
} satisfies Readonly<Partial<Record<keyof KindRecord, Check>>>

const needed: Checks = {
  ...neededOfAll,
  targetUrl: (value) => value === null || isUrl(value),
  stages: (value) =>
    isObject(value) && Object.values(value).every((state) => state === 'done' || state === 'partial'),
} satisfies Readonly<Partial<Record<keyof RunRecord, Check>>>

const optional: Checks = {
  verification: shape({ precision: orAbsent(isFigure), verifyMs: orAbsent(isFigure) }),
  profile: (value) => typeof value === 'boolean',
  certificate: (value) => value === null || isCertificate(value),
  slo: shape({ p99Ms: isFigure, failureRate: isFigure }),
  thresholds: listOf(
    shape({
      metric: isText,
      expression: isText,
      limit: isFigure,
      comparison: isText,
      aggregate: shape({ kind: isText }),
    }),
  ),
} satisfies Readonly<Partial<Record<keyof RunRecord, Check>>>

const isCertificate = shape({
  measuredAt: isText,
  drivers: listOf(shape({ driver: isText, highestRate: isFigure })),
})

function isText(value: unknown): boolean {
  return typeof value === 'string'
}

function isUrl(value: unknown): boolean {
  return typeof value === 'string' && URL.canParse(value)
}

function isFigure(value: unknown): boolean {
  return typeof value === 'number' && value >= 0
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function shape(checks: Readonly<Record<string, Check>>): Check {
  return (value) => isObject(value) && Object.entries(checks).every(([key, check]) => check(value[key]))
}

function orAbsent(check: Check): Check {
  return (value) => value === undefined || check(value)
}

function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check)
}
