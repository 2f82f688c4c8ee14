import { findsKnee } from '../../models/knee/curve-fits.ts'
import { fitTrials } from '../knee/fit-trials.ts'
import { kneeEnd, kneeVerdict } from '../knee/knee-verdict.ts'
import { type KneeFlags, readKneePlan } from '../knee/read-knee-plan.ts'
import { type KneeResult, runKnee } from '../knee/run-knee.ts'
import { trialLine } from '../knee/trial-table.ts'
import type { KneeWatch } from './knee.ts'
import type { KneeMeasurement, KneeTarget, KneeTrialFigures } from './knee-measurement.ts'
import { requireAbove0, requireGiven, requireOneOf, requireShare, requireWhole } from './require-option.ts'
import { interruptible } from './interruptible.ts'
import { type OptionKinds, requireOptions } from './require-options.ts'
import { createLineProgress } from './line-progress.ts'
import { asOptionNames } from './as-option-names.ts'

const KINDS: OptionKinds<KneeTarget> = {
  url: 'text',
  method: 'text',
  headers: 'record',
  body: 'text',
  sloP99Ms: 'number',
  sloFailureRate: 'number',
  from: 'number',
  to: 'number',
  trialMs: 'number',
  width: 'number',
  exceed: 'number',
  arrivals: 'text',
  connections: 'number',
  timeoutMs: 'number',
  driver: 'text',
  workers: 'number',
  seed: 'number',
  insecure: 'flag',
  caFile: 'text',
  allow: 'texts',
}
const WATCH_KINDS: OptionKinds<KneeWatch> = { signal: 'signal', onProgress: 'function' }

/** @throws UsageError, HostNotAllowed, UnusableRun, and the signal's reason, as `knee` has them */
export async function measureKnee(target: KneeTarget, watch: KneeWatch): Promise<KneeMeasurement> {
  requireOptions(watch, WATCH_KINDS)
  const flags = flagsOf(target)
  return interruptible(watch.signal, (signal) => measure(target.url, flags, watch, signal))
}

async function measure(
  url: string,
  flags: KneeFlags,
  { onProgress }: KneeWatch,
  signal: AbortSignal,
): Promise<KneeMeasurement> {
  const { plan, notes } = await readKneePlan(url, flags)
  const progress = createLineProgress(onProgress)
  for (const note of notes) progress.say(note, 'warning')
  const result = await runKnee(plan, {
    signal,
    certificate: null,
    onProgress() {},
    onTrial: (trial) => progress.say(trialLine(trial, plan.search.goal)),
  })
  return measurementOf(result, [...progress.warnings, ...result.warnings])
}

function measurementOf(result: KneeResult, warnings: readonly string[]): KneeMeasurement {
  const { plan, search } = result
  const { endpoint, request } = plan.bench
  const fits = fitTrials(search.trials, plan)
  const { verdict, figure, advice } = kneeVerdict(result)
  return {
    ...fits,
    found: findsKnee(fits),
    url: `${endpoint.origin}${endpoint.pathPrefix}${request.path}`,
    startedAt: result.startedAt,
    durationMs: result.durationMs,
    ended: kneeEnd(result),
    verdict: { verdict, figure, advice: advice === null ? null : asOptionNames(advice) },
    capacity: search.capacity?.rate ?? null,
    interval: [search.bounds.lower, search.bounds.upper],
    atLeast: search.capacity?.atLeast ?? false,
    conditionalThroughput: search.capacity?.conditionalThroughput ?? null,
    trials: search.trials.map(trialFigures),
    warnings,
  }
}

function trialFigures(trial: KneeTrialFigures): KneeTrialFigures {
  const {
    rate,
    durationMs,
    lossRatio,
    failureRatio,
    achievedRate,
    concurrency,
    p50Ms,
    p99Ms,
    generatorBound,
  } = trial
  return {
    rate,
    durationMs,
    lossRatio,
    failureRatio,
    achievedRate,
    concurrency,
    p50Ms,
    p99Ms,
    generatorBound,
  }
}

/** As the command line has them, which reads them and knows their ranges. */
function flagsOf(target: KneeTarget): KneeFlags {
  requireTarget(target)
  const { headers = {}, insecure = false, allow = [], seed } = target
  const texts = {
    method: target.method,
    body: target.body,
    sloP99: time(target.sloP99Ms),
    sloFailures: text(target.sloFailureRate),
    from: text(target.from),
    to: text(target.to),
    trial: time(target.trialMs),
    width: text(target.width),
    exceed: text(target.exceed),
    arrivals: target.arrivals,
    connections: text(target.connections),
    timeout: time(target.timeoutMs),
    driver: target.driver,
    workers: text(target.workers),
    ca: target.caFile,
  }
  return {
    ...Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined)),
    ...(seed === undefined ? {} : { seed }),
    header: Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    set: [],
    insecure,
    allow,
  }
}

function requireTarget(target: KneeTarget): void {
  requireOptions(target, KINDS, 'what is measured')
  requireGiven('url', target.url)
  for (const option of ['sloP99Ms', 'from', 'to', 'trialMs', 'timeoutMs'] as const) {
    requireAbove0(option, target[option])
  }
  for (const option of ['sloFailureRate', 'width', 'exceed'] as const) requireShare(option, target[option])
  requireWhole('seed', target.seed, -(2 ** 31), 2 ** 31 - 1)
  requireOneOf('arrivals', target.arrivals, ['poisson', 'constant'])
}

/** Never with an exponent. */
function text(value: number | undefined): string | undefined {
  return value?.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 })
}

function time(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : `${text(ms)}ms`
}
