import { setMaxListeners } from 'node:events'
import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { setImmediate as turnOfEvents } from 'node:timers/promises'
import type { CheckedVariant, LeakCheckArtifact } from '../../models/leak/leak-check-report.ts'
import type { PlainScenario } from '../../models/scenario/plain-scenario.ts'
import { beginKindRun, type KindRun, type KindRunWish } from '../begin-kind-run.ts'
import { describeTarget } from '../experiment/describe-target.ts'
import { Interrupted } from '../interrupted.ts'
import type { KindDirectory } from '../kind-directory.ts'
import type { LiveUpdate } from '../live/live-update.ts'
import { openTarget, type TargetOverrides } from '../open-target.ts'
import { probeRequest } from '../probe-request.ts'
import type { Progress } from '../progress.ts'
import { UsageError } from '../usage-error.ts'
import { visitTarget } from '../visit-target.ts'
import { huntLeak } from './hunt-leak.ts'
import { planLeakHunt } from './leak-hunt-plan.ts'
import { type LoadedLeakCheck, loadLeakCheck } from './load-leak-check.ts'

export interface LeakCheckOptions extends KindRunWish {
  /** From the first checkpoint to the last; `null` for as many as are usual. */
  readonly requests: number | null
  /** In place of its own: requests/s, for figures by day. */
  readonly rate: number | null
  /** In place of its own. */
  readonly limitBytes: number | null
  readonly keepSnapshots: boolean
  readonly target: TargetOverrides
}

export type LeakDirectory = KindDirectory<LeakCheckArtifact>

export const LEAK = 'leak'

/**
 * Searches each variant of a leak check, or the target of a scenario, for a leak, one after the other. Prints nothing on
 * stdout.
 *
 * @throws what `loadLeakCheck` throws; RunDirectoryError when the directory cannot be made or written
 * @throws UsageError for another target in place of several
 */
export async function runLeakCheck(
  options: LeakCheckOptions,
  progress: Progress,
): Promise<KindRun<LeakCheckArtifact>> {
  const { directory, loaded } = await beginKindRun<LeakCheckArtifact, LoadedLeakCheck>(
    LEAK,
    options,
    (modulePath) => loadFor(options, modulePath),
    (loaded) => loaded,
  )
  for (const note of loaded.notes) progress.say(note, 'warning')
  progress.say(`run ${directory.path}`)
  const failure = await checkAll(options, directory, loaded, progress)
  progress.end()
  return { directory, failure }
}

async function loadFor(options: LeakCheckOptions, modulePath: string): Promise<LoadedLeakCheck> {
  const loaded = await loadLeakCheck(options.reference, modulePath)
  requireOneTarget(options, loaded)
  return loaded
}

function requireOneTarget({ target }: LeakCheckOptions, { isScenario }: LoadedLeakCheck): void {
  if (isScenario) return
  const given = (['url', 'pid', 'prometheus'] as const).find((name) => target[name] !== undefined)
  if (given === undefined) return
  throw new UsageError(
    `--${given === 'url' ? 'target' : given} is for scenarios: each variant of a leak check has a target of its own`,
  )
}

/** @returns what ended it early, or `null` */
async function checkAll(
  options: LeakCheckOptions,
  directory: LeakDirectory,
  loaded: LoadedLeakCheck,
  progress: Progress,
): Promise<unknown> {
  const { signal } = options
  setMaxListeners(0, signal)
  const finished: CheckedVariant[] = []
  try {
    for (const variant of loaded.variants) {
      const place = loaded.variants.length > 1 ? `${variant.name}, ` : ''
      finished.push(await checkVariant(options, { directory, loaded, variant, place }, progress))
      await directory.write(
        { variants: finished, planned: loaded.variants.length, notes: loaded.notes },
        finished.length === loaded.variants.length ? 'done' : 'partial',
      )
    }
    return null
  } catch (error) {
    // Ctrl-C reaches the target's own process too, and that one has ended may be known before the signal is.
    await turnOfEvents()
    return signal.aborted ? new Interrupted() : error
  } finally {
    // A token may be written in it: it is kept only while the check goes on.
    await rm(loaded.modulePath, { force: true })
  }
}

interface VariantToCheck {
  readonly directory: LeakDirectory
  readonly loaded: LoadedLeakCheck
  readonly variant: LoadedLeakCheck['variants'][number]
  /** Before what is said of it. */
  readonly place: string
}

async function checkVariant(
  options: LeakCheckOptions,
  { directory, loaded, variant, place }: VariantToCheck,
  progress: Progress,
): Promise<CheckedVariant> {
  const { signal, quick, requests, keepSnapshots } = options
  const { name, target, leaks } = variant
  const { seed } = directory.record
  const { connections, traffic } = loaded
  progress.show({ what: `${place}starting the target` })
  const open = await openTarget(scenarioOf(loaded, target), options.target, seed, { signal })
  try {
    await visitTarget(open.endpoint, probeRequest(loaded), 1, signal)
    const plan = planLeakHunt({
      name,
      traffic,
      seed,
      quick,
      requests,
      ...(connections === null ? {} : { connections }),
      judging: {
        ratePerSecond: options.rate ?? loaded.rate,
        limitBytes: options.limitBytes ?? loaded.limitBytes,
      },
      snapshots: { folder: resolve(directory.path), prefix: `${name}-`, keep: keepSnapshots },
    })
    const onStep = (step: LiveUpdate) => progress.show({ ...step, what: `${place}${step.what ?? ''}` })
    const { notes, ...hunt } = await huntLeak(open, plan, { signal, onStep })
    progress.say(`${name}: ${hunt.verdict.verdict}`, 'detail')
    return { name, target: targetText(options, target), leaks, hunt, notes: [...open.notes, ...notes] }
  } catch (error) {
    throw loaded.variants.length > 1 ? namingVariant(error, name) : error
  } finally {
    await open.close()
  }
}

function targetText({ target: { url } }: LeakCheckOptions, target: PlainScenario['target']): string {
  return url === undefined ? describeTarget(target) : `url ${url}`
}

/** The same error: what kind it is decides how the command ends. */
function namingVariant(error: unknown, name: string): unknown {
  if (error instanceof Error) error.message = `variant ${name}: ${error.message}`
  return error
}

/** Of scenarios, which have arrivals and an objective always; a hunt sends as fast as it is answered. */
function scenarioOf(
  { name, seed, traffic, requestTimeoutMs }: LoadedLeakCheck,
  target: PlainScenario['target'],
): PlainScenario {
  return {
    name,
    seed,
    target,
    arrivals: { kind: 'constant', rate: 1, durationMs: 1000 },
    requests: traffic.requests,
    pods: 1,
    client: 'undici',
    before: {},
    bounds: {},
    slo: { p99Ms: 600_000, failureRate: 1 },
    thresholds: [],
    requestTimeoutMs,
  }
}
