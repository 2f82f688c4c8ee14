import { expect, it } from 'vitest'
import { beforeAfter } from '../html/finished-run.fixture.ts'
import { effectsChart } from './effects-chart.ts'
import { effectsFigure } from './effects-figure.ts'

it('tells the change of a whole row under the pointer, wherever in it', () => {
  const figure = effectsFigure(beforeAfter) ?? { effects: [] }
  const { option } = effectsChart(figure, { width: 920, live: true })
  const { trigger, axisPointer, formatter } = option.tooltip as {
    trigger: string
    axisPointer: { axis: string }
    formatter: (shown: unknown) => string
  }
  expect([trigger, axisPointer.axis]).toEqual(['axis', 'y'])
  // The point of an interval is the first or second of its line, whichever row that is.
  expect(formatter([{ axisValue: 'P99 response', dataIndex: 0 }])).toContain('-97.0 % … -28.3 %')
  expect(formatter([])).toBe('')
})
