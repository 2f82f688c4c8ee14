import { stat } from 'node:fs/promises'
import { extname } from 'node:path'
import type { ComparedSource } from '../../models/compare/compared-source.ts'
import { readImportedSource } from '../import/imported-source.ts'
import { openResultFile } from '../import/result-file.ts'
import { RunDirectory, RunDirectoryError } from '../run-directory.ts'
import { UsageError } from '../usage-error.ts'
import { readBenchSource } from './read-bench-source.ts'
import { readRunSource, type RunSide, runSides } from './read-run-source.ts'
import type { SourceReader } from './source-reader.ts'

/** What can be read from a file; the first that knows it does. */
const readers: readonly SourceReader[] = [readBenchSource, readImportedSource]

/** Where sources are looked for. */
export interface SourcePlace {
  /** Where runs are kept. */
  readonly runs: string
  /** Of a run, where the user names none with it. */
  readonly side: RunSide
}

/**
 * One side of a comparison, by what the user calls it: a run's directory or its name, with `:before` or `:after` for one
 * side of it, or a file with a result.
 *
 * @throws UsageError when it is nothing that can be compared
 * @throws RunDirectoryError when there is no such run, or it cannot be read
 */
export async function readSource(named: string, { runs, side }: SourcePlace): Promise<ComparedSource> {
  if (named.trim() === '') {
    throw new UsageError(
      'the name of a source is empty: name the directory of a run, or a file that bench --json wrote',
    )
  }
  const found = await sourceNamed(named)
  if (!found.isFile) {
    const run = await RunDirectory.open(found.path, runs).catch((error: Error) => {
      throw found.exists || extname(found.path) === ''
        ? error
        : new RunDirectoryError(`there is no file ${found.path}, and ${error.message}`)
    })
    return readRunSource(run, found.side ?? side)
  }
  const file = { ...(await openResultFile(found.path)), side: found.side }
  for (const read of readers) {
    const source = await read(file)
    if (source !== null) return source
  }
  throw new UsageError(
    `${found.path} is ${file.json === undefined ? 'not JSON' : 'nothing'} that can be compared: name the directory of a run, or a file that bench --json or another load tool wrote`,
  )
}

interface NamedSource {
  readonly path: string
  readonly side: RunSide | null
  readonly exists: boolean
  readonly isFile: boolean
}

/** A colon may be part of a name: what is there by its whole name is taken so. */
async function sourceNamed(named: string): Promise<NamedSource> {
  const side = runSides.find((each) => named.endsWith(`:${each}`)) ?? null
  const whole = await stat(named).catch(() => null)
  const isWhole = whole !== null || side === null
  const path = isWhole ? named : named.slice(0, -side.length - 1)
  const found = isWhole ? whole : await stat(path).catch(() => null)
  return {
    path,
    side: isWhole ? null : side,
    exists: found !== null,
    isFile: found !== null && !found.isDirectory(),
  }
}
