import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RunDirectoryError } from '../run-directory.ts'
import { storedRun } from '../tune/stored-run.fixture.ts'
import { UsageError } from '../usage-error.ts'
import { benchJson } from './bench-json.fixture.ts'
import { readSource } from './read-source.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kneepoint-compare-'))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

const read = (named: string) => readSource(named, { runs: root, side: 'after' })

function failureOf(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: Error) => error,
  )
}

function write(name: string, content: unknown): string {
  const path = join(root, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

function withGrid(parts: Record<string, unknown>): Record<string, unknown> {
  const document = benchJson({ meanMs: 1 })
  return { ...document, latencyGrid: { ...(document['latencyGrid'] as object), ...parts } }
}

const NAMELESS =
  'the name of a source is empty: name the directory of a run, or a file that bench --json wrote'

describe('a run', () => {
  it('is read by its name, with the side that it names', async () => {
    const run = await storedRun(root)
    const name = basename(run.path)
    const after = await read(name)
    const before = await read(`${name}:before`)
    expect(after).toMatchObject({
      label: `${name}:after`,
      kind: 'run',
      model: 'open',
      client: 'go-net-http',
      verdict: { verdict: 'VALID' },
      settings: { idleTimeoutMs: 64_000 },
      comparability: {
        scenarioHash: 'abc',
        environment: 'Node 20, Linux, one, 2 cores',
        seed: 1,
        plan: 'quick',
        target: "the scenario's own",
        load: null,
      },
    })
    expect(after.blocks).toHaveLength(4)
    expect(after.blocks.map(({ traffic }) => traffic)).toEqual(before.blocks.map(({ traffic }) => traffic))
    expect(after.figures.mean).toBeCloseTo(21.5, 2)
    expect(before.figures.mean).toBeCloseTo(41.5, 2)
    expect(before.settings).toMatchObject({ idleTimeoutMs: 90_000, maxIdlePerHost: 2 })
  })

  it('without a verification is refused, and one that is not whole is not VALID', async () => {
    const bare = await storedRun(root, { isRecommended: false })
    expect(await failureOf(read(bare.path))).toEqual(
      new UsageError(
        `${bare.path} has no verification, so there are no blocks to compare: go on with kneepoint run --resume ${bare.path}`,
      ),
    )
    const partial = await storedRun(root, { pairs: 2, startedAt: '2026-11-23T15:01:02.000Z' })
    expect((await read(partial.path)).verdict?.verdict).toBe('INCOMPLETE')
  })

  it('that is not there is missed', async () => {
    const error = await failureOf(read('20200101-000000-nowhere'))
    expect(error).toBeInstanceOf(RunDirectoryError)
    expect(error.message).toMatch(/^no run at /)
    expect((await failureOf(read('nowhere.json'))).message).toMatch(
      /^there is no file nowhere.json, and no run at /,
    )
    expect(await failureOf(read(' '))).toEqual(new UsageError(NAMELESS))
  })
})

describe('a bench', () => {
  it('is read as blocks and exact figures', async () => {
    const document = benchJson({ meanMs: 10 })
    const source = await read(write('a.json', document))
    expect(source).toMatchObject({
      kind: 'bench',
      model: 'closed',
      client: 'node-http-agent',
      blocksMissing: null,
      comparability: {
        scenarioHash: null,
        driver: 'wire',
        seed: 7,
        plan: null,
        target: 'http://127.0.0.1:8080/products/7',
        load: 'GET, 10 users',
      },
      figures: { p99: (document['responseMs'] as { p99: number }).p99, throughput: 200, failureRate: 0 },
    })
    expect(source.blocks).toHaveLength(16)
    expect(source.blocks[0]?.ended).toBe(200)
    expect(source.cellWidth).toBeCloseTo(0.0866, 4)
  })

  it('has figures only where its seconds are too few, or were not kept', async () => {
    const short = await read(write('short.json', benchJson({ meanMs: 10, seconds: 4 })))
    expect(short.blocks).toEqual([])
    expect(short.blocksMissing).toContain('4 × 1 s were measured, and it takes 8 independent blocks')
    const { latencyGrid: _dropped, ...earlier } = benchJson({ meanMs: 10 })
    const old = await read(write('old.json', earlier))
    expect(old.blocksMissing).toBe('it was written without the response times of each second')
  })

  it.each([
    ['is nothing that can be compared', { hello: 1 }],
    ['is nothing that can be compared', []],
    ['is not JSON that can be compared', 'one,two'],
    [
      'was written in format 2; this version reads format 1',
      { ...benchJson({ meanMs: 1 }), schemaVersion: 2 },
    ],
    [
      'compare it with the version that wrote it',
      { ...benchJson({ meanMs: 1 }), schemaVersion: 'x'.repeat(99) },
    ],
    ['requests is missing', { ...benchJson({ meanMs: 1 }), requests: null }],
    ['timeline is not a list', { ...benchJson({ meanMs: 1 }), timeline: 'x' }],
    ['timeline.0 is not an object', { ...benchJson({ meanMs: 1 }), timeline: [1] }],
    ['lowestMs is "a", which is no number', withGrid({ lowestMs: 'a' })],
    ['latencyGrid is not that of the timeline', withGrid({ counts: [] })],
    ['latencyGrid is not that of the timeline', withGrid({ sumMs: [] })],
    ['mean is -5, which is negative', { ...benchJson({ meanMs: 1 }), responseMs: { mean: -5 } }],
    ['verdict is missing, or no text', { ...benchJson({ meanMs: 1 }), verdict: {} }],
    ['lacks timeline', { ...benchJson({ meanMs: 1 }), timeline: undefined }],
  ])('that is none %s', async (message, content) => {
    const error = await failureOf(read(write('x.json', content)))
    expect(error).toBeInstanceOf(UsageError)
    expect(error.message).toContain(message)
  })

  it('has no sides', async () => {
    const path = write('a.json', benchJson({ meanMs: 10 }))
    expect((await failureOf(read(`${path}:before`))).message).toContain('a bench has one side')
  })

  it('may have a colon in its name', async () => {
    const path = write('a:before', benchJson({ meanMs: 10 }))
    expect((await read(path)).label).toBe(path)
  })
})
