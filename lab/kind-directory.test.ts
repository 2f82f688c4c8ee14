import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { KindDirectory } from './kind-directory.ts'
import { RUN_SCHEMA_VERSION, RunDirectory, RunDirectoryError } from './run-directory.ts'

let root = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'kneepoint-kind-'))
})
afterAll(() => rm(root, { recursive: true }))

const record = {
  schemaVersion: RUN_SCHEMA_VERSION,
  kind: 'experiment',
  name: 'hooks',
  scenarioFile: '/scenarios/hooks.ts',
  scenarioHash: 'abc',
  seed: 1,
  plan: 'quick',
  startedAt: '2026-11-20T10:00:00.000Z',
  environment: { runtime: 'Node 22.0.0', platform: 'Linux', cpu: 'some CPU', cores: 2, memoryBytes: 1 },
} as const

async function begun(): Promise<KindDirectory<{ rounds: number }>> {
  const path = await RunDirectory.allocate(root, 'hooks', record.startedAt)
  return KindDirectory.begin(path, record)
}

function reopen(path: string): Promise<KindDirectory<{ rounds: number }>> {
  return KindDirectory.open(path, root, 'experiment')
}

describe('KindDirectory', () => {
  it('gives back what was written, and how far that was', async () => {
    const directory = await begun()
    expect(await directory.read()).toBeNull()
    await directory.write({ rounds: 3 }, 'partial')
    const again = await reopen(directory.path)
    expect(again.record).toEqual({ ...record, state: 'partial' })
    expect(await again.read()).toEqual({ rounds: 3 })
  })

  it('refuses an artifact that was changed', async () => {
    const directory = await begun()
    await directory.write({ rounds: 3 }, 'done')
    const file = directory.file('experiment.json')
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace('"rounds":3', '"rounds":4'))
    await expect(directory.read()).rejects.toThrow(/changed after it was written/)
    await writeFile(file, '{"rounds":3}')
    await expect(directory.read()).rejects.toThrow(/bears no seal/)
  })

  it('is told from a run of stages, and the other way round', async () => {
    const directory = await begun()
    await expect(RunDirectory.open(directory.path, root)).rejects.toThrow(
      /run\.json is the record of a run of another kind \("experiment"\): report shows it again/,
    )
    await expect(KindDirectory.open(directory.path, root, 'leak-check')).rejects.toThrow(RunDirectoryError)
    await writeFile(directory.file('run.json'), JSON.stringify({ ...record, state: 'lost' }))
    await expect(reopen(directory.path)).rejects.toThrow(/is damaged: state is "lost"/)
  })
})
