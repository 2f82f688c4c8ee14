import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Report } from '../../models/report/report.ts'
import { isTrusted } from '../../models/report/standing.ts'
import { reachedHeadline } from '../wording/reached-headline.ts'
import { standingTitle } from '../wording/standing-title.ts'
import { recommendation, report, worse } from './report.fixture.ts'
import { reportPatches, reportText } from './report-text.ts'

const { conclusion } = report
if (conclusion === null) throw new Error('the fixture has no conclusion')

const unsure: Report['conclusion'] = { ...conclusion, answer: 'no-difference', largestDifference: 1.05 }
const misfit = { steps: [], typicalError: null, withoutReuseError: 47.85 }
const withheld: Report = { ...report, conclusion: unsure, misfit }
const everyRateMissed = { sloCapacity: null, kneedle: null, usl: null, plateau: null }
const unwrapped = (of: Report) => reportText(of).replace(/\n */g, ' ')
const headlineText = (of: Report) => reachedHeadline(of)?.text.replaceAll('\u00a0', ' ')

describe('a recommendation that only rests on a model which does not describe the target', () => {
  test('is headed as not verified, with the reason and what to do, and has no patch', () => {
    expect(reportPatches(withheld)).toEqual([])
    const text = unwrapped(withheld)
    expect(text).toContain(
      'Not verified, so not recommended yet. The model would set idleTimeout 15 s, maxIdlePerHost 5 and maxConnsPerHost 25. But the model misses the P99s that it was fitted to by 4785 %',
    )
    expect(text).toContain('To do: run again on a machine that does nothing else')
    expect(text).toContain('Not verified, so not recommended yet: idleTimeout 15 s')
    expect(text).not.toContain('transport.MaxIdleConnsPerHost')
    expect(
      reportText(withheld)
        .split('\n')
        .filter((line) => line.length > 80),
    ).toEqual([])
  })

  test('is handed out where sockets show that it is better', () => {
    expect(reportPatches({ ...withheld, conclusion }).length).toBeGreaterThan(0)
    expect(standingTitle({ ...withheld, conclusion })).toBe('Recommendation')
  })

  test("casts doubt on keeping today's settings too", () => {
    const keep = reachedHeadline({ ...withheld, recommendation: { ...recommendation, unchanged: true } })
    expect(keep).toMatchObject({ text: "Keep today's settings", tone: 'warn' })
    expect(keep?.sentence).toContain('But the model misses')
  })
})

describe('an SLO that was missed at every rate', () => {
  const missed: Report = { ...withheld, capacity: everyRateMissed }

  test('is in the headline', () => {
    expect(unwrapped(missed)).toContain('No setting of a pool will help to meet the SLO. The model would set')
    expect(unwrapped(missed)).toContain('The sweep missed the SLO at its lowest rate already')
    expect(headlineText({ ...missed, conclusion })).toBe(
      'Set idleTimeout 15 s, maxIdlePerHost 5 and maxConnsPerHost 25; no setting of a pool will meet the SLO',
    )
    expect(headlineText({ ...missed, recommendation: { ...recommendation, unchanged: true } })).toBe(
      "Keep today's settings; no setting of a pool will meet the SLO",
    )
    expect(reachedHeadline({ ...missed, conclusion: worse })).toMatchObject({
      text: 'Withdrawn: do not apply these settings',
      sentence: expect.stringContaining('missed the SLO at its lowest rate') as string,
    })
  })

  test('is not where the verification was more than twice as fast: then something held up the sweep', () => {
    const steps = [{ offeredRate: 14, measuredP99Ms: 248, modelP99Ms: 889 }]
    const disturbed = reachedHeadline({ ...missed, misfit: { ...misfit, steps } })
    expect(disturbed?.text).toBe('Not verified, so not recommended yet')
    expect(disturbed?.sentence).toContain('something else held up the machine or the target during the sweep')
  })
})

test('whatever the run, there are patches where it may be applied, and only there', () => {
  const error = fc.option(fc.double({ min: 0, max: 50, noNaN: true }), { nil: null })
  const runs = fc.record({
    typicalError: error,
    withoutReuseError: error,
    isMissed: fc.boolean(),
    verdict: fc.constantFrom('VALID', 'VALID', 'UNSTABLE' as const),
    answer: fc.constantFrom('better', 'no-difference', 'worse' as const),
    largestDifference: fc.double({ min: 0, max: 0.3, noNaN: true }),
    poolsAlike: fc.boolean(),
  })
  fc.assert(
    fc.property(runs, ({ typicalError, withoutReuseError, isMissed, verdict, ...answer }) => {
      const run: Report = {
        ...report,
        verdict: { ...report.verdict, verdict },
        misfit: { steps: [], typicalError, withoutReuseError },
        capacity: isMissed ? everyRateMissed : report.capacity,
        conclusion: { ...conclusion, ...answer },
      }
      const hasPatches = reportPatches(run).length > 0
      expect(hasPatches).toBe(isTrusted(run))
      expect(standingTitle(run) === 'Recommendation').toBe(hasPatches)
      expect(reachedHeadline(run)?.text.startsWith('Set ') ?? false).toBe(hasPatches)
    }),
    { numRuns: 40 },
  )
})
