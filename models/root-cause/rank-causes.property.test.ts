import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { RandomStream } from '../random/random-stream.ts'
import { simulateInjection } from './chain.fixture.ts'
import type { Observation } from './observation.ts'
import { rankCauses } from './rank-causes.ts'

const observed = [41, 42, 43].map(simulateInjection)
const injections = fc.constantFrom(...observed)
const RUNS = { numRuns: 6 }

/** Service, kind and score of each, the score in as many digits as do not depend on the order of sums. */
function ranked(healthy: Observation, faulty: Observation): string[] {
  return rankCauses(healthy, faulty).ranking.map(
    ({ service, kind, score }) => `${service} ${kind} ${score.toFixed(4)}`,
  )
}

it('does not depend on the order of spans', () => {
  fc.assert(
    fc.property(injections, fc.integer(), ({ healthy, faulty }, seed) => {
      const random = new RandomStream(seed, 'order of spans')
      const mixed = ({ spans, ...rest }: Observation): Observation => ({
        ...rest,
        spans: spans
          .map((span) => ({ span, at: random.float() }))
          .sort((a, b) => a.at - b.at)
          .map(({ span }) => span),
      })
      expect(ranked(mixed(healthy), mixed(faulty))).toEqual(ranked(healthy, faulty))
    }),
    RUNS,
  )
})

it('does not depend on what services are called', () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 4, maxLength: 4 })
  fc.assert(
    fc.property(injections, names, ({ healthy, faulty }, chosen) => {
      const before = ['front', 'middle', 'back', 'store']
      const renamed = (name: string) => chosen[before.indexOf(name)] ?? name
      const found = rankCauses(healthy, faulty).ranking.filter(({ score }) => score > 0)
      const again = rankCauses(withNames(healthy, renamed), withNames(faulty, renamed)).ranking
      for (const { service, kind, score } of found) {
        const same = again.find((each) => each.service === renamed(service) && each.kind === kind)
        expect(same?.score).toBeCloseTo(score, 9)
      }
    }),
    RUNS,
  )
})

it('does not depend on clocks that are some ms apart', () => {
  const skews = fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 4, maxLength: 4 })
  fc.assert(
    fc.property(injections, skews, ({ service, kind, healthy, faulty }, chosen) => {
      const shift = (name: string) => chosen[['front', 'middle', 'back', 'store'].indexOf(name)] ?? 0
      const [first] = rankCauses(withClocks(healthy, shift), withClocks(faulty, shift)).ranking
      expect(first).toMatchObject({ service, kind })
    }),
    RUNS,
  )
})

it('tolerates that a tenth of the spans is lost', () => {
  fc.assert(
    fc.property(injections, fc.integer(), ({ service, kind, healthy, faulty }, seed) => {
      const random = new RandomStream(seed, 'lost spans')
      const thinned = ({ spans, ...rest }: Observation): Observation => ({
        ...rest,
        spans: spans.filter(() => random.float() > 0.1),
      })
      const [first] = rankCauses(thinned(healthy), thinned(faulty)).ranking
      expect(first).toMatchObject({ service, kind })
    }),
    RUNS,
  )
})

function withNames(observation: Observation, renamed: (name: string) => string): Observation {
  const { spans, vitals, configuration, durationMs } = observation
  const withPeer = <Each extends { peer: string }>(each: Each): Each => ({
    ...each,
    peer: renamed(each.peer),
  })
  return {
    durationMs,
    spans: spans.map((span) => ({
      ...span,
      service: renamed(span.service),
      peer: span.peer === null ? null : renamed(span.peer),
    })),
    vitals: vitals.map((sample) => ({
      ...sample,
      service: renamed(sample.service),
      pools: sample.pools.map(withPeer),
    })),
    configuration: configuration.map(({ service, calls }) => ({
      service: renamed(service),
      calls: calls.map(withPeer),
    })),
  }
}

function withClocks(observation: Observation, shiftMs: (service: string) => number): Observation {
  return {
    ...observation,
    spans: observation.spans.map((span) => ({
      ...span,
      startedAtEpochMs: span.startedAtEpochMs + shiftMs(span.service),
    })),
    vitals: observation.vitals.map((sample) => ({
      ...sample,
      atEpochMs: sample.atEpochMs + shiftMs(sample.service),
    })),
  }
}
