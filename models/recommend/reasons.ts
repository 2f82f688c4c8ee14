import type { FitArtifact } from '../artifacts/fit.ts'
import type { RatedSettings } from '../artifacts/recommend.ts'
import type { SimulateArtifact } from '../artifacts/simulate.ts'
import { type Client, policyOf } from '../clients/client.ts'
import { largestError, readMisfit } from '../simulate/misfit.ts'
import { type BoundedSetting, type Bounds, rangeText } from './bounds.ts'
import { canSet } from './can-set.ts'
import type { Objective } from './choose.ts'
import { HEADROOM } from './connection-cap.ts'
import { count, milliseconds, percent, seconds } from './figures.ts'
import { withoutIdleTimeout } from './without-idle-timeout.ts'

/** What the sentences of a recommendation rest on. */
export interface Grounds {
  readonly client: Client
  readonly slo: Objective
  readonly pods: number
  readonly fit: FitArtifact
  readonly simulated: SimulateArtifact
  readonly today: RatedSettings
  readonly chosen: RatedSettings
  /** What would have been chosen if nothing had to be spare. */
  readonly smallest: RatedSettings
  /** Whether that is within 2 % of the best attainable P99, everywhere. */
  readonly isGood: boolean
  readonly bestP99Ms: number
  /** ≥ 1. */
  readonly spare: number
  readonly bounds: Bounds
  /**
   * Where it is larger than what would have been chosen if load and service times never changed: whether it holds when
   * they do. Otherwise `null`.
   */
  readonly widenedForStrain: { readonly holds: boolean } | null
}

/** One sentence for each setting that is changed, and for each that would be if the client had it. */
export function reasonsForChange(grounds: Grounds): string[] {
  const { client, today, chosen } = grounds
  const can = canSet(client)
  const dials = `${chosen.dialsPerSecond.toFixed(2)} connections/s, against ${today.dialsPerSecond.toFixed(2)} today`
  const idle = `${chosen.idleConnections.toFixed(1)} idle on average, against ${today.idleConnections.toFixed(1)}`
  return [
    ...(can.idleTimeout ? [idleTimeoutReason(grounds)] : advice(grounds)),
    ...(can.maxIdle ? [maxIdleReason(grounds)] : []),
    ...maxConnsReason(grounds),
    `It opens ${dials}, and keeps ${idle}.`,
    ...sloReason(grounds),
  ]
}

/** Why today's settings stay, and what to do where the client has not got what would help. */
export function reasonsForNoChange(grounds: Grounds): string[] {
  const { client, simulated, today, bestP99Ms } = grounds
  const can = canSet(client)
  const p99 = `P99 ${milliseconds(today.p99Ms)}, against ${milliseconds(bestP99Ms)} at best`
  if (!can.idleTimeout && !can.maxIdle && !can.maxConns) {
    return [
      `Nothing of this can be set on ${client.title}: neither an idle timeout nor a limit on idle or open connections. As it is: ${p99}.`,
      ...advice(grounds),
      ...sloReason(grounds),
    ]
  }
  if (!can.idleTimeout) {
    return [
      `Today's settings are as good as any that can be set: ${p99}.`,
      ...advice(grounds),
      ...sloReason(grounds),
    ]
  }
  return [
    `Today's settings are as good: ${p99}, and their idle timeout of ${seconds(today.settings.idleTimeoutMs)} is within ` +
      `the ${seconds(simulated.safeIdleTimeout.limitMs)} with which the client closes before the server.`,
    ...sloReason(grounds),
  ]
}

function advice({ client, simulated, today }: Grounds): string[] {
  const todayMs = today.settings.idleTimeoutMs ?? Infinity
  return withoutIdleTimeout(client, policyOf(client, 'today'), simulated.safeIdleTimeout, todayMs)
}

function idleTimeoutReason(grounds: Grounds): string {
  const { client, simulated, today, chosen } = grounds
  const { serverIdleMs, limitMs, source, expirySlack } = simulated.safeIdleTimeout
  const server = {
    hint: `the server announces that it closes idle connections after ${seconds(serverIdleMs)}`,
    closed: `the server was seen to close an idle connection after ${seconds(serverIdleMs)}`,
    'still-open': `the server kept an idle connection open for ${seconds(serverIdleMs)}, as long as it was watched`,
    'no-reuse': 'the server does not keep connections',
  }[source]
  const slack = expirySlack ?? 1
  const late =
    slack > 1
      ? ` and ${client.title} may hand one out after ${slack} times its idle timeout, until it sweeps,`
      : ','
  const ownMs = chosen.settings.idleTimeoutMs ?? Infinity
  const todayMs = today.settings.idleTimeoutMs ?? Infinity
  const lost = source === 'still-open' ? 'goes beyond what was seen' : 'loses that race'
  const risk = todayMs > limitMs ? ` Today's ${seconds(todayMs)} ${lost}.` : ''
  const bound = boundNote(grounds, 'idleTimeoutMs')
  const shorter =
    bound === '' && ownMs < limitMs
      ? ` A shorter one loses nothing: P99 stays at ${milliseconds(chosen.p99Ms)}.`
      : bound
  return `idleTimeout ${seconds(ownMs)}: ${server}${late} so up to ${seconds(limitMs)} the client closes first.${risk}${shorter}`
}

function maxIdleReason(grounds: Grounds): string {
  const { today, chosen, smallest, isGood, bestP99Ms } = grounds
  const own = chosen.settings.maxIdlePerHost
  const fewest = smallest.settings.maxIdlePerHost
  const widened = own === fewest ? '' : `${widening(grounds)}; with ${count(fewest)} `
  const p99 = milliseconds(smallest.p99Ms)
  const best = milliseconds(bestP99Ms)
  const why = isGood
    ? `P99 (${p99}) stays within 2 % of the best attainable (${best}), in each part of the schedule too, at the fewest idle on average (${smallest.idleConnections.toFixed(1)})`
    : `P99 (${p99}) is the lowest, though no setting tried stays within 2 % of the best attainable (${best}) in each part of the schedule`
  return (
    `maxIdlePerHost ${count(own)}: ${widened}${why}. ` +
    `Today's ${count(today.settings.maxIdlePerHost)} gives ${milliseconds(today.p99Ms)}.${boundNote(grounds, 'maxIdlePerHost')}`
  )
}

function widening(grounds: Grounds): string {
  const { smallest, spare, widenedForStrain } = grounds
  const fewest = count(smallest.settings.maxIdlePerHost)
  const reasons = [
    ...(spare > 1 ? [`at least ${percent(spare - 1)} more than ${fewest}, ${missed(grounds)}`] : []),
    ...(widenedForStrain === null ? [] : [`more than ${fewest}, ${strainPurpose(widenedForStrain)}`]),
  ]
  return reasons.join(', and ')
}

function strainPurpose({ holds }: { readonly holds: boolean }): string {
  return holds
    ? 'to hold when load or service times change'
    : 'which comes nearest to holding when load or service times change'
}

function maxConnsReason(grounds: Grounds): string[] {
  const { today, chosen, fit, pods, spare } = grounds
  if (chosen.settings.maxConnsPerHost === today.settings.maxConnsPerHost) return []
  const cap = count(chosen.settings.maxConnsPerHost)
  if (fit.kneeConcurrency === null) return [maxConnsWithoutKnee(grounds, cap)]
  const room =
    spare > 1
      ? `${percent(HEADROOM * spare - 1)} more to spare (${missed(grounds)})`
      : 'half as many again to spare'
  return [
    `maxConnsPerHost ${cap}: at its knee (${fit.knee.sloCapacity?.rate.toFixed(0)}/s) ` +
      `the target works on ${fit.kneeConcurrency.toFixed(1)} requests at once, shared by ${pods} ${pods === 1 ? 'pod' : 'pods'}, with ${room}; ` +
      `${podsNeed(grounds)}.${boundNote(grounds, 'maxConnsPerHost')}`,
  ]
}

/** What the schedule asks of a pod, against what it may have. */
function podsNeed(grounds: Grounds): string {
  const cap = grounds.chosen.settings.maxConnsPerHost ?? Infinity
  const perPod = Math.ceil(peakBusyOf(grounds) / grounds.pods)
  const uses = `where more may be open, a pod uses up to ${perPod} at once`
  return perPod <= cap ? uses : `${uses}, which is more than the target can work on`
}

function peakBusyOf({ simulated }: Grounds): number {
  return simulated.candidates.find(({ role }) => role === 'unlimited')?.expected.peakBusy ?? 0
}

function maxConnsWithoutKnee(grounds: Grounds, cap: string): string {
  const { today, pods } = grounds
  const peakBusy = peakBusyOf(grounds)
  const todayCap = today.settings.maxConnsPerHost
  const isTooFew = todayCap !== null && pods * todayCap < peakBusy
  const why = isTooFew ? `, for which today's ${count(todayCap)} is too few` : ''
  return (
    `maxConnsPerHost ${cap}: where more may be open, up to ${peakBusy} connections are in use at once by ${pods} pods${why}; ` +
    `no knee was found that would ask for fewer.${boundNote(grounds, 'maxConnsPerHost')}`
  )
}

/** That a setting is at a bound of the operator's, which may be why it is what it is. */
function boundNote({ bounds, chosen }: Grounds, setting: BoundedSetting): string {
  const range = bounds[setting]
  const own = chosen.settings[setting] ?? Infinity
  if (range === undefined || (own !== range.min && own !== range.max)) return ''
  return ` The scenario's bounds ask for ${rangeText(setting, range)}.`
}

function missed({ fit }: Grounds): string {
  return `as the model misses measured P99s by ${percent(largestError(readMisfit(fit.misfit)) ?? 0)}`
}

function sloReason({ slo, chosen, bestP99Ms }: Grounds): string[] {
  if (chosen.p99Ms <= slo.p99Ms) return []
  const best = milliseconds(bestP99Ms)
  return [
    bestP99Ms > slo.p99Ms
      ? `The SLO of ${milliseconds(slo.p99Ms)} is not met by any pool setting: even without limits P99 is ${best}.`
      : `The SLO of ${milliseconds(slo.p99Ms)} is not met with P99 ${milliseconds(chosen.p99Ms)}; the best that was simulated is ${best}.`,
  ]
}
