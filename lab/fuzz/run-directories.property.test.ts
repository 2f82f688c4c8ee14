import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compareCommand } from '../commands/compare.ts'
import { tuneCommand } from '../commands/tune.ts'
import { readFinishedRun } from '../read-finished-run.ts'
import { RunDirectory } from '../run-directory.ts'
import { runScenario } from '../run-scenario.ts'
import type { Progress } from '../progress.ts'
import { storedRun } from '../tune/stored-run.fixture.ts'
import { foreseen } from './foreseen.fixture.ts'
import { FUZZ_TIMEOUT_MS, fuzzRuns } from './fuzz-runs.fixture.ts'
import { mutatedJson } from './hostile-json.arbitrary.ts'
import { hostileContent } from './mutated-text.arbitrary.ts'
import { silenceOutput } from './silence.fixture.ts'
import { TemporaryFolder } from './temporary-folder.fixture.ts'

silenceOutput()

const folder = new TemporaryFolder()
const root = join(folder.path, 'runs')
const damaged = join(root, 'damaged')
let whole: RunDirectory
const texts = new Map<string, string>()

beforeAll(async () => {
  whole = await storedRun(root)
  for (const name of readdirSync(whole.path)) texts.set(name, readFileSync(join(whole.path, name), 'utf8'))
})
afterAll(() => folder.remove())

function putDamaged(name: string, content: string | Uint8Array): void {
  rmSync(damaged, { recursive: true, force: true })
  cpSync(whole.path, damaged, { recursive: true })
  writeFileSync(join(damaged, name), content)
}

/** One file of a run, damaged in its text or in its values. */
const damage = fc
  .constantFrom('run.json', 'run.json', 'simulate.json', 'recommend.json', 'verify.json')
  .chain((name) => {
    const text = texts.get(name) ?? ''
    const json = JSON.parse(text) as unknown
    return fc.record({
      name: fc.constant(name),
      content: fc.oneof(hostileContent([text]), mutatedJson([json])),
    })
  })

const TUNE_FLAGS = { runs: root, json: true, write: false }
const COMPARE_FLAGS = { runs: root, side: 'after', failOnRegression: false, force: true, json: true } as const

const nothingSaid: Progress = { say: () => {}, show: () => {}, end: () => {} }

async function resumed(run: string): Promise<unknown> {
  const { failure } = await runScenario(
    {
      scenarioFile: null,
      quick: false,
      verification: {},
      only: [],
      resume: run,
      seed: null,
      calibration: false,
      target: { allow: [] },
      root,
      signal: new AbortController().signal,
    },
    nothingSaid,
  )
  if (failure !== null) throw failure
  return null
}

describe('a run directory in which a file was damaged', () => {
  test(
    'is reported, tuned by, compared and resumed, or refused with the reason',
    async () => {
      await fc.assert(
        fc.asyncProperty(damage, async ({ name, content }) => {
          putDamaged(name, content)
          await foreseen(async () => readFinishedRun(await RunDirectory.open(damaged, root)))
          await foreseen(() => tuneCommand(damaged, TUNE_FLAGS))
          await foreseen(() => compareCommand(`${damaged}:before`, whole.path, COMPARE_FLAGS))
          await foreseen(() => resumed(damaged))
        }),
        { numRuns: fuzzRuns(80) },
      )
    },
    FUZZ_TIMEOUT_MS,
  )

  test('says which file cannot be read', async () => {
    putDamaged('verify.json', (texts.get('verify.json') ?? '').slice(0, 200))
    const run = await RunDirectory.open(damaged, root)
    await expect(readFinishedRun(run)).rejects.toThrow(
      /damaged\/verify\.json cannot be read: .*start a new run/,
    )
  })

  test('says of a figure that was changed that it is not what was written', async () => {
    putDamaged('recommend.json', (texts.get('recommend.json') ?? '').replace('64000', '65000'))
    const run = await RunDirectory.open(damaged, root)
    await expect(readFinishedRun(run)).rejects.toThrow('it was changed after it was written')
  })

  test('without a seal is read, and blamed when that does not go', async () => {
    const { sha256: _, ...verify } = JSON.parse(texts.get('verify.json') ?? '') as Record<string, unknown>
    putDamaged('verify.json', JSON.stringify(verify))
    const { report } = await readFinishedRun(await RunDirectory.open(damaged, root))
    expect(report.verdict.verdict).toBe('VALID')
    putDamaged('verify.json', JSON.stringify({ ...verify, pairs: 7 }))
    const run = await RunDirectory.open(damaged, root)
    await expect(readFinishedRun(run)).rejects.toThrow('verify.json is damaged, or of another version')
  })
})
