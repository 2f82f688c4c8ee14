import { mkdir, readFile, readdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { Certificate } from './machine/certificate.ts'
import type { ProbeArtifact } from '../models/artifacts/probe.ts'
import type { FitArtifact } from '../models/artifacts/fit.ts'
import type { RecommendArtifact } from '../models/artifacts/recommend.ts'
import type { SimulateArtifact } from '../models/artifacts/simulate.ts'
import type { SweepArtifact } from '../models/artifacts/sweep.ts'
import type { VerifyArtifact } from '../models/artifacts/verify.ts'
import type { Threshold } from '../models/thresholds/threshold.ts'
import type { WantedVerification } from './run-plan.ts'
import { writeWhole } from './write-whole.ts'
import { makeFolder } from './make-folder.ts'

export const RUN_SCHEMA_VERSION = 1

/** What each stage leaves behind. */
export interface Artifacts {
  readonly probe: ProbeArtifact
  readonly sweep: SweepArtifact
  readonly fit: FitArtifact
  readonly simulate: SimulateArtifact
  readonly recommend: RecommendArtifact
  readonly verify: VerifyArtifact
}

/** `run.json`: what the run is, and how far it has come. */
export interface RunRecord {
  readonly schemaVersion: typeof RUN_SCHEMA_VERSION
  readonly name: string
  /** As given, made absolute. */
  readonly scenarioFile: string
  readonly scenarioHash: string
  readonly seed: number
  readonly plan: 'full' | 'quick'
  /** What was asked of the verification, where that is not the plan's own. */
  readonly verification?: WantedVerification
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

/** Where a run was made: figures of different environments are not to be compared. */
export interface Environment {
  readonly runtime: string
  readonly platform: string
  readonly cpu: string
  readonly cores: number
  readonly memoryBytes: number
}

/** Something about a run directory that the user must put right. */
export class RunDirectoryError extends Error {
  override readonly name = 'RunDirectoryError'
}

/**
 * The files of one run. Each is written beside its place, flushed and then moved there, so that a run that was
 * killed at any moment leaves whole files and can be resumed.
 */
export class RunDirectory {
  readonly path: string
  #record: RunRecord

  private constructor(path: string, record: RunRecord) {
    this.path = path
    this.#record = record
  }

  /**
   * Makes an empty directory for a run, named after its time and its scenario.
   *
   * @throws RunDirectoryError when it cannot be made
   */
  static async allocate(root: string, name: string, startedAt: string): Promise<string> {
    const stamp = startedAt
      .replace(/\.\d+Z$/, '')
      .replace(/[-:]/g, '')
      .replace('T', '-')
    for (let attempt = 1; ; attempt++) {
      const path = join(root, `${stamp}-${name}${attempt === 1 ? '' : `-${attempt}`}`)
      try {
        await makeFolder(root)
        await mkdir(path)
        return path
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'EEXIST' && attempt < MOST_ATTEMPTS) continue
        throw new RunDirectoryError(`cannot create ${path}: ${(error as Error).message}`)
      }
    }
  }

  /** Starts a run in a directory that `allocate` made. */
  static async begin(path: string, record: RunRecord): Promise<RunDirectory> {
    const directory = new RunDirectory(path, record)
    await directory.#writeRecord()
    return directory
  }

  /**
   * Opens a run of before.
   *
   * @param run its path, or its name under `root`
   * @throws RunDirectoryError when there is no readable run of this version
   */
  static async open(run: string, root: string): Promise<RunDirectory> {
    const candidates = [resolve(run), join(root, basename(run))]
    for (const path of candidates) {
      const text = await readFile(join(path, 'run.json'), 'utf8').catch(() => null)
      if (text === null) continue
      return new RunDirectory(path, readRecord(text, path))
    }
    const known = await readdir(root).catch(() => [])
    const latest = known.reduce((later, name) => (name > later ? name : later), '')
    throw new RunDirectoryError(
      `no run at ${candidates.join(' or ')}${latest === '' ? '' : `; the latest run is ${latest}`}`,
    )
  }

  get record(): RunRecord {
    return this.#record
  }

  file(name: string): string {
    return join(this.path, name)
  }

  /** @returns what the stage left, whole or partial, or `null` */
  async read<Name extends keyof Artifacts>(name: Name): Promise<Artifacts[Name] | null> {
    if (this.#record.stages[name] === undefined) return null
    try {
      return JSON.parse(await readFile(this.file(`${name}.json`), 'utf8')) as Artifacts[Name]
    } catch (error) {
      throw new RunDirectoryError(`${this.file(`${name}.json`)} cannot be read: ${(error as Error).message}`)
    }
  }

  /** @throws RunDirectoryError when the stage has not been done */
  async require<Name extends keyof Artifacts>(name: Name): Promise<Artifacts[Name]> {
    const artifact = await this.read(name)
    if (artifact === null || this.#record.stages[name] !== 'done') {
      throw new RunDirectoryError(`stage ${name} has not been done in ${this.path}: run it first`)
    }
    return artifact
  }

  async write<Name extends keyof Artifacts>(
    name: Name,
    artifact: Artifacts[Name],
    state: 'done' | 'partial',
  ): Promise<void> {
    await this.writeText(`${name}.json`, `${JSON.stringify(artifact)}\n`)
    this.#record = { ...this.#record, stages: { ...this.#record.stages, [name]: state } }
    await this.#writeRecord()
  }

  async writeText(name: string, text: string): Promise<void> {
    const path = this.file(name)
    await makeFolder(join(path, '..'))
    try {
      await writeWhole(path, text)
    } catch (error) {
      throw new RunDirectoryError(`cannot write ${path}: ${(error as Error).message}`)
    }
  }

  #writeRecord(): Promise<void> {
    return this.writeText('run.json', `${JSON.stringify(this.#record, null, 2)}\n`)
  }
}

const MOST_ATTEMPTS = 100

function readRecord(text: string, path: string): RunRecord {
  const file = join(path, 'run.json')
  let record: Partial<Omit<RunRecord, 'schemaVersion'>> & { readonly schemaVersion?: unknown }
  try {
    record = Object(JSON.parse(text)) as typeof record
  } catch (error) {
    throw new RunDirectoryError(`${file} is not JSON: ${(error as Error).message}`)
  }
  const { schemaVersion } = record
  if (schemaVersion === undefined) throw new RunDirectoryError(`${file} is not the record of a run`)
  if (schemaVersion !== RUN_SCHEMA_VERSION) {
    throw new RunDirectoryError(
      `${path} was written in format ${JSON.stringify(schemaVersion)}; this version reads format ${RUN_SCHEMA_VERSION}`,
    )
  }
  const missing = recordKeys.filter((key) => record[key] === undefined)
  if (missing.length > 0) throw new RunDirectoryError(`${file} lacks ${missing.join(', ')}`)
  return record as RunRecord
}

const recordKeys = [
  'name',
  'scenarioFile',
  'scenarioHash',
  'seed',
  'plan',
  'targetUrl',
  'startedAt',
  'environment',
  'stages',
] as const satisfies ReadonlyArray<keyof RunRecord>
