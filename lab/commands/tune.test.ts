import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { RunDirectoryError } from '../run-directory.ts'
import { storedRun, WORSE } from '../tune/stored-run.fixture.ts'
import type { TuneDocument } from '../tune/tune-document.ts'
import { UnusableRun } from '../unusable-run.ts'
import { UsageError } from '../usage-error.ts'
import { tuneCommand, type TuneFlags } from './tune.ts'

let root: string
let runs: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kneepoint-tune-'))
  runs = join(root, 'runs')
})

afterEach(() => {
  vi.restoreAllMocks()
  rmSync(root, { recursive: true, force: true })
})

interface Tuned {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

async function tune(run: string, flags: Partial<TuneFlags> = {}): Promise<Tuned> {
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[name], 'write').mockImplementation((text) => {
      said[name] += String(text)
      return true
    })
  }
  try {
    const code = await tuneCommand(run, { write: false, json: false, runs, ...flags })
    return { code, ...said }
  } finally {
    vi.restoreAllMocks()
  }
}

async function failureOf(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (error: Error) => error,
  )
}

function write(name: string, text: string): string {
  const path = join(root, name)
  writeFileSync(path, text)
  return path
}

const GO = `package shop

import (
	"net/http"
	"time"
)

var transport = &http.Transport{
	MaxIdleConnsPerHost: 2,
	IdleConnTimeout:     90 * time.Second,
}
`

describe('the run', () => {
  test('is found by its directory, by its name, and by its scenario, of which the latest is taken', async () => {
    const scenarioFile = write('shop.ts', '// a scenario')
    const first = await storedRun(runs, { scenarioFile })
    const second = await storedRun(runs, { scenarioFile, startedAt: '2026-11-22T16:00:00.000Z' })
    await storedRun(runs, { scenarioFile, startedAt: '2026-11-22T17:00:00.000Z', isRecommended: false })
    await storedRun(runs, { startedAt: '2026-11-22T18:00:00.000Z', name: 'other' })
    mkdirSync(join(runs, '99991231-000000-no-run'))
    expect((await tune(first.path)).stderr).toContain(`${first.path}: idleTimeout 64 s, maxIdlePerHost 9`)
    expect((await tune(basename(first.path))).stderr).toContain(first.path)
    expect((await tune(scenarioFile)).stderr).toContain(second.path)
  })

  test('that does not exist is said, with the latest that does', async () => {
    const run = await storedRun(runs)
    const failure = await failureOf(tune('20200101-000000-shop'))
    expect(failure).toBeInstanceOf(RunDirectoryError)
    expect(failure.message).toContain(`the latest run is ${basename(run.path)}`)
    for (const name of ['', '.', '..', '/', 'a/b', '\u0000']) {
      expect(await failureOf(tune(name))).toBeInstanceOf(RunDirectoryError)
    }
  })

  test('of a scenario that has none, or that has not come to a recommendation, is asked for', async () => {
    const scenarioFile = write('shop.ts', '// a scenario')
    const none = await failureOf(tune(scenarioFile))
    expect(none).toBeInstanceOf(UsageError)
    expect(none.message).toContain('run it first')
    const run = await storedRun(runs, { isRecommended: false })
    const early = await failureOf(tune(run.path))
    expect(early).toBeInstanceOf(UsageError)
    expect(early.message).toContain(`go on with kneepoint run --resume ${run.path}`)
  })

  test('whose recommendation was withdrawn, or is not verified, gives nothing to apply', async () => {
    const worse = await storedRun(runs, { after: WORSE })
    const withdrawn = await failureOf(tune(worse.path))
    expect(withdrawn).toBeInstanceOf(UnusableRun)
    expect(withdrawn.message).toContain('the recommendation was withdrawn')
    const partial = await storedRun(runs, { startedAt: '2026-11-22T16:00:00.000Z', pairs: 3 })
    const unverified = await failureOf(tune(partial.path))
    expect(unverified).toBeInstanceOf(UnusableRun)
    expect(unverified.message).toContain('is INCOMPLETE, so nothing of it is to be applied')
  })

  test('that found nothing to change says so, and leaves the file alone', async () => {
    const run = await storedRun(runs, { unchanged: true })
    const path = write('client.go', GO)
    const { code, stdout, stderr } = await tune(run.path, { file: path, write: true })
    expect([code, stdout]).toEqual([0, ''])
    expect(stderr).toContain("nothing to change. Today's settings are as good")
    expect(readFileSync(path, 'utf8')).toBe(GO)
    expect((await tune(run.path, { client: 'nginx-upstream' })).stderr).toContain('was not measured')
  })
})

describe('without a file', () => {
  test("the run's own client has its snippet on stdout", async () => {
    const { code, stdout } = await tune((await storedRun(runs)).path)
    expect(code).toBe(0)
    expect(stdout).toContain('transport.MaxIdleConnsPerHost = 9')
    expect(stdout).toContain('transport.IdleConnTimeout = 64 * time.Second')
  })

  test('another client has an idle timeout that is safe for it, and a note that it was not measured', async () => {
    const run = await storedRun(runs)
    const { stdout, stderr } = await tune(run.path, { client: 'dotnet' })
    expect(stdout).toContain('FromSeconds(51)')
    expect(stderr).toContain('51 s in place of 64 s')
    expect(stderr).toContain('.NET SocketsHttpHandler was not measured')
  })

  test('a client that does not exist is told from the one that may be meant', async () => {
    const run = await storedRun(runs)
    const failure = await failureOf(tune(run.path, { client: 'go-net-htp' }))
    expect(failure).toBeInstanceOf(UsageError)
    expect(failure.message).toMatch(/^--client: .*go-net-http/)
  })

  test.each([{ write: true }, { line: 3 }])('%j has nothing to work on', async (flags) => {
    const failure = await failureOf(tune('any', flags))
    expect(failure).toBeInstanceOf(UsageError)
    expect(failure.message).toContain('name the file to change by --file')
  })

  test('one document on stdout has it all for machines, and nothing is on stderr', async () => {
    const run = await storedRun(runs)
    const { stdout, stderr } = await tune(run.path, { json: true, file: write('client.go', GO) })
    expect(stderr).toBe('')
    const document = JSON.parse(stdout) as TuneDocument
    expect(document).toMatchObject({
      schemaVersion: 1,
      run: run.path,
      client: 'go-net-http',
      settings: { idleTimeoutMs: 64_000, maxIdlePerHost: 9, maxConnsPerHost: 23, maxLifetimeMs: null },
      file: { written: false, place: { line: 8 } },
    })
    expect(document.file?.diff).toContain('+\tMaxIdleConnsPerHost: 9,')
  })
})

describe('with a file', () => {
  test('prints a diff of it, and writes nothing unless told', async () => {
    const path = write('client.go', GO)
    const { code, stdout, stderr } = await tune((await storedRun(runs)).path, { file: path })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^--- a\/.*client\.go\n\+\+\+ b\/.*client\.go\n@@ /)
    expect(stdout).toContain('-\tIdleConnTimeout:     90 * time.Second,\n')
    expect(stderr).toContain('nothing was written yet: add --write')
    expect(readFileSync(path, 'utf8')).toBe(GO)
  })

  test('writes it once, with the mode that it had; a second time changes nothing', async () => {
    const path = write('client.go', GO)
    chmodSync(path, 0o640)
    const run = await storedRun(runs)
    const first = await tune(run.path, { file: path, write: true })
    expect(first.stderr).toContain(`${path} written`)
    const text = readFileSync(path, 'utf8')
    expect(text).toContain('64 * time.Second')
    expect(statSync(path).mode & 0o777).toBe(0o640)
    const { ino } = statSync(path)
    const second = await tune(run.path, { file: path, write: true })
    expect([second.code, second.stdout]).toEqual([0, ''])
    expect(second.stderr).toContain('says so already; nothing to write')
    expect(readFileSync(path, 'utf8')).toBe(text)
    expect(statSync(path).ino).toBe(ino)
  })

  test('keeps the line ends of Windows', async () => {
    const path = write('client.go', GO.replaceAll('\n', '\r\n'))
    await tune((await storedRun(runs)).path, { file: path, write: true })
    const text = readFileSync(path, 'utf8')
    expect(text).toContain('64 * time.Second')
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  })

  test('with several pools asks for the line, and takes the one that begins there', async () => {
    const second = GO.slice(GO.indexOf('var')).replace('transport', 'other')
    const path = write('client.go', `${GO}\n${second}`)
    const run = await storedRun(runs)
    const ambiguous = await failureOf(tune(run.path, { file: path, write: true }))
    expect(ambiguous).toBeInstanceOf(UsageError)
    expect(ambiguous.message).toContain('there are 2 places that could be meant')
    const nowhere = await failureOf(tune(run.path, { file: path, line: 1 }))
    expect(nowhere.message).toContain('no Go net/http pool begins on line 1')
    await tune(run.path, { file: path, line: 13, write: true })
    const text = readFileSync(path, 'utf8')
    expect(text.startsWith(GO)).toBe(true)
    expect(text.slice(GO.length)).toContain('64 * time.Second')
  })

  test('of another kind, one that does not parse, and one without a pool are refused', async () => {
    const run = await storedRun(runs)
    const messageFor = async (name: string, text: string, client = 'go-net-http') => {
      const failure = await failureOf(tune(run.path, { file: write(name, text), client, write: true }))
      expect(failure).toBeInstanceOf(UsageError)
      expect(readFileSync(join(root, name), 'utf8')).toBe(text)
      return failure.message
    }
    expect(await messageFor('pool.txt', GO)).toContain('this is none by its name')
    expect(await messageFor('nginx.conf', 'http {\n', 'nginx-upstream')).toContain('nginx.conf:')
    expect(await messageFor('empty.go', 'package shop\n')).toContain('there is no Go net/http pool')
  })

  test('that is a directory, is not there, or is not text is refused', async () => {
    const run = await storedRun(runs)
    const messageFor = async (file: string) => (await failureOf(tune(run.path, { file }))).message
    expect(await messageFor(root)).toContain('is a directory; name the file in it')
    expect(await messageFor(join(root, 'none.go'))).toContain('no such file')
    writeFileSync(join(root, 'binary.go'), Buffer.from([0xff, 0xfe, 0x00]))
    expect(await messageFor(join(root, 'binary.go'))).toContain('is not text in UTF-8')
  })

  test('that is read-only, or a link to another one, is printed but not written', async () => {
    const run = await storedRun(runs)
    const path = write('client.go', GO)
    const link = join(root, 'link.go')
    symlinkSync(path, link)
    expect((await tune(run.path, { file: link })).stdout).toContain('+\tMaxIdleConnsPerHost: 9,')
    const linked = await failureOf(tune(run.path, { file: link, write: true }))
    expect(linked.message).toContain('is a symbolic link; name the file itself')
    chmodSync(path, 0o444)
    const readOnly = await failureOf(tune(run.path, { file: path, write: true }))
    expect(readOnly.message).toContain('is read-only; make it writable first')
    expect(readFileSync(path, 'utf8')).toBe(GO)
  })
})
