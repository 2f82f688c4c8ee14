import { describe, expect, it } from 'vitest'
import { plainPaint } from '../../reports/terminal/paint.ts'
import { liveLine } from './live-line.ts'
import { liveRows } from './live-rows.ts'
import type { LiveView } from './live-state.ts'
import type { LoadReading } from './load-meter.ts'

const empty: LiveView = {
  stages: [],
  what: '',
  leftMs: null,
  stagesLeftMs: null,
  load: null,
  work: null,
  found: '',
}

const load: LoadReading = {
  isOpen: true,
  dueRate: 12_000,
  completedRate: 11_990.4,
  dialRate: 0,
  p50: { ms: 3.5, historyMs: Array.from({ length: 30 }, (_, i) => 1 + i / 10) },
  p99: { ms: 1234.5, historyMs: Array.from({ length: 30 }, (_, i) => 1200 - i) },
  latenessP99Ms: 20,
  open: 1024,
  idle: 24,
  busy: 1000,
  failed: 3,
  dropped: 1200,
}

const marked = {
  ...plainPaint,
  bad: (text: string) => `<bad>${text}</bad>`,
  strong: (text: string) => `<b>${text}</b>`,
}

describe('liveRows', () => {
  it('shows a load with all its history where there is room', () => {
    expect(
      liveRows({ ...empty, what: 'measuring', leftMs: 7001, load }, { columns: 79, paint: plainPaint }),
    ).toEqual([
      'measuring, 8 s left',
      'rate  12,000/s offered  11,990/s answered',
      'P50     3.50 ms  ▁▁▁▂▂▂▂▃▃▃▃▄▄▄▄▅▅▅▅▆▆▆▆▇▇▇▇███  1.00 to 3.90 ms',
      'P99    1,235 ms  ███▇▇▇▇▆▆▆▆▅▅▅▅▄▄▄▄▃▃▃▃▂▂▂▂▁▁▁  1,171 to 1,200 ms',
      'conns 1,024 open, 24 idle, 1,000 busy  0 dials/s',
      'lost  3 failed  1,200 dropped',
      'sent  on time, by 20.0 ms (P99)',
    ])
  })

  it('shows the end of the history, then none, where there is less', () => {
    const row = (columns: number) => liveRows({ ...empty, load }, { columns, paint: plainPaint })[2]
    expect(row(39)).toBe('P50     3.50 ms  ▁▃▅▆█  3.50 to 3.90 ms')
    expect(row(38)).toBe('P50     3.50 ms')
  })

  it('offers no rate where users wait for their answers', () => {
    const rows = liveRows(
      { ...empty, load: { ...load, isOpen: false, dueRate: 5 } },
      { columns: 79, paint: plainPaint },
    )
    expect(rows[0]).toBe('rate  11,990/s answered')
  })

  it('colours what is lost or late, and nothing else', () => {
    const rows = liveRows(
      { ...empty, load: { ...load, latenessP99Ms: 20.1 } },
      { columns: 79, paint: marked },
    )
    expect(rows.slice(-2)).toEqual([
      'lost  <bad>3 failed</bad>  <bad>1,200 dropped</bad>',
      'sent  <bad>late, by 20.1 ms (P99)</bad>',
    ])
    const well = { ...load, failed: 0, dropped: 0 }
    expect(liveRows({ ...empty, load: well }, { columns: 79, paint: marked }).join('')).not.toContain('<')
  })

  it('shows stages side by side, or the current one alone', () => {
    const names = ['probe', 'sweep', 'fit', 'simulate', 'recommend', 'verify']
    const stages = names.map((name, i) => ({
      name,
      state: i < 3 ? ('done' as const) : i === 3 ? ('current' as const) : ('to come' as const),
      expectedMs: null,
    }))
    const view = { ...empty, stages, stagesLeftMs: 100_000 }
    expect(liveRows(view, { columns: 99, paint: marked })).toEqual([
      '✓ probe  ✓ sweep  ✓ fit  <b>> simulate</b>  recommend  verify  about 100 s of load left',
    ])
    expect(liveRows(view, { columns: 79, paint: plainPaint })).toEqual([
      '✓ probe  ✓ sweep  ✓ fit  > simulate  recommend  verify',
      'about 100 s of load left',
    ])
    expect(liveRows(view, { columns: 39, paint: plainPaint })).toEqual([
      '> simulate (4/6)',
      'about 100 s of load left',
    ])
  })

  it('shows how work goes, and what was found', () => {
    const view = {
      ...empty,
      what: 'simulate: 42 % of the schedule',
      found: 'capacity: at least 100/s',
      work: { requestRate: 1_234_567, leftMs: 12_300 },
    }
    expect(liveRows(view, { columns: 79, paint: plainPaint })).toEqual([
      'simulate: 42 % of the schedule',
      'capacity: at least 100/s',
      '1,230,000 requests/s simulated  about 13 s left',
    ])
    expect(liveLine(view)).toBe(
      'simulate: 42 % of the schedule; capacity: at least 100/s; 1,230,000 requests/s simulated; about 13 s left',
    )
  })
})

describe('liveLine', () => {
  it('leaves out what is not known, and what is nothing', () => {
    const unknown = {
      ...load,
      dueRate: null,
      completedRate: null,
      latenessP99Ms: null,
      dropped: 0,
      failed: 0,
    }
    const nothing = { ms: null, historyMs: [] }
    const view = {
      ...empty,
      what: 'warming up',
      leftMs: 900,
      load: { ...unknown, p50: nothing, p99: nothing },
    }
    expect(liveLine(view)).toBe(
      'warming up, 1 s left; – answered of –; 1,024 open, 24 idle, 1,000 busy, 0 dials/s; 0 failed',
    )
  })

  it('says what was lost', () => {
    expect(liveLine({ ...empty, load })).toContain('; 3 failed, 1,200 dropped; sent on time')
  })
})
