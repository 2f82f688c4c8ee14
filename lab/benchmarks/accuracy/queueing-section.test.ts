import { describe, expect, it } from 'vitest'
import { queueingSection, readQueueingCells } from './queueing-section.ts'

const printed = `cell                 requests  figure  predicted  simulated    error   95 % interval    theory
M/M/1 rho 0.5          640000    mean     2.0000     1.9800  -1.00 %     1.9600…1.9900  outside MISSED
M/M/1 rho 0.5          640000     p99     9.2103     9.2103   0.00 %     9.1901…9.2305   inside
M/M/1 rho 0.9         1360000    mean    10.0000    10.0500   0.50 %    9.9000…10.2000   inside
M/H2/1 rho 0.9       98000000    mean    23.5000    23.5000   0.00 %   23.4476…23.6821   inside

figures   3 of 4 within 1.00 % (means) or 2.00 % (percentiles)
`

describe('readQueueingCells', () => {
  it('reads the rows, and no other line', () => {
    const cells = readQueueingCells(printed)
    expect(cells).toHaveLength(4)
    expect(cells[0]).toEqual({
      cell: 'M/M/1 rho 0.5',
      requests: 640_000,
      figure: 'mean',
      predicted: 2,
      simulated: 1.98,
      inside: false,
    })
  })

  it('refuses a text without rows', () => {
    expect(() => readQueueingCells('passed')).toThrow('no rows')
  })
})

describe('queueingSection', () => {
  const text = queueingSection({
    measuredOn: '2026-11-23',
    environment: 'Node 20.20.2, 2 cores, a processor',
    finding: readQueueingCells(printed),
  })

  it('has a row for each queue and figure, with the largest error of its utilizations', () => {
    expect(text.split('\n').slice(2, 5)).toEqual([
      '| M/M/1 | mean | 0.5, 0.9 | 1.00 % | 1 of 2 |',
      '| M/M/1 | P99 | 0.5 | 0.00 % | 1 of 1 |',
      '| M/H2/1 | mean | 0.9 | 0.00 % | 1 of 1 |',
    ])
  })

  it('counts the requests of a cell once', () => {
    expect(text).toContain('3 of 4 intervals')
    expect(text).toContain('100.0 million requests')
  })
})
