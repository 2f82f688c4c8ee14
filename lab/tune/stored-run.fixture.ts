import type { RecommendArtifact } from '../../models/artifacts/recommend.ts'
import type { VerifyArtifact } from '../../models/artifacts/verify.ts'
import { goNetHttp } from '../../models/clients/go-net-http.ts'
import { recommend } from '../../models/recommend/recommend.ts'
import { candidate, fitWith, simulated } from '../../models/recommend/simulated-candidates.fixture.ts'
import { type BlockFigures, verifyBlock, verifyPair } from '../../models/report/verify-pairs.fixture.ts'
import { RUN_SCHEMA_VERSION, RunDirectory, type RunRecord } from '../run-directory.ts'

const BETTER: BlockFigures = { responseMs: 20, dialed: 2 }
export const WORSE: BlockFigures = { responseMs: 90, dialed: 2 }

export interface StoredRunOptions {
  /** A time of day, by which runs are in order. */
  readonly startedAt?: string
  readonly name?: string
  readonly scenarioFile?: string
  /** Whether today's settings are as good. */
  readonly unchanged?: boolean
  /** What the recommended settings came to on sockets. */
  readonly after?: BlockFigures
  /** Pairs of four that were measured. */
  readonly pairs?: number
  readonly isRecommended?: boolean
}

/** A run of Go's net/http that has come to idleTimeout 64 s, maxIdlePerHost 9, maxConnsPerHost 23. */
export async function storedRun(root: string, options: StoredRunOptions = {}): Promise<RunDirectory> {
  const { startedAt = '2026-11-22T15:01:02.000Z', name = 'shop', isRecommended = true } = options
  const record: RunRecord = {
    schemaVersion: RUN_SCHEMA_VERSION,
    name,
    scenarioFile: options.scenarioFile ?? '/scenarios/shop.ts',
    scenarioHash: 'abc',
    seed: 1,
    plan: 'quick',
    targetUrl: null,
    startedAt,
    environment: { runtime: 'Node 20', platform: 'Linux', cpu: 'one', cores: 2, memoryBytes: 1 },
    stages: {},
  }
  const run = await RunDirectory.begin(await RunDirectory.allocate(root, name, startedAt), record)
  if (!isRecommended) return run
  await run.write('simulate', simulated('hint', []), 'done')
  await run.write('recommend', recommendation(options.unchanged ?? false), 'done')
  const verify = verification(options.after ?? BETTER, options.pairs ?? 4)
  await run.write('verify', verify, verify.pairs.length < verify.planned ? 'partial' : 'done')
  return run
}

function recommendation(unchanged: boolean): RecommendArtifact {
  const good = { idleTimeoutMs: 64_000, maxIdle: 9, maxConns: 23, p99Ms: 20 }
  const today = unchanged ? good : { idleTimeoutMs: 90_000, maxIdle: 2, p99Ms: 47 }
  return recommend({
    client: goNetHttp,
    slo: { p99Ms: 250, failureRate: 0.001 },
    pods: 2,
    fit: fitWith(null),
    simulated: simulated('hint', [candidate('today', today), candidate('candidate', good)]),
  })
}

function verification(after: BlockFigures, measured: number): VerifyArtifact {
  const pairs = Array.from({ length: measured }, (_, i) =>
    verifyPair(
      verifyBlock({ responseMs: 40 + i, dialed: 20 }),
      verifyBlock({ ...after, responseMs: after.responseMs + i }),
      1000 * i,
    ),
  )
  return { planned: 4, pairs }
}
