import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { findRun } from './find-run.ts'
import { storedRun } from './stored-run.fixture.ts'

let folder: string
let runs: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kneepoint-find-'))
  runs = join(folder, 'runs')
  file = join(folder, 'fan.ts')
  writeFileSync(file, '')
})

afterEach(() => rmSync(folder, { recursive: true }))

async function runOf(name: string | null, hour: number): Promise<string> {
  const scenarioFile = name === null ? file : `${file}#${name}`
  const startedAt = `2026-11-22T${hour}:00:00.000Z`
  return (await storedRun(runs, { name: name ?? 'only', scenarioFile, startedAt })).path
}

async function found(scenario: string): Promise<string> {
  return (await findRun(scenario, runs)).path
}

test('is the latest of the scenario that is named', async () => {
  await runOf('orders', 10)
  const orders = await runOf('orders', 11)
  const search = await runOf('search', 12)
  expect(await found(`${file}#orders`)).toBe(orders)
  expect(await found(`${file}#search`)).toBe(search)
  await expect(found(`${file}#other`)).rejects.toThrow('no run in')
})

test('has to be named where the file has had runs of several', async () => {
  await runOf('orders', 10)
  const latest = await runOf('orders', 11)
  expect(await found(file)).toBe(latest)
  await runOf('search', 12)
  await expect(found(file)).rejects.toThrow(UsageError)
  await expect(found(file)).rejects.toThrow(`name one of them: ${file}#orders, ${file}#search`)
})

test('is the latest of a file with one scenario, whatever the file held before', async () => {
  await runOf('orders', 10)
  const latest = await runOf(null, 11)
  expect(await found(file)).toBe(latest)
  expect(await found(`${file}#only`)).toBe(latest)
})
