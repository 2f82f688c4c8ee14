import { readFile, stat } from 'node:fs/promises'
import { UsageError } from '../usage-error.ts'
import type { ImportedResult } from './imported-result.ts'

/** A file that may hold a result. */
export interface ResultFile {
  readonly path: string
  readonly text: string
  /** What it holds as JSON; `undefined` where it is not JSON. */
  readonly json: unknown
}

/** Reads one format of one tool. */
export interface ResultReader {
  /** What messages call it. */
  readonly format: string
  /** Whether a file is of this format, also where it is not whole. */
  knows(file: ResultFile): boolean
  /** @throws UsageError that names file and key, or line, where something is missing */
  read(file: ResultFile): readonly ImportedResult[] | Promise<readonly ImportedResult[]>
}

/** Results of hours are smaller; more than this is a stream of samples, or something else. */
const MOST_RESULT_BYTES = 100 * 1024 * 1024

/**
 * Reads a file whole.
 *
 * @throws UsageError when it is missing, a folder, a device, empty, or larger than 100 MiB, which is seen before it is
 *   read
 */
export async function openResultFile(path: string): Promise<ResultFile> {
  await checkReadable(path)
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${path}: cannot be read (${error.code ?? error.message})`)
  })
  if (text.trim() === '') throw new UsageError(`${path}: the file is empty`)
  const bare = text.replace(/^\ufeff/, '')
  return { path, text: bare, json: jsonOf(bare) }
}

/** A device may never end. */
async function checkReadable(path: string): Promise<void> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      `${path}: ${error.code === 'ENOENT' ? 'no such file' : `cannot be opened (${error.code ?? error.message})`}`,
    )
  })
  if (found.isDirectory()) throw new UsageError(`${path}: a folder, where a file is needed`)
  if (found.isCharacterDevice() || found.isBlockDevice()) {
    throw new UsageError(`${path}: a device, where a file is needed`)
  }
  if (found.size <= MOST_RESULT_BYTES) return
  const size = Math.ceil(found.size / 1024 / 1024)
  throw new UsageError(
    `${path}: ${size} MiB; results of at most ${MOST_RESULT_BYTES / 1024 / 1024} MiB are read: give the tool's summary in place of its samples`,
  )
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
