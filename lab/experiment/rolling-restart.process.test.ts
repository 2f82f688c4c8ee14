import { afterEach, describe, expect, test, vi } from 'vitest'
import type { ExperimentBlock } from '../../models/experiment/experiment-artifact.ts'
import { type PlainExperiment, toPlainExperiment } from '../../models/experiment/plain-experiment.ts'
import { type ExperimentInput, experimentSchema } from '../../models/scenario/experiment-schema.ts'
import { createProgress } from '../progress.ts'
import { WorkerPool } from '../worker-pool.ts'
import { type OpenVariants, openVariants } from './open-variants.ts'
import { requireInstances } from './require-instances.ts'
import { sendExperimentBlock } from './send-experiment-block.ts'
import { trafficParts } from './traffic-parts.ts'

// Whole processes: the limit only bounds a failure.
vi.setConfig({ testTimeout: 120_000 })

/** As long as the slowest machine may take to restart two instances. */
const LONGEST_MS = 60_000
const SEED = 1
const open: OpenVariants[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()))
})

function experimentOf(
  ...targets: ReadonlyArray<ExperimentInput['variants'][number]['target']>
): PlainExperiment {
  return toPlainExperiment(
    experimentSchema.parse({
      kind: 'experiment',
      name: 'restart',
      variants: targets.map((target, i) => ({ name: `v${i}`, target })),
      traffic: [
        {
          name: 'reads',
          arrivals: { kind: 'constant', rate: 100, durationMs: LONGEST_MS },
          requests: [{ path: '/items/7' }],
        },
      ],
      during: { kind: 'rolling-restart', afterMs: 100, pauseMs: 50 },
    } satisfies ExperimentInput & { readonly kind: 'experiment' }),
  )
}

async function opened(experiment: PlainExperiment): Promise<OpenVariants> {
  const variants = await openVariants(experiment, { allow: [] }, SEED)
  open.push(variants)
  return variants
}

async function sendBlocks(experiment: PlainExperiment): Promise<ExperimentBlock[]> {
  const { variants } = await opened(experiment)
  requireInstances(experiment, variants)
  const loaded = { reference: 'restart.ts', experiment, modulePath: '', feeds: [[]], hash: '', notes: [] }
  const parts = await trafficParts(loaded, SEED, () => Promise.reject(new Error('it has no functions')))
  const workers = new WorkerPool(1, 1)
  const progress = createProgress(process.stderr, () => performance.now(), { verbosity: 'quiet' })
  const context = {
    scenarioFile: 'restart.ts',
    variants,
    parts,
    plan: { name: 'full' as const, rounds: 2, warmUpBlocks: 0, warmupMs: 100, measuredMs: LONGEST_MS - 100 },
    during: experiment.during ?? null,
    seed: SEED,
    workers,
    progress,
    signal: new AbortController().signal,
  }
  try {
    const blocks: ExperimentBlock[] = []
    for (const variant of variants) blocks.push(await sendExperimentBlock(context, variant, 0, 'restart'))
    return blocks
  } finally {
    await workers.destroy()
  }
}

function eventsOf({ events }: ExperimentBlock): string[] {
  const origins = [...new Set(events.map(({ instance }) => instance))]
  return events.map(({ instance, event }) => `${origins.indexOf(instance)} ${event}`)
}

describe('a block of an experiment, during a rolling restart', () => {
  test('loses requests without the hooks and none with them, and ends when the restart is over', async () => {
    const [killed, drained] = await sendBlocks(
      experimentOf(
        { builtin: 'service', instances: 2, serviceMs: 20 },
        {
          builtin: 'service',
          instances: 2,
          serviceMs: 20,
          hooks: {
            lifecycle: { preheatMs: 200, drainDelayMs: 800, drainDeadlineMs: 20_000, idleGraceMs: 500 },
          },
        },
      ),
    )
    if (killed === undefined || drained === undefined) throw new Error('two blocks were to be sent')
    expect(eventsOf(killed)).toEqual(
      [0, 1].flatMap((i) => ['stopping', 'stopped', 'started'].map((event) => `${i} ${event}`)),
    )
    expect(eventsOf(drained)).toEqual(
      [0, 1].flatMap((i) =>
        ['stopping', 'stopped', 'started', 'ready', 'preheated'].map((event) => `${i} ${event}`),
      ),
    )
    expect(killed.traffic[0]?.requests.failed).toBeGreaterThan(0)
    const { due, completed, failed, dropped } = drained.traffic[0]?.requests ?? {}
    expect(drained.traffic[0]?.errors).toEqual({})
    expect({ completed, failed, dropped }).toEqual({ completed: due, failed: 0, dropped: 0 })
    for (const { traffic, target } of [killed, drained]) {
      expect(traffic[0]?.measuredMs).toBeLessThan(LONGEST_MS - 100)
      // One of two processes cannot tell of all the traffic.
      expect(target.cpuSeconds).toBeNull()
    }
  })
})
