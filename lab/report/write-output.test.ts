import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { wholeRun } from '../../reports/html/finished-run.fixture.ts'
import { appendStepSummary } from './append-step-summary.ts'
import { OutputError, writeOutput } from './write-output.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kneepoint-output-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const inFolder = (name: string) => join(folder, name)
const read = (name: string) => readFileSync(inFolder(name), 'utf8')

describe('writeOutput', () => {
  it('writes a file, and into a folder under its own name', async () => {
    expect(await writeOutput(inFolder('a.md'), 'report.md', 'text')).toBe(inFolder('a.md'))
    mkdirSync(inFolder('reports'))
    expect(await writeOutput(inFolder('reports'), 'report.md', 'text')).toBe(inFolder('reports/report.md'))
    expect([read('a.md'), read('reports/report.md')]).toEqual(['text', 'text'])
  })

  it('keeps the mode of a file, and writes through a link', async () => {
    writeFileSync(inFolder('old.md'), 'old')
    chmodSync(inFolder('old.md'), 0o640)
    symlinkSync(inFolder('old.md'), inFolder('link.md'))
    await writeOutput(inFolder('link.md'), 'report.md', 'new')
    expect(read('old.md')).toBe('new')
    expect(lstatSync(inFolder('link.md')).isSymbolicLink()).toBe(true)
    expect(statSync(inFolder('old.md')).mode & 0o777).toBe(0o640)
  })

  it('leaves what was there when the disk is full, and says so', async () => {
    writeFileSync(inFolder('old.md'), 'old')
    const full = () => Promise.reject(new Error('ENOSPC: no space left on device, write'))
    await expect(writeOutput(inFolder('old.md'), 'report.md', 'new', full)).rejects.toThrow(
      new OutputError(
        `cannot write ${inFolder('old.md')}: ENOSPC: no space left on device; nothing was written`,
      ),
    )
    expect(read('old.md')).toBe('old')
    expect(readdirSync(folder)).toEqual(['old.md'])
  })

  it('says where it cannot write', async () => {
    await expect(writeOutput(inFolder('none/a.md'), 'report.md', 'x')).rejects.toThrow(
      new OutputError(
        `cannot write ${inFolder('none/a.md')}: its folder is not there (ENOENT); nothing was written`,
      ),
    )
    writeFileSync(inFolder('file'), '')
    await expect(writeOutput(inFolder('file/a.md'), 'report.md', 'x')).rejects.toThrow(
      /^cannot write [^ ]*a\.md: ENOTDIR: not a directory; nothing was written$/,
    )
  })
})

describe('appendStepSummary', () => {
  it('adds to the summaries of its step', async () => {
    await appendStepSummary(wholeRun, inFolder('summary.md'))
    const first = read('summary.md')
    expect(first.startsWith('# kneepoint: seven-day\n')).toBe(true)
    await appendStepSummary(wholeRun, inFolder('summary.md'))
    expect(read('summary.md')).toBe(`${first}\n${first}`)
  })

  it('takes no more room than the step has left', async () => {
    writeFileSync(inFolder('summary.md'), 'x'.repeat(894_000))
    await appendStepSummary(wholeRun, inFolder('summary.md'))
    expect(statSync(inFolder('summary.md')).size).toBeLessThanOrEqual(900_000)
    expect(read('summary.md')).toContain('parts of this report are left out')
    writeFileSync(inFolder('summary.md'), 'x'.repeat(899_000))
    await expect(appendStepSummary(wholeRun, inFolder('summary.md'))).rejects.toThrow(OutputError)
    expect(statSync(inFolder('summary.md')).size).toBe(899_000)
  })
})
