/**
 * How often the culprit is found: faults at random services of the chain, of random kind and strength, one at a time; for
 * each whether the ranking has the right service first, and the right kind, beside the ranking by errors alone. Run with
 *
 *     node --import tsx lab/benchmarks/root-cause.ts --seed 10000 [--injections 60] [--keep <folder>]
 *     node --import tsx lab/benchmarks/root-cause.ts --from <folder>
 *
 * With --keep, what the services saw is written to a folder, which --from judges again without a measurement. Seeds from
 * 10,000 on are for evaluation: nothing was tuned on them. A line for each injection goes to stderr, the tables of the
 * outcome, in Markdown, to stdout. Exit code 0 when the right service is first in nine of ten injections, and not less often
 * than by errors alone, and the right kind of fault as well in eight of ten; 1 when they are not, 2 for wrong arguments.
 */
import { parseArgs } from 'node:util'
import { rankByErrorRate } from '../../models/root-cause/error-rate-baseline.ts'
import { rankCauses } from '../../models/root-cause/rank-causes.ts'
import { drawAnyInjection } from '../cascade/draw-injection.ts'
import { type CascadeContext, observeCascade, warmUp } from '../cascade/observe-cascade.ts'
import { startChain } from '../target/chain/start-chain.ts'
import { WorkerPool } from '../worker-pool.ts'
import { countHits, type FoundFault, foundFaultsSection } from './root-cause/found-faults.ts'
import { keepInjection, type KeptInjection, readKeptInjections } from './root-cause/kept-observations.ts'

const RATE = 80
const STRETCH_MS = 3_000
const WARMUP_MS = 3_000
const LEAST_SERVICES = 0.9
const LEAST_KINDS = 0.8

const { values } = parseArgs({
  options: {
    injections: { type: 'string', default: '60' },
    seed: { type: 'string' },
    keep: { type: 'string' },
    from: { type: 'string' },
  },
})
const injections = Number(values.injections)
const firstSeed = Number(values.seed)
if (values.from !== undefined) {
  process.exitCode = conclude((await readKeptInjections(values.from)).map(judgeAndTell))
} else if (Number.isInteger(injections) && injections > 0 && Number.isInteger(firstSeed)) {
  process.exitCode = conclude(await measureAll())
} else {
  process.stderr.write('--injections is a whole number above 0, --seed a whole number\n')
  process.exitCode = 2
}

async function measureAll(): Promise<readonly FoundFault[]> {
  const chain = await startChain(firstSeed)
  const workers = new WorkerPool(1, 1)
  const interrupted = new AbortController()
  process.once('SIGINT', () => interrupted.abort(new Error('interrupted')))
  const { signal } = interrupted
  const context = { chain, workers, rate: RATE, stretchMs: STRETCH_MS, signal, onProgress() {} }
  const found: FoundFault[] = []
  try {
    await warmUp(context, WARMUP_MS)
    for (let i = 0; i < injections; i++) found.push(judgeAndTell(await measure(context, firstSeed + i)))
    return found
  } finally {
    await workers.destroy()
    await chain.stop()
  }
}

async function measure(context: CascadeContext, seed: number): Promise<KeptInjection> {
  const injection = drawAnyInjection(seed, RATE)
  const { healthy, faulty, wasHealthy } = await observeCascade(context, injection, seed)
  const { service, kind, strength } = injection
  const kept = {
    seed,
    injected: { service, kind, strength },
    wasHealthy,
    healthy: healthy.observation,
    faulty: faulty.observation,
  }
  if (values.keep !== undefined) await keepInjection(values.keep, kept)
  return kept
}

function judgeAndTell({ seed, injected, wasHealthy, healthy, faulty }: KeptInjection): FoundFault {
  const [first] = rankCauses(healthy, faulty).ranking
  const found = {
    seed,
    injected,
    named: { service: first?.service ?? '', kind: first?.kind ?? null, score: first?.score ?? 0 },
    baseline: rankByErrorRate(faulty)[0] ?? '',
  }
  process.stderr.write(`${lineOf(found)}${wasHealthy ? '' : '; the machine was busy'}\n`)
  return found
}

/** @returns the exit code */
function conclude(found: readonly FoundFault[]): number {
  process.stdout.write(foundFaultsSection(found))
  const { service, serviceAndKind, baseline } = countHits(found)
  const isFound = service >= LEAST_SERVICES * found.length && serviceAndKind >= LEAST_KINDS * found.length
  return isFound && service >= baseline ? 0 : 1
}

function lineOf({ seed, injected, named, baseline }: FoundFault): string {
  const isRight = named.service === injected.service && named.kind === injected.kind
  return [
    isRight ? 'right' : named.service === injected.service ? 'kind ' : 'WRONG',
    `seed ${seed}`,
    `${injected.kind} at ${injected.service} (${injected.strength})`,
    `named ${named.kind ?? 'nothing'} at ${named.service}, score ${named.score.toFixed(2)}`,
    `by errors ${baseline}`,
  ].join('; ')
}
