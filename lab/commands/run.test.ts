import { existsSync, rmSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { clientNames } from '../../models/clients/catalogue.ts'
import { thresholdOf } from '../../models/thresholds/threshold.fixture.ts'
import type { Threshold } from '../../models/thresholds/threshold.ts'
import { stageNames } from '../stages/stage.ts'
import { AnsweringServer } from './answering-server.fixture.ts'
import {
  type Ended,
  endAllProcesses,
  kneepoint,
  KneepointProcess,
  untilGone,
} from './kneepoint-process.fixture.ts'
import { descendantsOf } from '../benchmarks/kill/process-tree.ts'
import { scenarioText, type StoredRun, Workshop } from './small-scenario.fixture.ts'

const USAGE = 2
const THRESHOLD_FAILED = 99
const INTERRUPTED = 105
/** Loose enough for any machine. */
const MET = "{ responseTime: 'p(99)<60s', 'failed{name:GET /products/7}': 'rate<=1' }"
const allDone = Object.fromEntries(stageNames.map((name) => [name, 'done']))

// Whole processes with load in them: the limit only bounds a failure.
vi.setConfig({ testTimeout: 120_000 })

let workshop: Workshop
let whole: StoredRun
let wholeEnded: Ended

beforeAll(async () => {
  workshop = new Workshop()
  const scenario = workshop.write('small.ts', scenarioText({ more: `thresholds: ${MET},` }))
  wholeEnded = await kneepoint([scenario, '--quick', '--runs', 'runs'], workshop.path)
  whole = workshop.onlyRun() as StoredRun
}, 120_000)

afterEach(endAllProcesses)

afterAll(() => workshop.remove())

/** A copy of the whole run as it stood before a stage; `null` for all that it has. */
function runBefore(
  stage: (typeof stageNames)[number] | null,
  name: string,
  thresholds: readonly Threshold[] = [],
): StoredRun {
  const stages = stage === null ? stageNames : stageNames.slice(0, stageNames.indexOf(stage))
  const files = stages.map((each) => `${each}.json`)
  const done = Object.fromEntries(stages.map((each) => [each, 'done']))
  const record = { ...whole.record, thresholds, stages: done }
  return workshop.copyRun(whole, name, files, record)
}

function resume(run: StoredRun, ...more: readonly string[]): KneepointProcess {
  return new KneepointProcess(['--resume', run.path, '--runs', 'runs', ...more], workshop.path)
}

describe('a whole run', () => {
  test('ends with 0 and every stage done', () => {
    expect(wholeEnded.stderr).not.toContain('error')
    expect(wholeEnded).toMatchObject({ code: 0, signal: null })
    expect(whole.record.stages).toEqual(allDone)
    expect(whole.record).toMatchObject({ name: 'small', plan: 'quick', seed: 1 })
  })

  test('prints the report that it keeps and where there is more, and a line for each stage on stderr', () => {
    const [printed, where] = wholeEnded.stdout.split(/^(?=As a page: )/m)
    expect(printed?.trim()).toBe(whole.text('report.txt').trim())
    expect(where).toMatch(/^As a page: .*report\.html\nPatches for all \d+ clients: .*patches\n$/)
    expect(whole.text('report.html')).toMatch(/^<!doctype html>/i)
    expect(whole.text('latency.hlog')).toMatch(/^#\[Histogram log format version 1\.3\]/m)
    const lines = wholeEnded.stderr.split('\n')
    const places = stageNames.map((name) => lines.findIndex((line) => line.startsWith(name.padEnd(10))))
    expect(places).not.toContain(-1)
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })

  test('sent what the target received, over the connections that the target accepted', () => {
    const { ledger, verdict, windows } = whole.report
    expect(verdict.verdict).toBe('VALID')
    expect(windows).toBe(7)
    expect(ledger.requestsSent).toBeGreaterThan(1000)
    expect(ledger.requestsReceived).toBe(ledger.requestsSent)
    expect(ledger.connectionsOpened).toBeGreaterThan(10)
    expect(ledger.connectionsAccepted).toBe(ledger.connectionsOpened)
  })

  test('holds what it verified against the thresholds of the scenario', () => {
    const { thresholds } = whole.report
    expect(thresholds.map(({ threshold }) => threshold)).toEqual(whole.record.thresholds)
    expect(thresholds).toMatchObject([
      { threshold: { metric: 'responseTime', limit: 60_000 }, passed: true, aborted: false },
      { threshold: { metric: 'failed', request: 'GET /products/7' }, passed: true, aborted: false },
    ])
    const { pairs } = whole.artifact('verify')
    const completed = pairs.reduce((sum, { after }) => sum + after.measured.requests.completed, 0)
    expect(thresholds.map(({ samples }) => samples)).toEqual([completed, completed])
  })

  test('leaves a patch for every client, and no unfinished file', () => {
    const { patches } = whole.report
    expect(patches.map(({ client }) => client).sort()).toEqual([...clientNames].sort())
    for (const patch of patches) {
      expect(whole.text(`patches/${patch.client}/${patch.fileName}`)).toBe(patch.text)
    }
    expect(whole.files.filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  test('that is done is not done again when it is resumed', async () => {
    const before = stageNames.map((name) => whole.text(`${name}.json`))
    const ended = await resume(whole, '--json').ended
    expect(ended.code).toBe(0)
    expect(JSON.parse(ended.stdout)).toEqual(whole.json('report.json'))
    expect(stageNames.map((name) => whole.text(`${name}.json`))).toEqual(before)
  })
})

describe('Ctrl-C', () => {
  test('while it probes', async () => {
    const server = await AnsweringServer.start()
    server.delayMs = 100
    const kneepoint = startOn(server, 'interrupted-probe')
    await kneepoint.until('the probe has begun', () => server.requests >= 10)
    const ended = await interrupt(kneepoint)
    expect(ended.code).toBe(INTERRUPTED)
    expect(ended.stderr).toContain('--resume')
    const run = onlyRunUnder('interrupted-probe')
    expect(run.record.stages).toEqual({})
    expect(run.files).toContain('report.txt')
    await server.die()
  })

  test('while it sweeps: the steps that were done are kept', async () => {
    const kneepoint = new KneepointProcess(
      ['small.ts', '--quick', '--runs', 'interrupted-sweep/runs'],
      workshop.path,
    )
    const run = await kneepoint.until('a step of the sweep is done', () =>
      partialRunUnder('interrupted-sweep', 'sweep'),
    )
    const probe = run.text('probe.json')
    const ended = await interrupt(kneepoint)
    expect(ended.code).toBe(INTERRUPTED)
    expect(run.record.stages).toEqual({ probe: 'done', sweep: 'partial' })
    expect(run.text('probe.json')).toBe(probe)
    expect(run.artifact('sweep').steps.length).toBeGreaterThan(0)
    expect(run.text('report.txt')).toContain('INCOMPLETE')
  })

  test('while it simulates', async () => {
    const server = await AnsweringServer.start()
    const run = await weekBeforeSimulate(server)
    const before = run.text('sweep.json')
    const requests = server.requests
    const kneepoint = resume(run, '--target', server.url)
    // The stage begins when the connection that is left alone has been opened, and takes many seconds.
    await kneepoint.until('the target is open', () => server.requests > requests)
    const ended = await interrupt(kneepoint)
    expect(ended.code).toBe(INTERRUPTED)
    expect(run.record.stages).toEqual(doneBeforeSimulate)
    expect(run.text('sweep.json')).toBe(before)
    await server.die()
  })

  test('while it verifies: the windows that were done are kept', async () => {
    const run = runBefore('verify', 'interrupted-verify')
    const kneepoint = resume(run)
    await kneepoint.until('a window is done', () => run.state('verify') === 'partial')
    const ended = await interrupt(kneepoint)
    expect(ended.code).toBe(INTERRUPTED)
    expect(run.state('verify')).toBe('partial')
    const { pairs, planned } = run.artifact('verify')
    expect(pairs.length).toBeGreaterThan(0)
    expect(pairs.length).toBeLessThan(planned)
    expect(run.report.verdict.verdict).toBe('INCOMPLETE')
  })

  test('ends the wait for an answer that does not come', async () => {
    const server = await AnsweringServer.start()
    server.delayMs = 600_000
    const kneepoint = startOn(server, 'interrupted-waiting')
    await kneepoint.until('answers are outstanding', () => server.unanswered > 0)
    expect(await interrupt(kneepoint)).toMatchObject({ code: INTERRUPTED, signal: null })
    await server.die()
  })

  test('twice ends it at once', async () => {
    // A load thread that never comes back: the first Ctrl-C has to wait for it, the second does not.
    const check = "() => { process.getBuiltinModule('node:fs').writeFileSync('stuck', ''); for (;;) {} }"
    workshop.write('stuck.ts', scenarioText({ requests: `[{ path: '/products/7', check: ${check} }]` }))
    const kneepoint = new KneepointProcess(['stuck.ts', '--quick', '--runs', 'stuck-runs'], workshop.path)
    await kneepoint.until('a thread is stuck', () => existsSync(workshop.file('stuck')))
    const children = descendantsOf(kneepoint.pid)
    kneepoint.kill('SIGINT')
    await kneepoint.until('it says that it stops', () => kneepoint.stderr.includes('once more'))
    kneepoint.kill('SIGINT')
    expect(await kneepoint.ended).toMatchObject({ code: INTERRUPTED, signal: null })
    await untilGone(children)
  })
})

describe('a run that was killed', () => {
  test('in the sweep goes on with the step it was in', async () => {
    const kneepoint = new KneepointProcess(
      ['small.ts', '--quick', '--only', 'probe,sweep', '--runs', 'killed/runs'],
      workshop.path,
    )
    const run = await kneepoint.until('a step of the sweep is done', () => partialRunUnder('killed', 'sweep'))
    await killHard(kneepoint)
    const probe = run.text('probe.json')
    const { steps } = run.artifact('sweep')
    workshop.write(`killed/runs/${run.path.split('/').at(-1)}/sweep.json.0badc0de.tmp`, '{"steps":[{"off')

    const ended = await resume(run, '--only', 'probe,sweep').ended
    expect(ended.stderr).not.toMatch(/^probe/m)
    expect(ended.code).toBe(0)
    expect(run.text('probe.json')).toBe(probe)
    expect(run.state('sweep')).toBe('done')
    const after = run.artifact('sweep').steps
    expect(after.length).toBeGreaterThan(steps.length)
    for (const step of steps) expect(after).toContainEqual(step)
  })

  test('in the verification goes on with the window it was in, to the same end', async () => {
    const run = runBefore('verify', 'killed-verify')
    const earlier = ['probe.json', 'sweep.json', 'fit.json', 'simulate.json', 'recommend.json']
    const before = earlier.map((name) => run.text(name))
    const kneepoint = resume(run)
    await kneepoint.until('a window is done', () => run.state('verify') === 'partial')
    await killHard(kneepoint)
    const { pairs } = run.artifact('verify')

    const ended = await resume(run, '--json').ended
    expect(ended.code).toBe(0)
    expect(JSON.parse(ended.stdout)).toEqual(run.json('report.json'))
    expect(run.record.stages).toEqual(allDone)
    expect(earlier.map((name) => run.text(name))).toEqual(before)
    const verified = run.artifact('verify')
    expect(verified.pairs.slice(0, pairs.length)).toEqual(pairs)
    expect(verified.pairs.length).toBe(verified.planned)
  })
})

/** Ctrl-C once; whatever the process had started must be gone with it. */
async function interrupt(kneepoint: KneepointProcess): Promise<Ended> {
  const children = descendantsOf(kneepoint.pid)
  kneepoint.kill('SIGINT')
  const ended = await kneepoint.ended
  await untilGone(children)
  return ended
}

async function killHard(kneepoint: KneepointProcess): Promise<void> {
  const children = descendantsOf(kneepoint.pid)
  expect(children.length).toBeGreaterThan(0)
  kneepoint.kill('SIGKILL')
  expect((await kneepoint.ended).signal).toBe('SIGKILL')
  await untilGone(children)
}

function startOn(server: AnsweringServer, folder: string): KneepointProcess {
  return new KneepointProcess(
    ['small.ts', '--quick', '--target', server.url, '--runs', `${folder}/runs`],
    workshop.path,
  )
}

function runUnder(folder: string): StoredRun | null {
  return workshop.onlyRun(`${folder}/runs`)
}

function onlyRunUnder(folder: string): StoredRun {
  const run = runUnder(folder)
  if (run === null) throw new Error(`there is not one run in ${folder}`)
  return run
}

function partialRunUnder(folder: string, stage: (typeof stageNames)[number]): StoredRun | null {
  const run = runUnder(folder)
  return run?.state(stage) === 'partial' ? run : null
}

const doneBeforeSimulate = { probe: 'done', sweep: 'done', profile: 'done', fit: 'done' } as const

/** A run of a whole week that has come as far as the simulation, with the measurements of the small one. */
async function weekBeforeSimulate(server: AnsweringServer): Promise<StoredRun> {
  workshop.write('week.ts', scenarioText({ arrivals: 'week({ meanRate: 200 })' }))
  const probed = await kneepoint(
    ['week.ts', '--quick', '--only', 'probe', '--target', server.url, '--runs', 'week/runs'],
    workshop.path,
  )
  expect(probed.code).toBe(0)
  const probe = onlyRunUnder('week')
  const record = { ...probe.record, stages: doneBeforeSimulate }
  const files = Object.keys(doneBeforeSimulate).map((stage) => `${stage}.json`)
  const run = workshop.copyRun(whole, 'week', files, record)
  rmSync(probe.path, { recursive: true })
  return run
}

describe('a run with thresholds that cannot be met', () => {
  test('ends with 99 when it is done', async () => {
    const run = runBefore(null, 'missed', [thresholdOf('responseTime', 'avg<0.001')])
    const ended = await resume(run).ended
    expect([ended.code, ended.stderr.includes('error')]).toEqual([THRESHOLD_FAILED, false])
    expect(run.report).toMatchObject({
      verdict: { verdict: 'VALID' },
      thresholds: [{ passed: false, aborted: false }],
    })
  })

  test('is over as soon as one fails that asks for that, with what was measured', async () => {
    const asking = thresholdOf('responseTime', 'avg<0.001', { abortOnFail: true })
    const run = runBefore('verify', 'aborted', [thresholdOf('failed', 'rate<=1'), asking])
    const ended = await resume(run).ended
    expect(ended.code, ended.stderr).toBe(THRESHOLD_FAILED)
    expect(ended.stderr).toContain('ended by a threshold: responseTime avg<0.001')
    expect(run.state('verify')).toBe('partial')
    expect(run.artifact('verify').pairs.length).toBeLessThan(2)
    const { thresholds, verdict } = run.report
    expect(verdict.verdict).toBe('INCOMPLETE')
    expect(verdict.why).toContain('a threshold ended the run: responseTime avg<0.001 was')
    expect(thresholds).toMatchObject([
      { passed: true, aborted: false },
      { passed: false, aborted: true },
    ])
    expect(thresholds[1]?.samples).toBeGreaterThan(0)
    const again = await resume(run).ended
    expect([again.code, again.stderr]).toEqual([
      USAGE,
      expect.stringContaining('was ended by a threshold and cannot be gone on with: start a new run'),
    ])
  })
})
