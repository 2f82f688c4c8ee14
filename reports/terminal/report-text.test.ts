import { describe, expect, it } from 'vitest'
import { clientNames, clients } from '../../models/clients/catalogue.ts'
import { UNLIMITED } from '../../models/pool/settings.ts'
import type { Report } from '../../models/report/report.ts'
import { recommendation, report, threshold, worse } from './report.fixture.ts'
import { reportPatches, reportText } from './report-text.ts'

/** In the order of the text, known by the line above each snippet. */
function shownClients(of: Report): string[] {
  const lines = reportText(of).split('\n')
  return lines.flatMap((line) => {
    const shown = clients.find(({ title, patch }) => line === `${title} (${patch(UNLIMITED).fileName})`)
    return shown === undefined ? [] : [shown.name]
  })
}

describe('reportText', () => {
  const text = reportText(report)

  it('fits 80 columns, but for snippets', () => {
    const prose = text.split('\n').filter((line) => !line.startsWith('  '))
    expect(prose.filter((line) => line.trimEnd().length > 80)).toEqual([])
  })

  it('shows verdict, counts, capacity, tables and recommendation', () => {
    expect(text).toContain('VALID: requests went out at most 3.0 ms late')
    expect(text).toContain('100 requests sent = received; 20 connections opened, 19 accepted.')
    expect(text).toContain('Capacity within the SLO: between 1781/s and 2108/s.')
    expect(text).toContain('Generator: a load thread can send 9000/s, at most 0.7 ms late (P99).')
    expect(reportText({ ...report, generator: null })).not.toContain('Generator')
    expect(text).toMatch(/before: P99 response +28\.3 ms +43\.3 ms +-34\.6 %/)
    expect(text).toMatch(/P99 response +43\.3 ms +22\.2 ms +-48\.7 % +-66\.4 … -21\.7 % +better/)
    expect(text).toMatch(/failure rate +0\.00 % +0\.00 % +0\.00 pp +-0\.05 … \+0\.05 pp +≤ 0\.05 pp/)
    expect(text).toMatch(/target GC pause +not available/)
    const beforeAfter = report.beforeAfter.map((metric) =>
      metric.effect === null ? { ...metric, unavailableOn: 'Bun 1.4.5' } : metric,
    )
    expect(reportText({ ...report, beforeAfter })).toMatch(/target GC pause +not available on Bun 1\.4\.5\n/)
    expect(text).toContain('Recommendation: idleTimeout 15 s, maxIdlePerHost 5, maxConnsPerHost 25')
  })

  it('says what to do right after the verdict, where a run has come to that', () => {
    const { beforeAfter } = report
    expect(text.split('\n').slice(1, 5).join('\n')).toBe(
      [
        'VALID: requests went out at most 3.0 ms late (P99 of the worst block).',
        'Set idleTimeout 15 s, maxIdlePerHost 5 and maxConnsPerHost 25.',
        'Measured in 28 windows of the schedule, the P99 went from 43.3 ms to 22.2 ms:',
        '  49 % better (95 %: 22 % to 66 %).',
      ].join('\n'),
    )
    expect(reportText({ ...report, conclusion: worse })).toContain(
      '\nWithdrawn: do not apply these settings.\n',
    )
    const unchanged = { ...recommendation, unchanged: true }
    expect(reportText({ ...report, recommendation: unchanged })).toContain("\nKeep today's settings.\n")
    const late = { verdict: 'GENERATOR_BOUND', why: 'late', advice: null } as const
    expect(reportText({ ...report, verdict: late, beforeAfter })).not.toContain('\nSet idleTimeout')
  })

  it('shows in which windows the model was most wrong, where the recommendation is withdrawn', () => {
    const withdrawn = reportText({ ...report, conclusion: worse })
    expect(withdrawn).toContain(
      'Withdrawn because the model was wrong: The P99 was predicted to go from 49.2',
    )
    expect(withdrawn).toContain('\n- It was slow.\n')
    expect(withdrawn).toContain('in the 5 of 6 windows where it was most wrong')
    expect(withdrawn).toMatch(
      /\n1 +1d 00:00:00 +120\/s +before +22\.4 → 20\.9 +12\.7 → – +0\.00 → 0\.28\n +after +22\.4 → 232\.4/,
    )
    expect(withdrawn).not.toContain('6d 00:00:00')
    expect(
      withdrawn
        .split('\nWithdrawn: ')[0]
        ?.split('\n')
        .every((line) => line.length <= 80),
    ).toBe(true)
    expect(text).not.toContain('Withdrawn')
  })

  it('says how far the model is off, and calls it a misfit above 15 %', () => {
    expect(text).toContain('The model misses measured P99s by 12 % typically.')
    const misfit = { steps: [], typicalError: 0.16, withoutReuseError: 0.3 }
    const lines = reportText({ ...report, misfit }).replaceAll('\n', ' ')
    expect(lines).toContain('by 16 % typically and by 30 % without reuse, which is a misfit')
  })

  it('says nothing of it for runs that did not look', () => {
    const misfit = { steps: [], typicalError: null, withoutReuseError: null }
    expect(reportText({ ...report, misfit })).not.toContain('The model')
  })

  it("gives a patch for every client, the scenario's own first", () => {
    const names = reportPatches(report).map(({ client }) => client)
    expect(names[0]).toBe('nginx-upstream')
    expect(names).toHaveLength(clientNames.length)
    expect(new Set(names)).toEqual(new Set(clientNames))
    expect(text).toContain('transport.MaxIdleConnsPerHost = 5')
  })

  it("shows the patches of five clients, and the scenario's own before them", () => {
    const five = ['go-net-http', 'hertz', 'node-http-agent', 'undici', 'nginx-upstream']
    expect(shownClients(report)).toEqual(['nginx-upstream', ...five.slice(0, 4)])
    const ofAiohttp = { ...report, recommendation: { ...recommendation, client: 'aiohttp' } }
    expect(shownClients(ofAiohttp)).toEqual(['aiohttp', ...five])
  })

  it('does not hand out what was not verified, what was worse and what changes nothing', () => {
    const unverified: Report = {
      ...report,
      verdict: { verdict: 'INCOMPLETE', why: '2 windows are missing', advice: 'go on' },
    }
    const withdrawn: Report = { ...report, conclusion: worse }
    const unchanged: Report = { ...report, recommendation: { ...recommendation, unchanged: true } }
    for (const each of [unverified, withdrawn, unchanged]) expect(reportPatches(each)).toEqual([])
    expect(reportText(unverified)).toContain('Not verified, so not recommended yet: idleTimeout 15 s')
    expect(reportText(withdrawn)).toContain('Withdrawn: idleTimeout 15 s')
    expect(reportText(unchanged)).toContain("Recommendation: keep today's settings")
  })

  it('shows as much as a run has', () => {
    const empty: Report = {
      ...report,
      capacity: null,
      misfit: null,
      recommendation: null,
      beforeAfter: [],
      predictions: [],
      stages: null,
      conclusion: null,
    }
    expect(reportText(empty).split('\n').length).toBeLessThan(8)
  })

  it('says what an incomplete run lacks, what came of thresholds, and how to run it again', () => {
    const verdict = { verdict: 'INCOMPLETE', why: 'nothing was swept', advice: null } as const
    const missing = ['the recommendation and its patches', 'before and after: the settings were not verified']
    expect(reportText({ ...report, verdict, missing })).toContain(
      '\nMissing: the recommendation and its patches.\nMissing: before and after: the settings were not verified.\n',
    )
    expect(reportText({ ...report, thresholds: [threshold] })).toContain(
      '\n✗ responseTime  p(99)<20  22.2 ms\n',
    )
    expect(text.endsWith('\n\nAgain: kneepoint run week.ts --seed 1\n')).toBe(true)
  })
})
