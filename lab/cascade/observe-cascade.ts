import { failureRate, type Measurement } from '../../models/measurement/measurement.ts'
import type { SettingChange } from '../../models/root-cause/diagnosis.ts'
import type { Observation } from '../../models/root-cause/observation.ts'
import { throwIfAborted } from '../interrupted.ts'
import { usualMs } from '../target/chain/chain-services.ts'
import type { ChainServiceHandle, RunningChain } from '../target/chain/start-chain.ts'
import { UnusableRun } from '../unusable-run.ts'
import type { WorkerPool } from '../worker-pool.ts'
import { ChainWatch } from './chain-watch.ts'
import type { Injection } from './draw-injection.ts'
import { sendTraffic } from './send-traffic.ts'

export interface CascadeContext {
  readonly chain: RunningChain
  readonly workers: WorkerPool
  /** Requests/s, Poisson. */
  readonly rate: number
  /** Of each stretch, ms. */
  readonly stretchMs: number
  readonly signal: AbortSignal
  readonly onProgress: (line: string) => void
}

/** A stretch of traffic as the services saw it, and as who sent it did. */
export interface ObservedStretch {
  readonly observation: Observation
  readonly measurement: Measurement
}

export interface ObservedInjection {
  readonly healthy: ObservedStretch
  /** Whether all was answered soon without the fault; if not, something else than the fault slows the machine down. */
  readonly wasHealthy: boolean
  readonly faulty: ObservedStretch
  /** With the setting changed that `fix` named, the fault still on; `null` where it named none. */
  readonly fixed: ObservedStretch | null
}

/**
 * Sends the same traffic twice, without a fault and with it, and a third time where `fix` knows what to change. The chain
 * is healthy and idle again afterwards.
 *
 * @param seed of the traffic
 * @param fix is shown both stretches and names a setting to change, or `null`
 * @throws the signal's reason when it is aborted; TelemetryError when a service does not answer; UnusableRun when one does
 *   not come to rest
 */
export async function observeCascade(
  context: CascadeContext,
  injection: Injection,
  seed: number,
  fix: (healthy: Observation, faulty: Observation) => SettingChange | null = () => null,
): Promise<ObservedInjection> {
  const { chain } = context
  const { service, kind } = injection
  const healthy = await observeHealthy(context, seed)
  try {
    await inject(chain, injection)
    const faulty = await observeStretch(context, seed, `${kind} at ${service}`)
    const change = fix(healthy.observation, faulty.observation)
    const isChanged = change !== null && (await changeSetting(chain, change))
    if (isChanged) await rest(context, REST_LIMIT_MS)
    const fixed = isChanged ? await observeStretch(context, seed, `${kind} at ${service}, repaired`) : null
    return { healthy, wasHealthy: isHealthy(healthy), faulty, fixed }
  } finally {
    if (!context.signal.aborted) await heal(context)
  }
}

/** Traffic that nobody looks at: the first requests to a service open its connections and compile its code. */
export async function warmUp(context: CascadeContext, durationMs: number): Promise<void> {
  const { chain, rate, workers, signal, onProgress } = context
  await sendTraffic({ origin: chain.origin, rate, durationMs, seed: 0, workers, signal, onProgress })
  await heal(context)
}

const HEALTHY_TRIES = 3
const MOST_HEALTHY_FAILURES = 0.01
/** On a machine with nothing else to do, the P99 is some 3 times what requests usually take. */
const MOST_HEALTHY_P99 = 10 * usualMs('gateway')

/** Again where it was not healthy: what is compared with has to be. */
async function observeHealthy(context: CascadeContext, seed: number): Promise<ObservedStretch> {
  for (let tries = 1; ; tries++) {
    const healthy = await observeStretch(context, seed, 'healthy')
    if (isHealthy(healthy) || tries === HEALTHY_TRIES) return healthy
    await heal(context)
  }
}

function isHealthy({ measurement }: ObservedStretch): boolean {
  return (
    failureRate(measurement) <= MOST_HEALTHY_FAILURES &&
    measurement.response.quantileMs(0.99) <= MOST_HEALTHY_P99
  )
}

async function observeStretch(context: CascadeContext, seed: number, what: string): Promise<ObservedStretch> {
  const { chain, rate, stretchMs, workers, signal } = context
  const watch = await ChainWatch.start(chain.services)
  let measurement: Measurement
  try {
    const traffic = { origin: chain.origin, rate, durationMs: stretchMs, seed, workers, signal }
    const onProgress = (line: string): void => context.onProgress(`${what}: ${line}`)
    measurement = (await sendTraffic({ ...traffic, onProgress })).measurement
  } catch (error) {
    await watch.stop(stretchMs).catch(() => {})
    throw error
  }
  await rest(context, LAST_SPANS_LIMIT_MS)
  return { observation: await watch.stop(stretchMs), measurement }
}

async function inject({ services }: RunningChain, { service, fault, trigger }: Injection): Promise<void> {
  await handleOf(services, service).setFault(fault)
  if (trigger !== null) await handleOf(services, trigger.service).setFailures(trigger.failures)
}

/** @returns whether there is such a setting */
async function changeSetting({ services }: RunningChain, change: SettingChange): Promise<boolean> {
  const { service, key, proposed } = change
  if (proposed === null || !services.some((each) => each.service.name === service)) return false
  const value = Math.max(key === 'retries' ? 0 : 1, Math.round(proposed))
  await handleOf(services, service).setSettings({ [key]: value })
  return true
}

function handleOf(services: readonly ChainServiceHandle[], name: string): ChainServiceHandle {
  const handle = services.find(({ service }) => service.name === name)
  if (handle === undefined) throw new RangeError(`there is no service ${name}`)
  return handle
}

async function heal(context: CascadeContext): Promise<void> {
  const { services } = context.chain
  await Promise.all(
    services.map(async (service) => {
      await service.setFault(null)
      await service.setFailures(null)
      await service.setSettings({})
    }),
  )
  if (!(await rest(context, REST_LIMIT_MS))) {
    throw new UnusableRun('the chain did not come to rest within 10 s of the end of a fault')
  }
}

const REST_LIMIT_MS = 10_000
/** What is under way when the traffic ends is seen if it ends by then; a service that is overloaded may take long. */
const LAST_SPANS_LIMIT_MS = 1_000
const LOOK_EVERY_MS = 50

/**
 * Waits until no service has anything to do, so that a stretch begins with nothing left of the one before.
 *
 * @returns whether it came to that
 */
async function rest({ chain, signal }: CascadeContext, limitMs: number): Promise<boolean> {
  const untilMs = performance.now() + limitMs
  for (;;) {
    throwIfAborted(signal)
    const loads = await Promise.all(chain.services.map((service) => service.load()))
    if (loads.every(({ inFlight, queued }) => inFlight + queued === 0)) return true
    if (performance.now() > untilMs) return false
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
  }
}
