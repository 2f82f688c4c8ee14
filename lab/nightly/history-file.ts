import { makeFolder } from '../make-folder.ts'
import { readFile, truncate } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { NightRecord } from '../../models/nightly/night-record.ts'
import { writeNumbered } from '../write-numbered.ts'
import { appendLine, type WriteBytes } from './append-line.ts'
import { HistoryError } from './history-error.ts'
import { parseHistory } from './parse-history.ts'

export interface NightHistory {
  /** Oldest first. */
  readonly nights: readonly NightRecord[]
  /** Where the end of a line that was never finished has been moved; `null` where there was none. */
  readonly tornFile: string | null
}

const LINE_FEED = 0x0a

/**
 * Reads a history. A last line without its end, which a crash left, is moved to `<file>.torn-<n>`; the history goes on
 * without it. Where any other line cannot be read, nothing is changed.
 *
 * @returns without nights where there is no file
 * @throws HistoryError when it cannot be read
 */
export async function readHistory(file: string): Promise<NightHistory> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw new HistoryError(`${file} cannot be read: ${error.message}`)
  })
  if (bytes === null) return { nights: [], tornFile: null }
  const end = bytes.lastIndexOf(LINE_FEED) + 1
  const nights = parseHistory(bytes.toString('utf8', 0, end), file)
  if (end === bytes.length) return { nights, tornFile: null }
  try {
    const tornFile = await writeNumbered(`${file}.torn-`, bytes.subarray(end))
    await truncate(file, end)
    return { nights, tornFile }
  } catch (error) {
    throw new HistoryError(
      `${file} ends within a line, which cannot be moved aside: ${(error as Error).message}`,
    )
  }
}

/**
 * Appends a night to a history, which is made where there is none; whole, or not at all.
 *
 * @throws HistoryError when it cannot be written
 */
export async function appendNight(file: string, night: NightRecord, write?: WriteBytes): Promise<void> {
  try {
    await makeFolder(dirname(file))
    await appendLine(file, JSON.stringify(night), write)
  } catch (error) {
    throw new HistoryError(
      `the night could not be added to ${file}, which is as it was: ${(error as Error).message}`,
    )
  }
}
