import { setMaxListeners } from 'node:events'
import { rm } from 'node:fs/promises'
import { setImmediate as turnOfEvents } from 'node:timers/promises'
import { beginKindRun, type KindRun, type KindRunWish } from '../begin-kind-run.ts'
import { Interrupted } from '../interrupted.ts'
import type { KindDirectory } from '../kind-directory.ts'
import type { Progress } from '../progress.ts'
import { type RunningChain, startChain } from '../target/chain/start-chain.ts'
import { UnusableRun } from '../unusable-run.ts'
import { WorkerPool } from '../worker-pool.ts'
import type { CascadeArtifact } from './cascade-artifact.ts'
import { type CascadePlan, planCascade } from './cascade-plan.ts'
import { judgeInjection } from './judge-injection.ts'
import { type LoadedCascade, loadCascade } from './load-cascade.ts'
import { type CascadeContext, warmUp } from './observe-cascade.ts'

export type CascadeDirectory = KindDirectory<CascadeArtifact>

export const CASCADE = 'cascade'

/**
 * Runs a cascade: starts the chain, and puts one fault after another into it. Prints nothing on stdout.
 *
 * @throws ScenarioError (104, 107) for a cascade that cannot be loaded, and what `loadCascade` throws else
 * @throws RunDirectoryError when the directory cannot be made or written
 */
export async function runCascade(
  options: KindRunWish,
  progress: Progress,
): Promise<KindRun<CascadeArtifact>> {
  const { directory, loaded } = await beginKindRun<CascadeArtifact, LoadedCascade>(
    CASCADE,
    options,
    (modulePath) => loadCascade(options.reference, modulePath),
    ({ reference, hash, cascade: { name, seed } }) => ({ reference, hash, name, seed }),
  )
  await rm(directory.file('scenario.mjs'), { force: true })
  progress.say(`run ${directory.path}`)
  const { seed, plan } = directory.record
  const failure = await measure(options, directory, planCascade(loaded.cascade, seed, plan), progress)
  progress.end()
  return { directory, failure }
}

/** @returns what ended it early, or `null` */
async function measure(
  options: KindRunWish,
  directory: CascadeDirectory,
  plan: CascadePlan,
  progress: Progress,
): Promise<unknown> {
  const { seed } = directory.record
  const gone = new AbortController()
  const workers = new WorkerPool(1, 1)
  let chain: RunningChain | null = null
  try {
    progress.show({ what: 'starting gateway, orders, inventory and database' })
    chain = await startChain(seed)
    void chain.gone.then(({ code, signal }) => {
      gone.abort(new UnusableRun(`a service of the chain ended (${signal ?? `exit code ${code}`})`))
    })
    const signal = AbortSignal.any([options.signal, gone.signal])
    setMaxListeners(0, signal)
    const { rate, stretchMs } = plan
    const onProgress = (line: string): void => progress.show(line)
    const context = { chain, workers, rate, stretchMs, signal, onProgress }
    await warmUp(context, plan.warmupMs)
    await injectAll(context, plan, directory, progress)
    return null
  } catch (error) {
    // Ctrl-C reaches the services too, and that one has ended may be known before the signal is.
    await turnOfEvents()
    if (options.signal.aborted) return new Interrupted()
    return gone.signal.aborted ? gone.signal.reason : error
  } finally {
    await workers.destroy()
    await chain?.stop()
  }
}

async function injectAll(
  context: CascadeContext,
  { rate, stretchMs, injections }: CascadePlan,
  directory: CascadeDirectory,
  progress: Progress,
): Promise<void> {
  const judged: CascadeArtifact['injections'][number][] = []
  for (const [i, injection] of injections.entries()) {
    const { service, kind, strength } = injection
    progress.say(`fault ${i + 1} of ${injections.length}: ${kind} at ${service}, ${strength}`)
    judged.push(await judgeInjection(context, injection, directory.record.seed + i))
    const artifact = { rate, stretchMs, planned: injections.length, injections: judged }
    await directory.write(artifact, judged.length === injections.length ? 'done' : 'partial')
  }
}
