import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MinuteEntry } from '../../models/real-time/minute-entry.ts'
import { minuteEntry } from '../../models/real-time/minute-entry.fixture.ts'
import type { WriteBytes } from '../nightly/append-line.ts'
import { RunDirectoryError } from '../run-directory.ts'
import { appendMinute, moveTornEnd, readMinutes } from './journal.ts'

let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kneepoint-journal-'))
  file = join(folder, 'minutes.ndjson')
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function read(): Promise<MinuteEntry[]> {
  const entries: MinuteEntry[] = []
  for await (const entry of readMinutes(file)) entries.push(entry)
  return entries
}

/** Takes part of what it is given, and then says that the disk is full. */
const fullDisk: WriteBytes = async (handle, bytes, offset) => {
  if (offset > 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  return (await handle.write(bytes, 0, 40)).bytesWritten
}

const minutes = [0, 1, 2].map((minute) => minuteEntry({ minute }))

test('there is nothing at first', async () => {
  expect(await read()).toEqual([])
  expect(await moveTornEnd(file)).toBeNull()
})

test('holds a minute a line, in the order in which they came', async () => {
  for (const minute of minutes) await appendMinute(file, minute)
  expect(await read()).toEqual(minutes)
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(4)
})

test('a minute that does not fit on the disk is not in it, not even in part', async () => {
  await appendMinute(file, minuteEntry({ minute: 0 }))
  const before = readFileSync(file, 'utf8')
  await expect(appendMinute(file, minuteEntry({ minute: 1 }), fullDisk)).rejects.toThrow(
    /minute 1 could not be added .* ENOSPC/,
  )
  expect(readFileSync(file, 'utf8')).toBe(before)
})

test.each([1, 20, 100_000])(
  'an end of %d bytes without a line feed is passed over, and moved aside',
  async (bytes) => {
    for (const minute of minutes) await appendMinute(file, minute)
    const torn = '{"minute":3,'.padEnd(bytes, 'x').slice(0, bytes)
    appendFileSync(file, torn)
    expect(await read()).toEqual(minutes)
    expect(await moveTornEnd(file)).toBe(`${file}.torn-1`)
    expect(readFileSync(`${file}.torn-1`, 'utf8')).toBe(torn)
    await appendMinute(file, minuteEntry({ minute: 3 }))
    expect((await read()).map(({ minute }) => minute)).toEqual([0, 1, 2, 3])
    appendFileSync(file, 'more')
    expect(await moveTornEnd(file)).toBe(`${file}.torn-2`)
    expect(readdirSync(folder).sort()).toEqual([
      'minutes.ndjson',
      'minutes.ndjson.torn-1',
      'minutes.ndjson.torn-2',
    ])
  },
)

test('a line that is whole but not the next minute is an error that names it', async () => {
  await appendMinute(file, minuteEntry({ minute: 0 }))
  await appendMinute(file, minuteEntry({ minute: 2 }))
  await expect(read()).rejects.toThrow(RunDirectoryError)
  await expect(read()).rejects.toThrow(/line 2 is not that of minute 1: it is of minute 2/)
  writeFileSync(file, '{"minute":0\n')
  await expect(read()).rejects.toThrow(/line 1 is not that of minute 0/)
})
