import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { UNLIMITED } from '../models/pool/settings.ts'
import type { LoadTask } from '../workers/messages.ts'
import { runStretch } from './run-stretch.ts'

type Context = Parameters<typeof runStretch>[0]
type Task = Omit<LoadTask, 'port'>

/** The task that a load thread would get for a stretch of a scenario with a function, compiled to this path. */
async function taskOf(modulePath: string): Promise<Task | undefined> {
  const tasks: Task[] = []
  const context = {
    scenarioFile: 'small.ts',
    loaded: {
      modulePath,
      feeds: [],
      scenario: {
        pods: 1,
        client: 'go-net-http',
        requests: [{ path: '/', hasBuild: true, hasCheck: false }],
      },
    },
    seed: 1,
    workers: {
      load: (task: Task) => {
        tasks.push(task)
        throw new Error('no thread')
      },
    },
    telemetry: { source: 'none', sample: async () => ({ atEpochMs: 0 }), close: () => {} },
    signal: new AbortController().signal,
  } as unknown as Context
  const stretch = {
    dueMs: Float64Array.of(0),
    durationMs: 1000,
    warmupMs: 0,
    settings: UNLIMITED,
    configuration: 'today',
    primed: [],
    firstIndex: 0,
    onProgress: () => {},
  } as const
  await expect(runStretch(context, stretch)).rejects.toThrow('no thread')
  return tasks[0]
}

test.each(['/runs/1/scenario.mjs', '/runs/run #1/scenario.mjs', '/runs/100%/a%20b?c/scenario.mjs'])(
  'threads import the functions of the module %s by its URL',
  async (modulePath) => {
    const url = (await taskOf(modulePath))?.scenarioModule ?? ''
    expect(url).toMatch(/^file:\/\/\//)
    expect(fileURLToPath(url)).toBe(modulePath)
  },
)
