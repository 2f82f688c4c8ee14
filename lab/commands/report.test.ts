import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readEnvironment } from '../environment.ts'
import type { RunRecord } from '../run-directory.ts'
import { type Ended, endAllProcesses, KneepointProcess } from './kneepoint-process.fixture.ts'
import { Workshop } from './small-scenario.fixture.ts'

const record: RunRecord = {
  schemaVersion: 1,
  name: 'small',
  scenarioFile: '/scenarios/small.ts',
  scenarioHash: '0123456789abcdef',
  seed: 1,
  plan: 'quick',
  targetUrl: null,
  startedAt: '2026-01-05T03:00:00.000Z',
  environment: readEnvironment(),
  stages: {},
}

const summaryBefore = process.env['GITHUB_STEP_SUMMARY']
let workshop: Workshop

beforeAll(() => {
  workshop = new Workshop()
  mkdirSync(workshop.file('killed'))
  writeFileSync(workshop.file('killed/run.json'), JSON.stringify(record))
  delete process.env['GITHUB_STEP_SUMMARY']
})
afterAll(async () => {
  if (summaryBefore !== undefined) process.env['GITHUB_STEP_SUMMARY'] = summaryBefore
  await endAllProcesses()
  workshop.remove()
})

function report(...flags: string[]): Promise<Ended> {
  return new KneepointProcess(['report', 'killed', ...flags], workshop.path).ended
}

describe('report of a run that was killed at once', () => {
  it('is the same with --json and --format json, and says on stderr what is missing', async () => {
    const [json, format] = await Promise.all([report('--json'), report('--format', 'json')])
    expect(json).toMatchObject({ code: 0, stdout: format.stdout })
    expect(JSON.parse(json.stdout)).toMatchObject({
      $schema: 'urn:kneepoint:schema:report-1',
      schemaVersion: 1,
      name: 'small',
      verdict: { verdict: 'INCOMPLETE' },
      figures: { latency: null },
    })
    expect(json.stderr).toContain('missing: before and after: the settings were not verified\n')
  })

  it('writes a file, and ends with 1 where it cannot', async () => {
    mkdirSync(workshop.file('out'))
    const [written, failed] = await Promise.all([
      report('--format', 'junit', '--output', 'out'),
      report('--format', 'md', '--output', 'none/report.md'),
    ])
    expect(written).toMatchObject({ code: 0, stdout: '' })
    expect(readFileSync(workshop.file('out/junit.xml'), 'utf8')).toContain('<failure type="INCOMPLETE"')
    expect(failed).toMatchObject({ code: 1, stdout: '' })
    expect(failed.stderr).toMatch(/^error: cannot write .*none\/report\.md: .*ENOENT/m)
    expect(failed.stderr).not.toContain('internal error')
  })

  it('prints to stdout for -, and wants a name for what it writes', async () => {
    const [dash, nameless] = await Promise.all([
      report('--format', 'md', '--output', '-'),
      report('--format', 'md', '--output', ''),
    ])
    expect(dash.code).toBe(0)
    expect(dash.stdout).toMatch(/^# kneepoint: small\n/)
    expect(existsSync(workshop.file('-'))).toBe(false)
    expect(nameless).toMatchObject({ code: 2, stdout: '' })
    expect(nameless.stderr).toContain('error: --output: name a file, a folder, or - for stdout')
  })

  it('says how the run goes on, and prints what it cannot write', async () => {
    mkdirSync(workshop.file('taken/report.json'), { recursive: true })
    writeFileSync(workshop.file('taken/run.json'), JSON.stringify(record))
    const [killed, taken] = await Promise.all([
      report(),
      new KneepointProcess(['report', 'taken'], workshop.path).ended,
    ])
    expect(killed.stdout).toMatch(
      /\nAgain: kneepoint run .*\nGo on: kneepoint run --resume killed\nAs a page: killed\/report\.html\n$/,
    )
    expect(killed.stderr).toBe('')
    expect(taken.code).toBe(0)
    expect(taken.stdout).toMatch(/\nAgain: kneepoint run .*\n$/)
    expect(taken.stderr).toMatch(/^warning: the report is not in .*taken: cannot write .*report\.json/)
  })

  it('adds to the summary of a step where there is one, and prints the annotations alone', async () => {
    process.env['GITHUB_STEP_SUMMARY'] = workshop.file('summary.md')
    const { code, stdout } = await report('--format', 'github')
    delete process.env['GITHUB_STEP_SUMMARY']
    expect(code).toBe(0)
    expect(stdout).toMatch(/^::error title=kneepoint small::INCOMPLETE: nothing was swept/)
    expect(stdout).not.toContain('#')
    expect(readFileSync(workshop.file('summary.md'), 'utf8')).toContain('# kneepoint: small\n')
  })
})
