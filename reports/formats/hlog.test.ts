import { describe, expect, it } from 'vitest'
import type { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import { emptyRun } from '../html/finished-run.fixture.ts'
import { fullRun } from './full-run.fixture.ts'
import { hlogEntries, hlogText } from './hlog.ts'

const countOf = ({ count }: LatencyHistogram) => String(count)

describe('hlogText', () => {
  it('has a line for each step and block, and each kind of time', () => {
    const lines = hlogText(fullRun, countOf).split('\n')
    expect(lines.slice(0, 5)).toEqual([
      '#[Written by kneepoint: values in microseconds, Interval_Max in milliseconds]',
      '#[Scenario: seven-day]',
      '#[Histogram log format version 1.3]',
      '#[StartTime: 1795387152.000 (seconds since epoch), 2026-11-22T22:39:12.000Z]',
      '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"',
    ])
    expect(lines).toHaveLength(5 + 4 * (2 + 2 * 2) + 1)
    expect(lines[5]).toBe('Tag=step-100.response,0.000,1.000,10.000,100')
    expect(lines[6]).toBe('Tag=step-100.service,0.000,1.000,0.000,0')
    expect(lines[9]).toBe('Tag=step-200.response,1.000,1.000,20.000,100')
    expect(lines[13]).toBe('Tag=before.response,86400.000,1.000,138.000,100')
    expect(lines[17]).toBe('Tag=after.response,86400.000,1.000,20.000,100')
    expect(lines[21]).toBe('Tag=before.response,302400.000,1.000,60.000,100')
    expect(lines.slice(5, -1).every((line) => /^Tag=[^, ]+,[\d.]+,[\d.]+,[\d.]+,\d+$/.test(line))).toBe(true)
  })

  it('goes by the time of the windows, in whatever order they were measured', () => {
    const starts = hlogEntries({ ...fullRun, steps: [], pairs: fullRun.pairs.toReversed() }).map(
      ({ startMs }) => startMs,
    )
    expect(starts).toEqual([...Array<number>(8).fill(86_400_000), ...Array<number>(8).fill(302_400_000)])
  })

  it('says nothing in the name of the scenario that a reader would take for its own', () => {
    const report = { ...emptyRun.report, name: 'a\n#[StartTime: 0]\u2028Tag=x,1,1,1,AAAA', startedAt: 'then' }
    const lines = hlogText({ ...emptyRun, report }, countOf).split(/\r|\n|\u0085|\u2028|\u2029/)
    expect(lines).toHaveLength(5)
    expect(lines[1]).toBe('#[Scenario: a #[StartTime: 0] Tag=x,1,1,1,AAAA]')
  })
})
