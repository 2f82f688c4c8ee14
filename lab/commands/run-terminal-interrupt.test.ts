import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { AnsweringServer } from './answering-server.fixture.ts'
import { commandLineOf, endAllProcesses, KneepointProcess } from './kneepoint-process.fixture.ts'
import { descendantsOf } from '../benchmarks/kill/process-tree.ts'
import { scenarioText, Workshop } from './small-scenario.fixture.ts'

const INTERRUPTED = 105

let workshop: Workshop
let server: AnsweringServer

beforeAll(async () => {
  workshop = new Workshop()
  server = await AnsweringServer.start()
})
afterEach(endAllProcesses)
afterAll(async () => {
  await server.die()
  workshop.remove()
})

/** A terminal sends SIGINT to all processes of the job, what bundles scenarios and pages among them. */
test('Ctrl-C in a terminal leaves the whole report of what was done', async () => {
  server.delayMs = 100
  const run = new KneepointProcess(
    [workshop.write('small.ts', scenarioText()), '--quick', '--target', server.url, '--runs', 'runs'],
    workshop.path,
  )
  await run.until('the probe has begun', () => server.requests >= 10)
  const bundlers = descendantsOf(run.pid).filter((pid) => /esbuild/.test(commandLineOf(pid)))
  for (const pid of bundlers) process.kill(pid, 'SIGINT')
  run.kill('SIGINT')
  const { code, stdout, stderr } = await run.ended
  expect(stderr).not.toContain('internal error')
  expect(code).toBe(INTERRUPTED)
  expect(stdout).toContain('INCOMPLETE: nothing was swept')
  expect(stdout).toMatch(/\nGo on: kneepoint run --resume runs\/\S+-small\nAs a page: runs\//)
  expect(workshop.onlyRun()?.files).toEqual(expect.arrayContaining(['report.txt', 'report.html']))
})
