import { mkdir, readFile, readdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { ProbeArtifact } from '../models/artifacts/probe.ts'
import type { ProfileArtifact } from '../models/artifacts/profile.ts'
import type { FitArtifact } from '../models/artifacts/fit.ts'
import type { RecommendArtifact } from '../models/artifacts/recommend.ts'
import type { SimulateArtifact } from '../models/artifacts/simulate.ts'
import type { SweepArtifact } from '../models/artifacts/sweep.ts'
import type { VerifyArtifact } from '../models/artifacts/verify.ts'
import { parseRunRecord, type RunRecord } from './run-record.ts'
import { openSealedJson, sealedJson } from './sealed-json.ts'
import { writeWhole } from './write-whole.ts'
import { makeFolder } from './make-folder.ts'

export { RUN_SCHEMA_VERSION, type Environment, type RunRecord } from './run-record.ts'

/** What each stage leaves behind. */
export interface Artifacts {
  readonly probe: ProbeArtifact
  readonly sweep: SweepArtifact
  readonly profile: ProfileArtifact
  readonly fit: FitArtifact
  readonly simulate: SimulateArtifact
  readonly recommend: RecommendArtifact
  readonly verify: VerifyArtifact
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
  /** Artifacts that were read and bear no seal. */
  readonly #unsealed = new Set<string>()

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
    const { path, record } = await RunDirectory.find(run, root)
    return new RunDirectory(path, readRecord(record, path))
  }

  /**
   * Where a run of any kind is, and its record as text.
   *
   * @param run its path, or its name under `root`
   * @throws RunDirectoryError when there is none
   */
  static async find(run: string, root: string): Promise<{ readonly path: string; readonly record: string }> {
    const candidates = [resolve(run), join(root, basename(run))]
    for (const path of candidates) {
      const record = await readFile(join(path, 'run.json'), 'utf8').catch(() => null)
      if (record !== null) return { path, record }
    }
    const known = (await readdir(root).catch(() => [])).filter((name) => !name.startsWith('.'))
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

  /**
   * @returns what the stage left, whole or partial, or `null`
   * @throws RunDirectoryError when it cannot be read, or is not what the stage wrote
   */
  async read<Name extends keyof Artifacts>(name: Name): Promise<Artifacts[Name] | null> {
    if (this.#record.stages[name] === undefined) return null
    const file = this.file(`${name}.json`)
    try {
      const { value, isSealed } = openSealedJson(await readFile(file, 'utf8'))
      if (!isSealed) this.#unsealed.add(`${name}.json`)
      return value as Artifacts[Name]
    } catch (error) {
      throw new RunDirectoryError(
        `${file} cannot be read: ${(error as Error).message}; restore it, or start a new run`,
      )
    }
  }

  /**
   * Works with artifacts that were read.
   *
   * @throws RunDirectoryError when it stumbles over one that is not as a stage of this version writes it
   */
  async blaming<Result>(work: () => Promise<Result> | Result): Promise<Result> {
    try {
      return await work()
    } catch (error) {
      throw this.#blame(error)
    }
  }

  /** What was written and sealed is as it should be: then it is a mistake of this program. */
  #blame(error: unknown): unknown {
    const isOfShape = error instanceof TypeError || error instanceof RangeError
    if (!isOfShape || this.#unsealed.size === 0) return error
    const names = [...this.#unsealed].join(', ')
    return new RunDirectoryError(
      `${this.path} cannot be read: ${names} is damaged, or of another version (${error.message}); start a new run`,
      { cause: error },
    )
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
    const text = sealedJson(artifact)
    // Its figures are of the user's code, and quote it.
    if (name === 'profile') await this.writePrivate('profile.json', text)
    else await this.writeText(`${name}.json`, text)
    this.#record = { ...this.#record, stages: { ...this.#record.stages, [name]: state } }
    await this.#writeRecord()
  }

  writeText(name: string, text: string): Promise<void> {
    return writeRunFile(this.file(name), text)
  }

  /** A file that only its owner may read, such as one with parts of the user's code. */
  writePrivate(name: string, content: string | Uint8Array): Promise<void> {
    return writeRunFile(this.file(name), content, OWNER_ONLY)
  }

  #writeRecord(): Promise<void> {
    return this.writeText('run.json', `${JSON.stringify(this.#record, null, 2)}\n`)
  }
}

const MOST_ATTEMPTS = 100

/** Permission bits. */
const OWNER_ONLY = 0o600

/** @throws RunDirectoryError when it cannot be written */
export async function writeRunFile(path: string, content: string | Uint8Array, mode?: number): Promise<void> {
  await makeFolder(join(path, '..'))
  try {
    await writeWhole(path, content, mode === undefined ? undefined : { mode })
  } catch (error) {
    throw new RunDirectoryError(`cannot write ${path}: ${(error as Error).message}`)
  }
}

function readRecord(text: string, path: string): RunRecord {
  try {
    return parseRunRecord(text)
  } catch (error) {
    throw new RunDirectoryError(`${join(path, 'run.json')} ${(error as Error).message}`)
  }
}
