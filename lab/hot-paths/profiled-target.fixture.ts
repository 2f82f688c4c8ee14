import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createArrivals } from '../../models/arrivals/create-arrivals.ts'
import type { ProfileArtifact } from '../../models/artifacts/profile.ts'
import type { SweepStep } from '../../models/artifacts/sweep.ts'
import { createRequestSource } from '../../models/requests/request-source.ts'
import { scenarioSchema, type ScenarioInput } from '../../models/scenario/schema.ts'
import { toPlainScenario } from '../../models/scenario/plain-scenario.ts'
import { openTarget } from '../open-target.ts'
import type { Progress } from '../progress.ts'
import { RUN_SCHEMA_VERSION, RunDirectory } from '../run-directory.ts'
import { QUICK_PLAN, type RunPlan } from '../run-plan.ts'
import { profile } from '../stages/profile.ts'
import type { StageContext } from '../stages/stage.ts'
import { WorkerPool } from '../worker-pool.ts'

export interface ProfiledScenario {
  readonly target: ScenarioInput['target']
  readonly path: string
  /** The knee, as a sweep would have found it, requests/s. */
  readonly rate: number
  readonly isProfileAsked?: boolean
  readonly plan?: RunPlan['profile']
}

export interface ProfiledTarget {
  readonly line: string
  readonly artifact: ProfileArtifact
  readonly directory: RunDirectory
}

/** Does the stage on a target of its own, as a run does it after a sweep. @param look at the run's directory meanwhile */
export async function profileTarget<Seen>(
  { target, path, rate, isProfileAsked = false, plan = QUICK_PLAN.profile }: ProfiledScenario,
  look: (profiled: ProfiledTarget) => Promise<Seen> | Seen,
): Promise<Seen> {
  const folder = await mkdtemp(join(tmpdir(), 'kneepoint-'))
  const scenario = toPlainScenario(
    scenarioSchema.parse({
      name: 'profiled',
      target,
      arrivals: { kind: 'constant', rate, durationMs: 1000 },
      requests: [{ path }],
      pods: 1,
    }),
  )
  const opened = await openTarget(scenario, { allow: [] }, 1)
  const workers = new WorkerPool(1, 1)
  try {
    const directory = await runAfterSweep(folder, rate)
    const { arrivals } = scenario
    const source = createRequestSource(scenario.requests, [], 1)
    const context = {
      scenarioFile: 'profiled.ts',
      loaded: { scenario, feeds: [], modulePath: '' },
      arrivals: createArrivals(arrivals as Parameters<typeof createArrivals>[0], 1),
      plan: { ...QUICK_PLAN, profile: plan },
      seed: 1,
      endpoint: opened.endpoint,
      source,
      workers,
      telemetry: opened.telemetry,
      profiled: { ...opened, allow: [] },
      isProfileAsked,
      directory,
      progress: { say: () => {}, show: () => {} } as unknown as Progress,
      signal: new AbortController().signal,
    } as unknown as StageContext
    const line = await profile.run(context)
    return await look({ line, artifact: await directory.require('profile'), directory })
  } finally {
    await workers.destroy()
    await opened.close()
    await rm(folder, { recursive: true, force: true })
  }
}

async function runAfterSweep(folder: string, rate: number): Promise<RunDirectory> {
  const directory = await RunDirectory.begin(folder, {
    schemaVersion: RUN_SCHEMA_VERSION,
    name: 'profiled',
    scenarioFile: '/scenarios/profiled.ts',
    scenarioHash: 'abc',
    seed: 1,
    plan: 'quick',
    targetUrl: null,
    startedAt: '2026-11-22T15:01:02.000Z',
    environment: { runtime: 'Node 20', platform: 'Linux', cpu: 'one', cores: 2, memoryBytes: 1 },
    stages: {},
  })
  await directory.write(
    'probe',
    {
      origin: '',
      dialMs: [1],
      tcpMs: [1],
      burstDialMs: [1],
      burstSize: 1,
      firstMs: [100],
      reusedMs: [100],
      hintMs: null,
      reuses: true,
      tls: null,
    },
    'done',
  )
  const steps = [
    { offeredRate: rate / 2, outcome: 'met' },
    { offeredRate: rate, outcome: 'met' },
    { offeredRate: 2 * rate, outcome: 'slow' },
  ] as unknown as readonly SweepStep[]
  await directory.write('sweep', { withoutReuse: null, steps, ended: 'knee-passed' }, 'done')
  return directory
}
