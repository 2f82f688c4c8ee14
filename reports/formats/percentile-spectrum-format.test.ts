import { expect, it } from 'vitest'
import { verifyBlock, verifyPair } from '../../models/report/verify-pairs.fixture.ts'
import { fullRun } from './full-run.fixture.ts'
import { hgrmAfterFormat, hgrmBeforeFormat, hgrmFormat } from './percentile-spectrum-format.ts'

const run = {
  ...fullRun,
  pairs: [
    verifyPair(verifyBlock({ responseMs: 1.5 }), verifyBlock({ responseMs: 1 })),
    verifyPair(verifyBlock({ responseMs: 2 }), verifyBlock({ responseMs: 1 })),
  ],
}

it('has one spectrum for each side, of all windows, in ms', () => {
  const after = `#[Response time in ms after: end - due]
       Value     Percentile TotalCount 1/(1-Percentile)

       1.000 0.000000000000        200           1.00
       1.000 1.000000000000        200
#[Mean    =        1.000, StdDeviation   =        0.000]
#[Max     =        1.000, Total count    =          200]
#[Buckets =           22, SubBuckets     =         2048]
`
  const before = hgrmBeforeFormat.render(run)
  expect(hgrmAfterFormat.render(run)).toBe(after)
  expect(before).toContain('#[Mean    =        1.750, StdDeviation   =        0.250]\n')
  expect(before).toContain('\n       1.500 0.500000000000        100           2.00\n')
  expect(hgrmFormat.render(run)).toBe(`${before}\n${after}`)
})

it('gives a plotter a curve: four columns without a mark, of which the last ascends', () => {
  const rows = hgrmBeforeFormat
    .render(run)
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .map((line) => line.trim().split(/ +/).map(Number))
    .filter((row) => row.length === 4 && row.every((cell) => !Number.isNaN(cell)))
  expect(rows.length).toBeGreaterThan(5)
  const distances = rows.map((row) => row[3] ?? 0)
  expect(distances).toEqual(distances.toSorted((a, b) => a - b))
  expect([hgrmBeforeFormat.fileName, hgrmAfterFormat.fileName, hgrmFormat.fileName]).toEqual([
    'before.hgrm',
    'after.hgrm',
    'report.hgrm',
  ])
})
