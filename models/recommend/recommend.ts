import type { FitArtifact } from '../artifacts/fit.ts'
import type { RatedSettings, RecommendArtifact } from '../artifacts/recommend.ts'
import type { SimulateArtifact } from '../artifacts/simulate.ts'
import type { Client } from '../clients/client.ts'
import { choose, type Objective, rate } from './choose.ts'

/**
 * What to set and why, from what the simulator found.
 *
 * @throws RangeError when the simulation holds neither today's settings nor a candidate
 */
export function recommend(options: {
  readonly client: Client
  readonly slo: Objective
  readonly pods: number
  readonly fit: FitArtifact
  readonly simulated: SimulateArtifact
}): RecommendArtifact {
  const { client, slo, simulated } = options
  const reference = simulated.candidates.find(({ role }) => role === 'today')
  if (reference === undefined) throw new RangeError('the simulation does not hold the settings of today')
  const choice = choose(simulated.candidates, slo, simulated.safeIdleTimeout.limitMs)
  const today = rate(reference)
  const chosen = rate(choice.chosen)
  const unchanged = choice.todayIsGood
  return {
    client: client.name,
    before: today.settings,
    settings: unchanged ? today.settings : chosen.settings,
    reasons: unchanged
      ? [whyUnchanged(today, choice.bestP99Ms, simulated)]
      : reasonsFor(options, today, chosen, choice.bestP99Ms),
    runnersUp: choice.runnersUp.map(rate),
    today,
    chosen: unchanged ? today : chosen,
    meetsSlo: choice.meetsSlo,
    unchanged,
  }
}

function reasonsFor(
  options: Parameters<typeof recommend>[0],
  today: RatedSettings,
  chosen: RatedSettings,
  bestP99Ms: number,
): string[] {
  const { client, simulated, fit, pods, slo } = options
  const reasons = [idleTimeoutReason(simulated, today, chosen)]
  if (client.native.maxIdlePerHost !== undefined) {
    reasons.push(
      `maxIdlePerHost ${count(chosen.settings.maxIdlePerHost)}: the fewest idle connections with which P99 ` +
        `(${ms(chosen.p99Ms)}) stays within 2 % of the best attainable (${ms(bestP99Ms)}), in each part of the ` +
        `schedule too. Today's ${count(today.settings.maxIdlePerHost)} gives ${ms(today.p99Ms)}.`,
    )
  }
  if (chosen.settings.maxConnsPerHost !== today.settings.maxConnsPerHost && fit.kneeConcurrency !== null) {
    reasons.push(
      `maxConnsPerHost ${count(chosen.settings.maxConnsPerHost)}: at its knee (${fit.knee.sloCapacity?.rate.toFixed(0)}/s) ` +
        `the target works on ${fit.kneeConcurrency.toFixed(1)} requests at once, shared by ${pods} pods, with half as ` +
        'many again to spare and no fewer than a pod was seen to need.',
    )
  }
  reasons.push(
    `It opens ${chosen.dialsPerSecond.toFixed(2)} connections/s, against ${today.dialsPerSecond.toFixed(2)} today, and keeps ` +
      `${chosen.idleConnections.toFixed(1)} idle on average, against ${today.idleConnections.toFixed(1)}.`,
  )
  if (chosen.p99Ms > slo.p99Ms) {
    reasons.push(
      `The SLO of ${ms(slo.p99Ms)} is not met by any pool setting: even without limits P99 is ${ms(bestP99Ms)}.`,
    )
  }
  return reasons
}

function whyUnchanged(today: RatedSettings, bestP99Ms: number, simulated: SimulateArtifact): string {
  return (
    `Today's settings are as good: P99 ${ms(today.p99Ms)}, against ${ms(bestP99Ms)} at best, and their idle timeout ` +
    `is within the ${seconds(simulated.safeIdleTimeout.limitMs)} with which the client closes before the server.`
  )
}

function idleTimeoutReason(simulated: SimulateArtifact, today: RatedSettings, chosen: RatedSettings): string {
  const { serverIdleMs, limitMs, source } = simulated.safeIdleTimeout
  const server = {
    hint: `the server announces that it closes idle connections after ${seconds(serverIdleMs)}`,
    closed: `the server was seen to close an idle connection after ${seconds(serverIdleMs)}`,
    'still-open': `the server kept an idle connection open for ${seconds(serverIdleMs)}, as long as it was watched`,
    'no-reuse': 'the server does not keep connections',
  }[source]
  const ownMs = chosen.settings.idleTimeoutMs ?? Infinity
  const todayMs = today.settings.idleTimeoutMs ?? Infinity
  const lost = source === 'still-open' ? 'goes beyond what was seen' : 'loses that race'
  const risk = todayMs > limitMs ? ` Today's ${seconds(todayMs)} ${lost}.` : ''
  const shorter = ownMs < limitMs ? ` A shorter one loses nothing: P99 stays at ${ms(chosen.p99Ms)}.` : ''
  return `idleTimeout ${seconds(ownMs)}: ${server}, so up to ${seconds(limitMs)} the client closes first.${risk}${shorter}`
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`
}

function seconds(valueMs: number): string {
  return valueMs === Infinity ? 'no limit' : `${Number((valueMs / 1000).toFixed(1))} s`
}

function count(value: number | null): string {
  return value === null ? 'no limit' : String(value)
}
