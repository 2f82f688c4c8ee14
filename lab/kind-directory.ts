import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RunDirectory, RunDirectoryError, writeRunFile } from './run-directory.ts'
import { type KindRecord, parseKindRecord } from './run-record.ts'
import { openSealedJson, sealedJson } from './sealed-json.ts'

/**
 * The files of one run of another kind than the loop of stages: its record, `run.json`, and one artifact, named after the
 * kind. Each is written beside its place, flushed and then moved there, so that a run that was killed at any moment leaves
 * whole files. `RunDirectory.allocate` makes the directory.
 */
export class KindDirectory<Artifact extends object> {
  readonly path: string
  #record: KindRecord

  private constructor(path: string, record: KindRecord) {
    this.path = path
    this.#record = record
  }

  /** Starts a run in a directory that `RunDirectory.allocate` made. */
  static async begin<Artifact extends object>(
    path: string,
    record: Omit<KindRecord, 'state'>,
  ): Promise<KindDirectory<Artifact>> {
    const directory = new KindDirectory<Artifact>(path, { ...record, state: 'begun' })
    await directory.#writeRecord()
    return directory
  }

  /**
   * Opens a run of before.
   *
   * @param run its path, or its name under `root`
   * @throws RunDirectoryError when there is no readable run of that kind and version
   */
  static async open<Artifact extends object>(
    run: string,
    root: string,
    kind: string,
  ): Promise<KindDirectory<Artifact>> {
    const { path, record } = await RunDirectory.find(run, root)
    try {
      return new KindDirectory<Artifact>(path, parseKindRecord(record, kind))
    } catch (error) {
      throw new RunDirectoryError(`${join(path, 'run.json')} ${(error as Error).message}`)
    }
  }

  get record(): KindRecord {
    return this.#record
  }

  file(name: string): string {
    return join(this.path, name)
  }

  /**
   * @returns what was measured, or `null` where nothing was
   * @throws RunDirectoryError when it cannot be read, or is not what was written
   */
  async read(): Promise<Artifact | null> {
    if (this.#record.state === 'begun') return null
    const file = this.#artifactFile
    try {
      const { value, isSealed } = openSealedJson(await readFile(file, 'utf8'))
      if (!isSealed) throw new Error('it bears no seal')
      return value as Artifact
    } catch (error) {
      throw new RunDirectoryError(
        `${file} cannot be read: ${(error as Error).message}; restore it, or start a new run`,
      )
    }
  }

  async write(artifact: Artifact, state: 'done' | 'partial'): Promise<void> {
    await writeRunFile(this.#artifactFile, sealedJson(artifact))
    this.#record = { ...this.#record, state }
    await this.#writeRecord()
  }

  writeText(name: string, text: string): Promise<void> {
    return writeRunFile(this.file(name), text)
  }

  get #artifactFile(): string {
    return this.file(`${this.#record.kind}.json`)
  }

  #writeRecord(): Promise<void> {
    return this.writeText('run.json', `${JSON.stringify(this.#record, null, 2)}\n`)
  }
}
