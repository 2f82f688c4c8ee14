import { expect, it } from 'vitest'
import { experimentReport } from './experiment-report.fixture.ts'
import { costTable } from './cost-table.ts'

it('sets what variants cost side by side, below what the first one costs itself', () => {
  expect(costTable(experimentReport)).toEqual({
    head: ['a request', 'CPU time', '95 % interval', 'allocated', '95 % interval'],
    rows: [
      ['none', '167.2 µs', '', '3336 B', ''],
      ['context', '+3.39 µs', '+2.68 … +4.09 µs', '+416 B', '+412 … +420 B'],
      ['everything', '+6.06 µs', '+5.26 … +6.85 µs', '+816 B', '+809 … +823 B'],
    ],
    untold: null,
  })
})

it('says what could not be told from the first variant, as it was answered where it was tested', () => {
  const [context, everything] = experimentReport.comparisons
  if (context === undefined || everything === undefined) throw new Error('no comparisons')
  const answered = (answer: 'no-difference' | null) =>
    costTable({
      comparisons: [
        {
          ...context,
          measures: context.measures.map((each) =>
            each.measure === 'cpuPerRequest'
              ? {
                  ...each,
                  answer: answer === null ? null : { answer, largestDifference: 0.05, adjustedPValue: 0.4 },
                }
              : each,
          ),
        },
        everything,
      ],
    })?.untold
  expect(answered('no-difference')).toBe('Not told from none: CPU time of context.')
  expect(answered(null)).toBeNull()
})

it('is left out of a single comparison, and where targets do not tell', () => {
  const [first] = experimentReport.comparisons
  if (first === undefined) throw new Error('no comparisons')
  expect(costTable({ comparisons: [first] })).toBeNull()
  const silent = { ...first, measures: first.measures.map((each) => ({ ...each, difference: null })) }
  expect(costTable({ comparisons: [silent, silent] })).toBeNull()
})
