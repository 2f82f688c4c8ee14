import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { NightRecord } from '../../models/nightly/night-record.ts'
import { scenarioNight } from '../../reports/nightly/scenario-night.fixture.ts'
import type { WriteBytes } from './append-line.ts'
import { HistoryError } from './history-error.ts'
import { appendNight, readHistory } from './history-file.ts'

let directory: string
let file: string
const night = (at: string): NightRecord => ({ ...(scenarioNight().tonight as NightRecord), at })
const monday = night('2026-11-23T03:00:00.000Z')
const tuesday = night('2026-11-24T03:00:00.000Z')

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kneepoint-history-'))
  file = join(directory, 'shop', 'f.ndjson')
})

afterEach(() => rmSync(directory, { recursive: true, force: true }))

const files = () => readdirSync(join(directory, 'shop')).sort()

/** Takes part of what it is given, and then says that the disk is full. */
const fullDisk: WriteBytes = async (handle, bytes, offset) => {
  if (offset > 0) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  return (await handle.write(bytes, 0, 40)).bytesWritten
}

/** Writes a few bytes at a time, as the system may. */
const inPieces: WriteBytes = async (handle, bytes, offset) =>
  (await handle.write(bytes, offset, Math.min(7, bytes.length - offset))).bytesWritten

test('there is none at first', async () => {
  expect(await readHistory(file)).toEqual({ nights: [], tornFile: null })
})

test('holds one night a line, in the order in which they came', async () => {
  await appendNight(file, monday)
  await appendNight(file, tuesday, inPieces)
  expect(await readHistory(file)).toEqual({ nights: [monday, tuesday], tornFile: null })
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(3)
})

test('keeps figures that were no number', async () => {
  const none = {
    before: Number.NaN,
    after: Number.NaN,
    change: null,
    low: null,
    high: null,
    margin: null,
    pValue: null,
  }
  const metrics = monday.metrics.map((metric) => ({ ...metric, effect: none }))
  await appendNight(file, { ...monday, metrics })
  expect((await readHistory(file)).nights[0]?.metrics).toEqual(metrics)
})

describe('a line that a crash left without its end', () => {
  test('is moved aside, and the history goes on', async () => {
    await appendNight(file, monday)
    for (const [i, torn] of ['{"schemaVersion":1,"at":"2026', '{}'].entries()) {
      writeFileSync(file, torn, { flag: 'a' })
      const { nights, tornFile } = await readHistory(file)
      expect(nights).toEqual([monday])
      expect(tornFile).toBe(`${file}.torn-${i + 1}`)
      expect(readFileSync(tornFile as string, 'utf8')).toBe(torn)
    }
    await appendNight(file, tuesday)
    expect((await readHistory(file)).nights).toEqual([monday, tuesday])
    expect(files()).toEqual(['f.ndjson', 'f.ndjson.torn-1', 'f.ndjson.torn-2'])
  })

  test('may be the only one', async () => {
    await appendNight(file, monday)
    writeFileSync(file, readFileSync(file, 'utf8').trimEnd())
    expect(await readHistory(file)).toEqual({ nights: [], tornFile: `${file}.torn-1` })
    expect(readFileSync(file, 'utf8')).toBe('')
  })
})

describe('what cannot be read changes nothing', () => {
  const refuses = async (line: string, message: string): Promise<void> => {
    await appendNight(file, monday)
    writeFileSync(file, `${line}\n{"torn`, { flag: 'a' })
    const before = readFileSync(file, 'utf8')
    const reading = readHistory(file)
    await expect(reading).rejects.toBeInstanceOf(HistoryError)
    await expect(reading).rejects.toThrow(message)
    expect(readFileSync(file, 'utf8')).toBe(before)
    expect(files()).toEqual(['f.ndjson'])
  }

  test('a line that is not JSON', () => refuses('{"at":', 'f.ndjson:2 is not JSON'))
  test('a line of a newer version', () =>
    refuses(
      '{"schemaVersion":2}',
      'f.ndjson:2 was written in format 2, and this version reads formats up to 1: use a newer kneepoint',
    ))
  test('a line that is something else', () => refuses('[1]', 'f.ndjson:2 is not the record of a night'))
  test('a night that lacks something', () =>
    refuses(JSON.stringify({ ...monday, judgement: undefined }), 'it lacks judgement'))
})

test('is as it was when the disk is full', async () => {
  await appendNight(file, monday)
  const before = readFileSync(file, 'utf8')
  const appending = appendNight(file, tuesday, fullDisk)
  await expect(appending).rejects.toThrow(/could not be added to .*f\.ndjson, which is as it was: ENOSPC/)
  expect(readFileSync(file, 'utf8')).toBe(before)
  await appendNight(file, tuesday)
  expect((await readHistory(file)).nights).toEqual([monday, tuesday])
})

test.each([
  ['metrics', 5],
  ['metrics', [{ metric: 'p99' }]],
  ['again', {}],
  ['third', [null]],
  ['blocks', 'none'],
  ['environment', 1],
  ['judgement', { verdict: 'ok' }],
])('refuses a line whose %s is malformed, and says where it is', async (name, value) => {
  await appendNight(file, monday)
  await appendNight(file, { ...tuesday, [name]: value })
  const read = readHistory(file)
  await expect(read).rejects.toThrow(HistoryError)
  await expect(read).rejects.toThrow(`:2 is not the record of a night: it has no valid ${name}`)
})

test('keeps the third measurement of a night', async () => {
  const thrice = { ...monday, again: monday.metrics, third: monday.metrics }
  await appendNight(file, thrice)
  expect((await readHistory(file)).nights).toEqual([thrice])
})
