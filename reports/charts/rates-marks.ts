import type { LineSeriesOption } from 'echarts/charts'
import type { RatesFigure } from '../../models/report/figures/run-figures.ts'
import { FONT } from './chart-parts.ts'
import { plainNumber } from './chart-words.ts'
import { colour } from './palette.ts'

/** What may be asked of a target, where it bends, and what the schedule asks: lines and bands over the rates. */
export function ratesMarks(
  figure: RatesFigure,
  narrow: boolean,
): Pick<LineSeriesOption, 'markLine' | 'markArea'> {
  return {
    markLine: { silent: true, symbol: 'none', animation: false, data: lines(figure, narrow) },
    markArea: { silent: true, animation: false, data: areas(figure, narrow) },
  }
}

function lines({ sloP99Ms, knee, schedule }: RatesFigure, narrow: boolean) {
  const upright = (
    rate: number,
    name: string,
    distance: number,
    align: 'left' | 'right' | 'center' = 'center',
  ) => ({
    xAxis: rate,
    lineStyle: { color: colour('muted'), width: 1, type: [3, 3] },
    label: { ...markLabel, formatter: name, position: 'end' as const, distance, align },
  })
  return [
    ...(sloP99Ms === null
      ? []
      : [
          {
            yAxis: sloP99Ms,
            lineStyle: { color: colour('bad'), width: 1.5, type: [8, 4] },
            label: {
              ...markLabel,
              color: colour('bad'),
              formatter: `SLO: P99 ${plainNumber(sloP99Ms)} ms`,
              position: 'insideStartTop' as const,
            },
          },
        ]),
    ...(schedule === null
      ? []
      : [
          upright(schedule.meanRate, narrow ? 'mean' : 'schedule: mean', 4, 'right'),
          upright(schedule.peakRate, narrow ? 'peak' : 'highest minute', 4, 'center'),
        ]),
    ...(knee === null
      ? []
      : [{ ...upright(knee.rate, 'knee', 4), lineStyle: { color: colour('text'), width: 1.5 } }]),
  ]
}

const markLabel = { color: colour('muted'), fontFamily: FONT, fontSize: 11 } as const

type Area = [{ name: string; xAxis: number; itemStyle: object; label: object }, { xAxis: number }]

/** The knee between its neighbours; the capacity between the last rate that was met and the next one. */
function areas({ knee, capacity }: RatesFigure, narrow: boolean): Area[] {
  const area = (
    of: { name: string; fill: 'muted' | 'good'; opacity: number },
    from: number,
    to: number,
  ): Area => [
    {
      name: of.name,
      xAxis: from,
      itemStyle: { color: colour(of.fill), opacity: of.opacity },
      label: { ...markLabel, position: 'insideTop', color: colour(of.fill) },
    },
    { xAxis: to },
  ]
  return [
    ...(knee === null ? [] : [area({ name: '', fill: 'muted', opacity: 0.13 }, knee.low, knee.high)]),
    ...(capacity?.nextRate == null
      ? []
      : [
          area(
            { name: narrow ? '' : 'capacity', fill: 'good', opacity: 0.18 },
            capacity.rate,
            capacity.nextRate,
          ),
        ]),
  ]
}
