import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ProbeArtifact } from '../models/artifacts/probe.ts'
import { RUN_SCHEMA_VERSION, RunDirectory, RunDirectoryError, type RunRecord } from './run-directory.ts'

const STARTED_AT = '2026-11-22T15:01:02.345Z'

const record: RunRecord = {
  schemaVersion: RUN_SCHEMA_VERSION,
  name: 'small',
  scenarioFile: '/scenarios/small.ts',
  scenarioHash: 'abc',
  seed: 1,
  plan: 'quick',
  targetUrl: null,
  startedAt: STARTED_AT,
  environment: { runtime: 'Node 20', platform: 'Linux', cpu: 'one', cores: 2, memoryBytes: 1 },
  stages: {},
}

const artifact: ProbeArtifact = {
  origin: 'http://127.0.0.1:8080',
  dialMs: [1, 2],
  tcpMs: [0.5, 0.5],
  burstDialMs: [3],
  burstSize: 1,
  firstMs: [4],
  reusedMs: [5],
  hintMs: null,
  reuses: true,
  tls: null,
}

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kneepoint-runs-'))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

async function begin(): Promise<RunDirectory> {
  return RunDirectory.begin(await RunDirectory.allocate(root, 'small', STARTED_AT), record)
}

function failureOf(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: Error) => error,
  )
}

describe('the directory of a new run', () => {
  test('is named after its time and its scenario', async () => {
    expect(await RunDirectory.allocate(root, 'small', STARTED_AT)).toBe(join(root, '20261122-150102-small'))
  })

  test('has a number where another run has its name', async () => {
    const paths = []
    for (let i = 0; i < 3; i++) paths.push(await RunDirectory.allocate(root, 'small', STARTED_AT))
    expect(paths.map((path) => path.slice(root.length + 1))).toEqual([
      '20261122-150102-small',
      '20261122-150102-small-2',
      '20261122-150102-small-3',
    ])
  })

  test('is given to one run only, however many begin at once', async () => {
    const paths = await Promise.all(
      Array.from({ length: 20 }, () => RunDirectory.allocate(root, 'small', STARTED_AT)),
    )
    expect(new Set(paths).size).toBe(20)
  })

  test('is made with the folders above it', async () => {
    const path = await RunDirectory.allocate(join(root, 'a', 'b'), 'small', STARTED_AT)
    expect(existsSync(path)).toBe(true)
  })

  test('cannot be made where a file is in the way', async () => {
    writeFileSync(join(root, 'file'), '')
    const error = await failureOf(RunDirectory.allocate(join(root, 'file'), 'small', STARTED_AT))
    expect(error).toBeInstanceOf(RunDirectoryError)
    expect(error.message).toContain(join(root, 'file'))
  })
})

describe('an artifact', () => {
  test('is there again when the run is opened again, by path or by name', async () => {
    const directory = await begin()
    await directory.write('probe', artifact, 'done')
    for (const name of [directory.path, '20261122-150102-small']) {
      const again = await RunDirectory.open(name, root)
      expect(again.record).toEqual({ ...record, stages: { probe: 'done' } })
      expect(await again.require('probe')).toEqual(artifact)
    }
  })

  test('that is partial can be read, but is not enough for a stage that needs it', async () => {
    const directory = await begin()
    await directory.write('probe', artifact, 'partial')
    const again = await RunDirectory.open(directory.path, root)
    expect(again.record.stages).toEqual({ probe: 'partial' })
    expect(await again.read('probe')).toEqual(artifact)
    expect((await failureOf(again.require('probe'))).message).toContain('stage probe has not been done')
    await again.write('probe', artifact, 'done')
    expect(await again.require('probe')).toEqual(artifact)
  })

  test('of a stage that was not begun is null', async () => {
    const directory = await begin()
    expect(await directory.read('sweep')).toBeNull()
    expect(await failureOf(directory.require('sweep'))).toBeInstanceOf(RunDirectoryError)
  })

  test('that no record speaks of is not read', async () => {
    const directory = await begin()
    writeFileSync(directory.file('probe.json'), '{"origin":"ht')
    expect(await directory.read('probe')).toBeNull()
  })

  test('that is damaged is named', async () => {
    const directory = await begin()
    await directory.write('probe', artifact, 'done')
    writeFileSync(directory.file('probe.json'), '{"origin":"ht')
    const error = await failureOf(directory.read('probe'))
    expect(error).toBeInstanceOf(RunDirectoryError)
    expect(error.message).toContain(directory.file('probe.json'))
  })
})

describe('writing', () => {
  test('leaves nothing but the file itself, and its folder', async () => {
    const directory = await begin()
    await directory.writeText('patches/undici/agent.mjs', 'one')
    await directory.writeText('patches/undici/agent.mjs', 'two')
    expect(readdirSync(directory.file('patches/undici'))).toEqual(['agent.mjs'])
    expect(readFileSync(directory.file('patches/undici/agent.mjs'), 'utf8')).toBe('two')
    expect(readdirSync(directory.path).sort()).toEqual(['patches', 'run.json'])
  })

  test('shows a reader the old text or the new one, never a part', async () => {
    const directory = await begin()
    const texts = ['a', 'b'].map((letter) => letter.repeat(300_000))
    await directory.writeText('report.txt', texts[0] as string)
    const written = { count: 0 }
    const writer = (async () => {
      for (; written.count < 20; written.count++) {
        await directory.writeText('report.txt', texts[written.count % 2] as string)
      }
    })()
    let reads = 0
    while (written.count < 20) {
      expect(texts.includes(readFileSync(directory.file('report.txt'), 'utf8'))).toBe(true)
      reads++
      await new Promise((resolve) => {
        setImmediate(resolve)
      })
    }
    await writer
    expect(reads).toBeGreaterThan(0)
  })

  test('that was cut short long ago is not looked at', async () => {
    const directory = await begin()
    await directory.write('probe', artifact, 'done')
    writeFileSync(directory.file('probe.json.0badc0de.tmp'), '{"origin":"ht')
    writeFileSync(directory.file('run.json.0badc0de.tmp'), '{"schemaVer')
    const again = await RunDirectory.open(directory.path, root)
    expect(await again.require('probe')).toEqual(artifact)
  })

  test('that fails says where, and leaves the file as it was', async () => {
    const directory = await begin()
    await directory.writeText('patches/agent.mjs', 'one')
    const error = await failureOf(directory.writeText('patches', 'two'))
    expect(error).toBeInstanceOf(RunDirectoryError)
    expect(error.message).toContain(directory.file('patches'))
    expect(readdirSync(directory.path).sort()).toEqual(['patches', 'run.json'])
    expect(readFileSync(directory.file('patches/agent.mjs'), 'utf8')).toBe('one')
  })
})

describe('a run that cannot be opened', () => {
  test.each([
    ['torn', '{"schemaVersion": 1, "na', 'is not JSON'],
    ['empty', '', 'is not JSON'],
    ['null', 'null', 'is not the record of a run'],
    ['a number', '7', 'is not the record of a run'],
    ['a list', '[]', 'is not the record of a run'],
    ['of a later format', JSON.stringify({ ...record, schemaVersion: 2 }), 'format 2'],
    ['without its stages', JSON.stringify({ ...record, stages: undefined }), 'lacks stages'],
  ])('because its record is %s', async (_how, text, said) => {
    const directory = await begin()
    writeFileSync(directory.file('run.json'), text)
    const error = await failureOf(RunDirectory.open(directory.path, root))
    expect(error).toBeInstanceOf(RunDirectoryError)
    expect(error.message).toContain(said)
    expect(error.message).toContain(directory.path)
  })

  test('because there is none: the latest is named', async () => {
    for (const at of ['2026-11-20T01:02:03.000Z', '2026-11-22T01:02:03.000Z', '2026-11-21T01:02:03.000Z']) {
      await RunDirectory.allocate(root, 'small', at)
    }
    const error = await failureOf(RunDirectory.open('nowhere', root))
    expect(error).toBeInstanceOf(RunDirectoryError)
    expect(error.message).toContain('the latest run is 20261122-010203-small')
  })

  test('because there has never been one', async () => {
    const error = await failureOf(RunDirectory.open('nowhere', join(root, 'none')))
    expect(error).toBeInstanceOf(RunDirectoryError)
    expect(error.message).not.toContain('latest')
  })
})
