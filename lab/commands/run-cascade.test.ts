import { rmSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { CascadeView } from '../../models/root-cause/cascade-view.ts'
import { descendantsOf, isRunning } from '../benchmarks/kill/process-tree.ts'
import { endAllProcesses, kneepoint, KneepointProcess } from './kneepoint-process.fixture.ts'
import { Workshop } from './small-scenario.fixture.ts'

// Whole processes: the limit only bounds a failure.
vi.setConfig({ testTimeout: 120_000 })

let workshop: Workshop

beforeAll(() => {
  workshop = new Workshop()
})

afterEach(async () => {
  await endAllProcesses()
  rmSync(workshop.file('runs'), { recursive: true, force: true })
})

afterAll(() => workshop.remove())

const cascadeText = `export default {
  kind: 'cascade',
  name: 'one-fault',
  rate: 40,
  faults: [{ service: 'inventory', kind: 'leaked-connection' }],
}
`

describe('a cascade', () => {
  test('leaves a report in all its forms, which can be shown again', async () => {
    const file = workshop.write('one-fault.ts', cascadeText)
    const ended = await kneepoint(['run', file, '--quick', '--json', '--runs', 'runs'], workshop.path)
    expect(ended.stderr).not.toContain('internal error')
    expect(ended.code).toBe(0)
    const view = JSON.parse(ended.stdout) as CascadeView
    expect(view.injections).toHaveLength(1)
    expect(view.injections[0]?.injected).toMatchObject({ service: 'inventory', kind: 'leaked-connection' })
    expect(view.injections[0]?.diagnosis.graph.services.map(({ service }) => service).sort()).toEqual([
      'database',
      'gateway',
      'inventory',
      'orders',
    ])
    const run = workshop.onlyRun()
    expect(run?.text('report.json')).toBe(ended.stdout)
    expect(run?.text('report.md')).toContain('```mermaid')
    expect(run?.text('report.html')).toContain('<svg')
    const again = await kneepoint(['report', run?.path ?? '', '--format', 'text'], workshop.path)
    expect(again.stdout).toBe(run?.text('report.txt'))
    expect(again.code).toBe(0)
  })

  test('ends at Ctrl-C with nothing of it left running', async () => {
    const file = workshop.write('one-fault.ts', cascadeText)
    const running = new KneepointProcess(['run', file, '--quick', '--runs', 'runs'], workshop.path)
    await running.until('the fault is announced', () => running.stderr.includes('fault 1 of 1'))
    const services = descendantsOf(running.pid)
    expect(services.length).toBeGreaterThanOrEqual(4)
    running.kill('SIGINT')
    const ended = await running.ended
    expect(ended.code).toBe(105)
    expect(services.filter((pid) => isRunning(pid))).toEqual([])
  })

  test('is refused where a fault cannot be, and with flags that are of no use to it', async () => {
    const file = workshop.write('nonsense.ts', cascadeText.replace("'inventory'", "'database'"))
    const refused = await kneepoint(['run', file, '--quick', '--runs', 'runs'], workshop.path)
    expect(refused.code).toBe(104)
    expect(refused.stderr).toContain('the database calls nobody and has no pool')
    const flag = await kneepoint(['run', file, '--target', 'http://127.0.0.1:1'], workshop.path)
    expect(flag.stderr).toContain('--target is not for cascades')
  })
})
