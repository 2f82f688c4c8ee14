import { countWords, msWords, percentWords } from '../diagnosis/figure-words.ts'
import { exp } from '../random/portable-math.ts'
import { adviceFor } from './advice.ts'
import { type Blame, type BlamedPart, blameOfParts, type Cause } from './blame.ts'
import { graphOf } from './dependency-graph.ts'
import { type Diagnosis, LATENT_SCORE, type Suspect } from './diagnosis.ts'
import { evidenceFor } from './evidence.ts'
import { FailureBlame } from './failure-blame.ts'
import { type Harm, harmOf } from './harm.ts'
import { latentFaults } from './latent-faults.ts'
import type { Observation } from './observation.ts'
import { proposeSetting } from './propose-setting.ts'
import { type StretchChange, stretchChange } from './stretch-change.ts'
import { stretchFigures } from './stretch-figures.ts'
import { TimeBlame } from './time-blame.ts'

/**
 * Names the service and the kind of fault behind what is worse in one stretch of traffic than in a healthy one.
 *
 * What is explained is what a user sees: the latency and the failures that were added to requests from outside. Both are
 * followed down the calls to the places where they arise (`TimeBlame`, `FailureBlame`), so that a service whose callee is
 * slow is not blamed for waiting, and a service that drowns in retries is not blamed for its queue. A score is the share of
 * what was added that ends at a cause; latency and failures count by how large a part of all latency, and of all requests,
 * they are. Nothing is learned, and the constants are stated where they stand, with their reason.
 *
 * What rises no further than chance lets it is nothing (`significantExcess`). If that holds for latency and failures, no
 * cause has a score from `LATENT_SCORE` on; changes that did no harm so far are listed below it.
 *
 * Its limits: it takes one fault at a time for granted where it must choose; a service that is not traced shows as its
 * caller's own time; and faults that were there in the healthy stretch, too, are not seen.
 */
export function rankCauses(healthy: Observation, faulty: Observation): Diagnosis {
  const before = stretchFigures(healthy)
  const now = stretchFigures(faulty)
  const change = stretchChange(before, now)
  const harm = harmOf(before, now)
  const blame = blameForHarm(harm, change)
  const found = blame.length > 0 ? blame : latentBlame(change)
  const blamed = new Set(found.map(({ cause }) => cause.service))
  const cleared = [...now.services.keys()].filter((service) => !blamed.has(service))
  const suspects = [
    ...found.map(({ cause, share }) => suspectOf(cause, share, change)),
    ...cleared.map((service) => suspectOf({ service, kind: null, peer: null }, 0, change)),
  ]
  return {
    ranking: suspects.sort(byScore),
    graph: graphOf(now.linked, faulty.durationMs),
    notes: notesOn(harm, blame, change),
  }
}

function blameForHarm(harm: readonly Harm[], change: StretchChange): Blame {
  const time = new TimeBlame(change)
  const failures = new FailureBlame(change, time)
  return blameOfParts(
    harm.flatMap((each): BlamedPart[] => [
      { weight: each.latency, blame: () => time.service(each.service) },
      { weight: each.failures, blame: () => failures.service(each.service) },
    ]),
  )
}

/** Below `LATENT_SCORE`, whatever the severity. */
function latentBlame(change: StretchChange): Blame {
  return latentFaults(change).map(({ cause, severity }) => ({
    cause,
    share: LATENT_SCORE * Math.min(LARGEST_SEVERITY, severity),
  }))
}

const LARGEST_SEVERITY = 0.99

function suspectOf(cause: Cause, score: number, change: StretchChange): Suspect {
  const setting = proposeSetting(cause, change)
  return {
    service: cause.service,
    kind: cause.kind,
    score: Math.min(1, score),
    evidence: score > 0 ? evidenceFor(cause, change) : [],
    setting,
    advice: adviceFor(cause, setting),
  }
}

function byScore(a: Suspect, b: Suspect): number {
  return b.score - a.score || compare(a.service, b.service) || compare(a.kind ?? '', b.kind ?? '')
}

function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b)
}

function notesOn(harm: readonly Harm[], blame: Blame, change: StretchChange): string[] {
  const harmed = harm.filter(({ latency, failures }) => latency > 0 || failures > 0)
  const before = [...change.healthy.entries.values()].flat()
  const requests = before.length
  const failed = before.filter(({ span }) => span.outcome !== 'ok').length
  return [
    ...(harmed.length === 0
      ? [
          'Neither the latency nor the failures of requests from outside rose above what chance explains: nothing is wrong that they show.',
        ]
      : harmed.map(harmSentence)),
    ...(harmed.length > 0 && blame.length === 0
      ? [
          'What was added could not be followed to a service: nothing that was recorded of one changed by more than chance.',
        ]
      : []),
    ...(change.lnTraffic > 0
      ? [
          `${((exp(change.lnTraffic) - 1) * 100).toFixed(0)} % more requests came from outside than in the healthy stretch: some of the waits may be due to them.`,
        ]
      : []),
    ...(failed > UNHEALTHY * requests
      ? [
          `${percentWords(failed / requests)} of the requests of the healthy stretch failed: what was wrong then is not seen.`,
        ]
      : []),
    ...(requests < FEW
      ? [
          `The healthy stretch has only ${countWords(requests, 'request')}: small changes cannot be told from chance.`,
        ]
      : []),
  ]
}

/** Of the requests. */
const UNHEALTHY = 0.05

/** Ten blocks of ten. */
const FEW = 100

function harmSentence({ service, latency, failures, meanMs, healthyMeanMs }: Harm): string {
  const slower =
    latency > 0 ? `take ${msWords(meanMs)} in the mean, ${msWords(healthyMeanMs)} before` : 'take no longer'
  const failing = failures > 0 ? `${percentWords(failures)} more of them fail` : 'no more of them fail'
  return `Requests to ${service} ${slower}, and ${failing}.`
}
