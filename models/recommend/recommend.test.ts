import { describe, expect, it } from 'vitest'
import { dotnet } from '../clients/dotnet.ts'
import { goNetHttp } from '../clients/go-net-http.ts'
import { nginxUpstream } from '../clients/nginx-upstream.ts'
import { undici } from '../clients/undici.ts'
import type { Bounds } from './bounds.ts'
import { recommend } from './recommend.ts'
import { candidate, fitWith, simulated } from './simulated-candidates.fixture.ts'

const fit = fitWith(null)

const slo = { p99Ms: 250, failureRate: 0.001 }

describe('recommend', () => {
  it('gives each setting a reason with the number that it rests on', () => {
    const { reasons, settings, unchanged } = recommend({
      client: goNetHttp,
      slo,
      pods: 2,
      fit,
      simulated: simulated('hint', [
        candidate('today', { idleTimeoutMs: 90_000, maxIdle: 2, p99Ms: 47 }),
        candidate('candidate', { idleTimeoutMs: 64_000, maxIdle: 9, maxConns: 23, p99Ms: 20 }),
      ]),
    })
    expect(unchanged).toBe(false)
    expect(settings).toMatchObject({ idleTimeoutMs: 64_000, maxIdlePerHost: 9, maxConnsPerHost: 23 })
    expect(reasons[0]).toBe(
      "idleTimeout 64 s: the server announces that it closes idle connections after 65 s, so up to 64 s the client closes first. Today's 90 s loses that race.",
    )
    expect(reasons[1]).toContain(
      'maxIdlePerHost 9: P99 (20.0 ms) stays within 2 % of the best attainable (20.0 ms), in each part of the schedule too, at the fewest idle on average (10.0)',
    )
    expect(reasons[2]).toContain(
      'maxConnsPerHost 23: at its knee (1781/s) the target works on 30.0 requests at once',
    )
  })

  it('does not call a race lost that was only not watched to its end', () => {
    const { reasons } = recommend({
      client: goNetHttp,
      slo,
      pods: 2,
      fit,
      simulated: simulated('still-open', [
        candidate('today', { idleTimeoutMs: 90_000, maxIdle: 2, p99Ms: 47 }),
        candidate('candidate', { idleTimeoutMs: 64_000, maxIdle: 9, p99Ms: 20 }),
      ]),
    })
    expect(reasons[0]).toContain("Today's 90 s goes beyond what was seen.")
  })

  it('does not claim that a setting is good everywhere when none is', () => {
    const uneven = (idle: number, strataP99Ms: readonly number[]) => ({
      ...candidate('candidate', { idleTimeoutMs: 64_000, maxIdle: idle, p99Ms: 20 }),
      strataP99Ms,
    })
    const { reasons } = recommend({
      client: goNetHttp,
      slo,
      pods: 2,
      fit,
      simulated: simulated('hint', [
        candidate('today', { idleTimeoutMs: 90_000, maxIdle: 2, p99Ms: 47 }),
        uneven(8, [10, 40]),
        uneven(9, [40, 10]),
      ]),
    })
    expect(reasons[1]).toContain('P99 (20.0 ms) is the lowest, though no setting tried stays within 2 %')
  })

  it('says nothing of an idle cap to a client that has none', () => {
    const { reasons } = recommend({
      client: undici,
      slo,
      pods: 2,
      fit,
      simulated: simulated('hint', [
        candidate('today', { idleTimeoutMs: 4000, maxIdle: Infinity, p99Ms: 47 }),
        candidate('candidate', { idleTimeoutMs: 64_000, maxIdle: Infinity, p99Ms: 20 }),
      ]),
    })
    expect(reasons.filter((reason) => reason.startsWith('maxIdlePerHost'))).toEqual([])
  })

  it('says so when no setting meets the SLO', () => {
    const { reasons, meetsSlo } = recommend({
      client: goNetHttp,
      slo: { ...slo, p99Ms: 10 },
      pods: 2,
      fit,
      simulated: simulated('hint', [
        candidate('today', { idleTimeoutMs: 90_000, maxIdle: 2, p99Ms: 47 }),
        candidate('candidate', { idleTimeoutMs: 64_000, maxIdle: 9, p99Ms: 20 }),
      ]),
    })
    expect(meetsSlo).toBe(false)
    expect(reasons.at(-1)).toContain('The SLO of 10.0 ms is not met by any pool setting')
  })

  it("keeps today's settings when they are as good", () => {
    const { unchanged, settings, reasons } = recommend({
      client: goNetHttp,
      slo,
      pods: 2,
      fit,
      simulated: simulated('hint', [
        candidate('today', { idleTimeoutMs: 60_000, maxIdle: 9, p99Ms: 20 }),
        candidate('candidate', { idleTimeoutMs: 64_000, maxIdle: 9, p99Ms: 20 }),
      ]),
    })
    expect(unchanged).toBe(true)
    expect(settings.idleTimeoutMs).toBe(60_000)
    expect(reasons).toHaveLength(1)
    expect(reasons[0]).toBe(
      "Today's settings are as good: P99 20.0 ms, against 20.0 ms at best, and their idle timeout of 60 s is within the 64 s with which the client closes before the server.",
    )
  })

  it('does not say that no setting meets an SLO that some setting meets', () => {
    const { reasons } = recommend({
      client: goNetHttp,
      slo,
      pods: 2,
      fit,
      simulated: simulated('hint', [
        candidate('today', { idleTimeoutMs: 90_000, maxIdle: 2, p99Ms: 470 }),
        candidate('unlimited', { idleTimeoutMs: 64_000, maxIdle: Infinity, p99Ms: 240 }),
        candidate('candidate', { idleTimeoutMs: 64_000, maxIdle: 9, p99Ms: 260 }),
      ]),
    })
    expect(reasons.at(-1)).toMatch(
      /^The SLO of 250.0 ms is not met with P99 26\d.\d ms; the best that was simulated is 24\d.\d ms.$/,
    )
  })

  it('does not say that a pod may open all that it asks for where the target cannot work on it', () => {
    const reasonWith = (peakBusy: number) =>
      recommend({
        client: goNetHttp,
        slo,
        pods: 2,
        fit,
        simulated: simulated('hint', [
          candidate('today', { idleTimeoutMs: 90_000, maxIdle: 2, p99Ms: 47 }),
          candidate('unlimited', {
            idleTimeoutMs: 64_000,
            maxIdle: Infinity,
            p99Ms: 20,
            expected: { peakBusy },
          }),
          candidate('candidate', { idleTimeoutMs: 64_000, maxIdle: 9, maxConns: 60, p99Ms: 20 }),
        ]),
      }).reasons[2]
    expect(reasonWith(101)).toContain('to spare; where more may be open, a pod uses up to 51 at once.')
    expect(reasonWith(900)).toContain(
      'a pod uses up to 450 at once, which is more than the target can work on.',
    )
  })

  it('prints no patch for settings that are those of today', () => {
    const options = { idleTimeoutMs: 64_000, maxIdle: 9, p99Ms: 20 }
    const { unchanged } = recommend({
      client: nginxUpstream,
      slo,
      pods: 2,
      fit,
      simulated: simulated('hint', [
        { ...candidate('today', options), strataP99Ms: [90] },
        candidate('candidate', options),
      ]),
    })
    expect(unchanged).toBe(true)
  })
})

describe('recommend, where no knee was found', () => {
  const withoutKnee = (options: { readonly todayCap: number; readonly bounds?: Bounds }) =>
    recommend({
      client: goNetHttp,
      slo,
      pods: 2,
      fit: { ...fit, kneeConcurrency: null },
      bounds: options.bounds ?? {},
      simulated: simulated('hint', [
        candidate('today', { idleTimeoutMs: 90_000, maxIdle: 2, maxConns: options.todayCap, p99Ms: 47 }),
        candidate('unlimited', {
          idleTimeoutMs: 64_000,
          maxIdle: Infinity,
          p99Ms: 20,
          expected: { peakBusy: 80 },
        }),
        candidate('candidate', { idleTimeoutMs: 64_000, maxIdle: 9, maxConns: 60, p99Ms: 20 }),
      ]),
    }).reasons[2]

  it('raises a cap that makes requests wait, and says for how many', () => {
    expect(withoutKnee({ todayCap: 5 })).toBe(
      "maxConnsPerHost 60: where more may be open, up to 80 connections are in use at once by 2 pods, for which today's 5 is too few; no knee was found that would ask for fewer.",
    )
  })

  it('names a bound where that is the reason', () => {
    expect(withoutKnee({ todayCap: Infinity, bounds: { maxConnsPerHost: { max: 60 } } })).toBe(
      "maxConnsPerHost 60: where more may be open, up to 80 connections are in use at once by 2 pods; no knee was found that would ask for fewer. The scenario's bounds ask for at most 60.",
    )
  })
})

describe('recommend, by a model that is off', () => {
  const withError = (typicalError: number) =>
    recommend({
      client: goNetHttp,
      slo,
      pods: 2,
      fit: fitWith(typicalError),
      simulated: simulated('hint', [
        candidate('today', { idleTimeoutMs: 90_000, maxIdle: 2, p99Ms: 47 }),
        ...[6, 8, 12].map((maxIdle) =>
          candidate('candidate', {
            idleTimeoutMs: 64_000,
            maxIdle,
            maxConns: 40,
            p99Ms: 20,
            idleSeconds: 10 * maxIdle,
          }),
        ),
      ]),
    })

  it('takes it at its word up to 15 %', () => {
    const { settings, reasons } = withError(0.15)
    expect(settings.maxIdlePerHost).toBe(6)
    expect(reasons.join()).not.toContain('misses')
    expect(reasons[2]).toContain('with half as many again to spare')
  })

  it('asks for as much more as it is off, and says so', () => {
    const { settings, reasons } = withError(0.4)
    expect(settings.maxIdlePerHost).toBe(12)
    expect(reasons[1]).toContain(
      'maxIdlePerHost 12: at least 40 % more than 6, as the model misses measured P99s by 40 %; with 6 P99 (20.0 ms) stays',
    )
    expect(reasons[2]).toContain('with 110 % more to spare (as the model misses measured P99s by 40 %)')
  })
})

describe('recommend, for a client that hands out connections past their idle timeout', () => {
  it('names the slack that the idle timeout allows for', () => {
    const { reasons } = recommend({
      client: dotnet,
      slo,
      pods: 2,
      fit,
      simulated: simulated(
        'hint',
        [
          candidate('today', { idleTimeoutMs: 60_000, maxIdle: Infinity, p99Ms: 20 }),
          candidate('candidate', { idleTimeoutMs: 51_000, maxIdle: Infinity, p99Ms: 20 }),
        ],
        { limitMs: 51_000, expirySlack: 1.25 },
      ),
    })
    expect(reasons[0]).toBe(
      "idleTimeout 51 s: the server announces that it closes idle connections after 65 s and .NET SocketsHttpHandler may hand one out after 1.25 times its idle timeout, until it sweeps, so up to 51 s the client closes first. Today's 60 s loses that race.",
    )
  })
})
