import { createReadStream } from 'node:fs'
import { type FileHandle, open, truncate } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { MinuteEntry } from '../../models/real-time/minute-entry.ts'
import { appendLine, type WriteBytes } from '../nightly/append-line.ts'
import { RunDirectoryError } from '../run-directory.ts'
import { writeNumbered } from '../write-numbered.ts'

const LINE_FEED = 0x0a
const CHUNK_BYTES = 65_536

/**
 * Appends what was measured of a minute, and flushes it; whole, or not at all.
 *
 * @throws RunDirectoryError when it cannot be written
 */
export async function appendMinute(file: string, entry: MinuteEntry, write?: WriteBytes): Promise<void> {
  try {
    await appendLine(file, JSON.stringify(entry), write)
  } catch (error) {
    throw new RunDirectoryError(
      `minute ${entry.minute} could not be added to ${file}, which is as it was: ${(error as Error).message}`,
    )
  }
}

/**
 * Reads a journal, a minute at a time. An end without a line feed, which a crash or a writer under way left, is passed over.
 *
 * @throws RunDirectoryError when it cannot be read, or a line is not the minute after the one before
 */
export async function* readMinutes(file: string): AsyncGenerator<MinuteEntry> {
  const end = await wholeBytes(file)
  if (end === 0) return
  const lines = createInterface({ input: createReadStream(file, { end: end - 1 }), crlfDelay: Infinity })
  let expected = 0
  for await (const line of lines) {
    yield parseEntry(line, expected, file)
    expected++
  }
}

/**
 * Moves the end of a line that was never finished to `<file>.torn-<n>`, so that what is appended begins a line.
 *
 * @returns where it was moved; `null` where there was none
 * @throws RunDirectoryError when it cannot be moved
 */
export async function moveTornEnd(file: string): Promise<string | null> {
  try {
    const end = await wholeBytes(file)
    const torn = await bytesFrom(file, end)
    if (torn.length === 0) return null
    const tornFile = await writeNumbered(`${file}.torn-`, torn)
    await truncate(file, end)
    return tornFile
  } catch (error) {
    if (error instanceof RunDirectoryError) throw error
    throw new RunDirectoryError(
      `${file} ends within a line, which cannot be moved aside: ${(error as Error).message}`,
    )
  }
}

function parseEntry(line: string, expected: number, file: string): MinuteEntry {
  try {
    const entry = JSON.parse(line) as MinuteEntry
    if (entry.minute === expected) return entry
    throw new Error(`it is of minute ${String(entry.minute)}`)
  } catch (error) {
    throw new RunDirectoryError(
      `${file} cannot be read: line ${expected + 1} is not that of minute ${expected}: ${(error as Error).message}; restore it, or start a new run`,
    )
  }
}

/** Length up to the last line feed; 0 where there is no file. */
async function wholeBytes(file: string): Promise<number> {
  const handle = await opened(file)
  if (handle === null) return 0
  try {
    const { size } = await handle.stat()
    const chunk = Buffer.alloc(CHUNK_BYTES)
    for (let to = size; to > 0;) {
      const from = Math.max(0, to - CHUNK_BYTES)
      const { bytesRead } = await handle.read(chunk, 0, to - from, from)
      const at = chunk.subarray(0, bytesRead).lastIndexOf(LINE_FEED)
      if (at >= 0) return from + at + 1
      to = from
    }
    return 0
  } finally {
    await handle.close()
  }
}

async function bytesFrom(file: string, offset: number): Promise<Buffer> {
  const handle = await opened(file)
  if (handle === null) return Buffer.alloc(0)
  try {
    const { size } = await handle.stat()
    const bytes = Buffer.alloc(size - offset)
    await handle.read(bytes, 0, bytes.length, offset)
    return bytes
  } finally {
    await handle.close()
  }
}

/** @returns `null` where there is none @throws RunDirectoryError when it cannot be opened */
async function opened(file: string): Promise<FileHandle | null> {
  try {
    return await open(file, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new RunDirectoryError(`${file} cannot be read: ${(error as Error).message}`)
  }
}
