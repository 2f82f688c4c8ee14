import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LOCK_NAME, lockHistory } from './history-lock.ts'

let directory: string
const since = '2026-11-23T03:00:00.000Z'
const left = (holder: object) =>
  writeFileSync(join(directory, LOCK_NAME), JSON.stringify({ since, ...holder }))

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kneepoint-lock-'))
})

afterEach(() => rmSync(directory, { recursive: true, force: true }))

test('keeps others off until it is given back', async () => {
  const release = await lockHistory(directory)
  await expect(lockHistory(directory)).rejects.toThrow(`(process ${process.pid} on ${hostname()})`)
  await release()
  expect(readdirSync(directory)).toEqual([])
  await (
    await lockHistory(directory)
  )()
})

test('is had by one of many that ask at once', async () => {
  const asked = await Promise.allSettled(Array.from({ length: 8 }, () => lockHistory(directory)))
  const had = asked.filter(({ status }) => status === 'fulfilled')
  expect(had).toHaveLength(1)
  expect(readdirSync(directory)).toEqual([LOCK_NAME])
})

describe('a lock that was left behind', () => {
  test('by a process that has ended is taken over', async () => {
    const { pid } = spawnSync(process.execPath, ['--version'])
    left({ pid, host: hostname(), processStart: null })
    const release = await lockHistory(directory)
    expect(JSON.parse(readFileSync(join(directory, LOCK_NAME), 'utf8'))).toMatchObject({ pid: process.pid })
    await release()
    expect(readdirSync(directory)).toEqual([])
  })

  test.runIf(process.platform === 'linux')(
    'by one whose number another has by now is taken over',
    async () => {
      left({ pid: process.pid, host: hostname(), processStart: '1' })
      await (
        await lockHistory(directory)
      )()
    },
  )

  test('on another host is left alone', async () => {
    left({ pid: 1, host: 'elsewhere.example', processStart: null })
    await expect(lockHistory(directory)).rejects.toThrow('on elsewhere.example')
    expect(readdirSync(directory)).toEqual([LOCK_NAME])
  })

  test('that is none is left alone', async () => {
    writeFileSync(join(directory, LOCK_NAME), 'mine')
    await expect(lockHistory(directory)).rejects.toThrow('is not a lock of kneepoint')
    expect(readFileSync(join(directory, LOCK_NAME), 'utf8')).toBe('mine')
  })
})

test('a directory that cannot be made is explained', async () => {
  writeFileSync(join(directory, 'file'), '')
  await expect(lockHistory(join(directory, 'file', 'nightly'))).rejects.toThrow('cannot be locked: ENOTDIR')
})
