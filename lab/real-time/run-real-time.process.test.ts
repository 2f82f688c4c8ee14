import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { MinuteEntry } from '../../models/real-time/minute-entry.ts'
import type { RealTimeReport } from '../../models/real-time/real-time-report.ts'
import { AnsweringServer } from '../commands/answering-server.fixture.ts'
import { until } from '../commands/kneepoint-process.fixture.ts'
import { scenarioText, Workshop } from '../commands/small-scenario.fixture.ts'
import { KindDirectory } from '../kind-directory.ts'
import type { RealTimeArtifact } from '../../models/real-time/real-time-artifact.ts'
import { typescriptExecArgv } from '../target/typescript-exec-argv.ts'
import { readMinutes } from './journal.ts'
import { JOURNAL, REAL_TIME, type RealTimeOptions } from './real-time-options.ts'
import { readRealTimeReport } from './write-real-time-report.ts'

const PROGRAM = new URL('real-time-process.fixture.ts', import.meta.url)
const RATE = 40
/** In place of a minute. */
const MINUTE_MS = 1000

let workshop: Workshop
let server: AnsweringServer
let started: ChildProcess[] = []

beforeEach(async () => {
  workshop = new Workshop()
  server = await AnsweringServer.start()
})

afterEach(async () => {
  for (const child of started) child.kill('SIGKILL')
  started = []
  await server.die()
  workshop.remove()
})

function start(options: Partial<RealTimeOptions>): { child: ChildProcess; ended: Promise<number | string> } {
  const said = { root: workshop.file('runs'), minuteMs: MINUTE_MS, ...options }
  const child = fork(fileURLToPath(PROGRAM), [JSON.stringify(said)], {
    cwd: workshop.path,
    execArgv: typescriptExecArgv(PROGRAM),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  started.push(child)
  const ended = new Promise<number | string>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? ''))
  })
  return { child, ended }
}

function scenario(minutes: number, target?: string): string {
  const arrivals = `constant({ rate: ${RATE}, durationMs: ${minutes * MINUTE_MS} })`
  return workshop.file(
    workshop.write('real.ts', scenarioText({ arrivals, ...(target === undefined ? {} : { target }) })),
  )
}

function linesWritten(): number {
  const run = workshop.onlyRun()
  if (run === null) return 0
  try {
    return readFileSync(run.file(JOURNAL), 'utf8').split('\n').length - 1
  } catch {
    return 0
  }
}

async function stored(): Promise<{ entries: MinuteEntry[]; report: RealTimeReport; state: string }> {
  const path = workshop.onlyRun()?.path ?? ''
  const entries: MinuteEntry[] = []
  for await (const entry of readMinutes(join(path, JOURNAL))) entries.push(entry)
  const directory = await KindDirectory.open<RealTimeArtifact>(path, workshop.file('runs'), REAL_TIME)
  return { entries, report: await readRealTimeReport(directory), state: directory.record.state }
}

function sum(entries: readonly MinuteEntry[], of: (entry: MinuteEntry) => number): number {
  return entries.reduce((total, entry) => total + of(entry), 0)
}

test('sends what is due, which is what the target receives, and keeps a line for every minute', async () => {
  const { ended } = start({ scenarioFile: scenario(4) })
  expect(await ended).toBe(0)
  const { entries, report, state } = await stored()
  expect(state).toBe('done')
  expect(entries.map(({ minute }) => minute)).toEqual([0, 1, 2, 3])
  expect(entries.map(({ measured }) => measured.requests.due)).toEqual([40, 40, 40, 40])
  const [today] = report.sides
  expect(today).toMatchObject({ requests: 160, failed: 0, sent: 160, requestsReceived: 160 })
  expect(today?.rssPeakBytes).toBeGreaterThan(1e7)
  expect(sum(entries, ({ target }) => target.acceptedConnections ?? 0)).toBe(today?.dialed)
  expect(workshop.onlyRun()?.files).toContain('day-1.txt')
  expect(workshop.onlyRun()?.files).not.toContain('lock')
})

describe('a run on a target of its own', () => {
  const target = () => ({ target: { url: server.url, allow: [] } })

  test('that is killed goes on after the last minute that it kept, and tells of the gap', async () => {
    const first = start({ scenarioFile: scenario(6), ...target() })
    await until('two minutes are kept', () => linesWritten() >= 2)
    first.child.kill('SIGKILL')
    expect(await first.ended).toBe('SIGKILL')
    const kept = linesWritten()
    const before = await stored()
    expect(before.report.verdict.verdict).toBe('INCOMPLETE')
    const received = server.requests
    expect(received).toBeGreaterThanOrEqual(RATE * kept)

    const second = start({ resume: basename(workshop.onlyRun()?.path ?? '') })
    expect(await second.ended).toBe(0)
    const { entries, report } = await stored()
    expect(entries.slice(0, kept)).toEqual(before.entries)
    expect(entries.map(({ minute }) => minute)).toEqual([0, 1, 2, 3, 4, 5])
    expect(entries.map(({ nextIndex }) => nextIndex)).toEqual([40, 80, 120, 160, 200, 240])
    expect(report.gaps.map(({ why }) => why)).toEqual(['not-running'])
    expect(entries[kept]?.gapBefore?.fromEpochMs).toBe(
      (before.entries.at(-1)?.startedAtEpochMs ?? 0) + MINUTE_MS,
    )
    expect(report.sides[0]).toMatchObject({ requests: 240, failed: 0 })
    // The visit before the load is one more.
    expect(server.requests - received).toBe(
      sum(entries.slice(kept), ({ measured }) => measured.whole.sent) + 1,
    )
  })

  test('that is interrupted keeps its minutes, and can be gone on with', async () => {
    const first = start({ scenarioFile: scenario(4), ...target() })
    await until('a minute is kept', () => linesWritten() >= 1)
    first.child.kill('SIGINT')
    expect(await first.ended).toBe(105)
    const { report, state } = await stored()
    expect([state, report.verdict.verdict]).toEqual(['partial', 'INCOMPLETE'])
    expect(report.command).toContain('--resume')
    expect(await start({ resume: basename(workshop.onlyRun()?.path ?? '') }).ended).toBe(0)
    expect((await stored()).report.sides[0]?.requests).toBe(4 * RATE)
  })

  test('whose target goes away goes on, and its requests fail', async () => {
    const run = start({ scenarioFile: scenario(5), ...target() })
    await until('a minute is kept', () => linesWritten() >= 1)
    await server.die()
    await until('three minutes are kept', () => linesWritten() >= 3)
    expect(await run.ended).toBe(0)
    const { entries, report } = await stored()
    expect(entries).toHaveLength(5)
    expect(report.sides[0]?.requests).toBe(5 * RATE)
    expect(report.sides[0]?.failed).toBeGreaterThanOrEqual(2 * RATE)
    expect(Object.keys(report.sides[0]?.errors ?? {})).toContain('refused')
  })
})

test('two processes do not send the same run', async () => {
  const first = start({ scenarioFile: scenario(30), target: { url: server.url, allow: [] } })
  await until('a minute is kept', () => linesWritten() >= 1)
  expect(await start({ resume: basename(workshop.onlyRun()?.path ?? '') }).ended).toBe(1)
  first.child.kill('SIGINT')
  expect(await first.ended).toBe(105)
})
