import { describe, expect, it } from 'vitest'
import { emptyRun } from '../html/finished-run.fixture.ts'
import { csvFormat } from './csv-format.ts'
import { parseCsv } from './csv-table.oracle.ts'
import { csvTable, csvTableNames } from './csv-tables.ts'
import { csvText } from './csv-text.ts'
import { fullRun } from './full-run.fixture.ts'

describe('csvText', () => {
  it('quotes what RFC 4180 wants quoted, and leaves out what is not known', () => {
    expect(
      csvText(
        ['a', 'b'],
        [
          ['x,y', 'say "no"'],
          ['two\nlines', null],
          [Number.NaN, true],
        ],
      ),
    ).toBe('a,b\n"x,y","say ""no"""\n"two\nlines",\n,true\n')
  })

  it('takes the sting out of formulas, and leaves numbers alone', () => {
    expect(
      csvText(
        [],
        [
          ['=1+1', '+1', '-1', '@SUM(1)', '＝1'],
          [-1, 1e21, 'a=1', '1-1', ''],
        ],
      ),
    ).toBe("\n'=1+1,'+1,'-1,'@SUM(1),'＝1\n-1,1e+21,a=1,1-1,\n")
  })
})

describe('csvFormat', () => {
  it('is the metrics with their intervals, unless told', () => {
    const [header, ...rows] = parseCsv(csvFormat.render(fullRun))
    expect(header?.slice(0, 8)).toEqual([
      'metric',
      'unit',
      'before',
      'after',
      'change_kind',
      'change',
      'change_low',
      'change_high',
    ])
    expect(rows.find(([metric]) => metric === 'p99')).toEqual([
      'p99',
      'ms',
      '138.7',
      '20.5',
      'ratio',
      '-0.852',
      '-0.97',
      '-0.283',
      'better',
      '0.97',
      '0.04',
      '49.2',
      '22.5',
    ])
    expect(rows.find(([metric]) => metric === 'gcPause')?.slice(2)).toEqual([
      '',
      '',
      'ratio',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
    ])
  })

  it('has two blocks for each window', () => {
    const rows = parseCsv(csvFormat.render(fullRun, { table: 'blocks' }))
    expect(rows.slice(1).map((row) => row.slice(0, 5))).toEqual([
      ['1', '86400000', '86401000', 'before', 'true'],
      ['1', '86400000', '86401000', 'after', 'false'],
      ['2', '302400000', '302401000', 'before', 'true'],
      ['2', '302400000', '302401000', 'after', 'false'],
    ])
    const p99 = rows[0]?.indexOf('p99_ms') ?? -1
    expect(Number(rows[1]?.[p99])).toBeCloseTo(138, 0)
  })

  it('has a row for each step, percentile, pair of the surface, interval and window', () => {
    const { figures } = fullRun
    const count = (name: (typeof csvTableNames)[number]) => csvTable(name, fullRun).rows.length
    expect(
      csvTable('sweep', fullRun).rows.map(([offered, achieved, outcome]) => [offered, achieved, outcome]),
    ).toEqual([
      [100, 100, 'met'],
      [200, 100, 'behind'],
    ])
    expect(count('latency')).toBe((figures.latency?.curves ?? []).flatMap(({ points }) => points).length)
    expect(count('surface')).toBe(
      (figures.surface?.idleTimeoutsMs.length ?? 0) * (figures.surface?.maxIdles.length ?? 0),
    )
    expect(count('timeline')).toBe(
      (figures.timeline?.ratePerSecond.length ?? 0) + (figures.timeline?.windows.length ?? 0),
    )
  })

  it.each(csvTableNames)('has whole rows in %s, and a header alone before there are figures', (table) => {
    const rows = parseCsv(csvFormat.render(fullRun, { table }))
    expect(rows.length).toBeGreaterThan(2)
    expect(parseCsv(csvFormat.render(emptyRun, { table }))).toEqual([rows[0]])
  })
})
