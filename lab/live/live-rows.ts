import type { Paint } from '../../reports/terminal/paint.ts'
import { groupDigits } from '../bench/group-digits.ts'
import {
  connectionFigures,
  healthText,
  isLate,
  msDigits,
  msText,
  rateFigures,
  stagesLeftText,
  whatText,
  workFigures,
} from './live-figures.ts'
import type { LiveView } from './live-state.ts'
import type { LiveStage } from './live-update.ts'
import type { LoadReading, PercentileReading } from './load-meter.ts'
import { partRows, type RowPart } from './row-parts.ts'
import { sparkline } from './sparkline.ts'

export interface RowsOptions {
  /** No row is wider; ≥ 1. */
  readonly columns: number
  readonly paint: Paint
}

const LABEL = 6
/** `12,345 ms` */
const FIGURE = 9
const LEAST_BARS = 5
const MARKS: Readonly<Record<LiveStage['state'], string>> = { done: '✓ ', current: '> ', 'to come': '' }

/** What goes on, for a terminal. */
export function liveRows(view: LiveView, options: RowsOptions): string[] {
  const { load, work, found } = view
  return [
    ...stageRows(view, options),
    ...plainRows([whatText(view)], options),
    ...plainRows(found === '' ? [] : [found], options),
    ...(work === null ? [] : plainRows(workFigures(work), options)),
    ...(load === null ? [] : loadRows(load, options)),
  ]
}

/** All stages where there is room for them; else the one that goes on, and where it stands. */
function stageRows(view: LiveView, options: RowsOptions): string[] {
  const { stages } = view
  if (stages.length === 0) return []
  const left = stagesLeftText(view)
  const more: RowPart[] = left === '' ? [] : [{ text: left, tone: 'dim' }]
  const all: RowPart[] = stages.map(({ name, state }) => ({
    text: `${MARKS[state]}${name}`,
    tone: state === 'current' ? 'strong' : 'dim',
  }))
  const allInOne = partRows(all, { ...options, indent: 0 })
  if (allInOne.length === 1) {
    const withLeft = partRows([...all, ...more], { ...options, indent: 0 })
    return withLeft.length === 1 ? withLeft : [...allInOne, ...partRows(more, { ...options, indent: 0 })]
  }
  const at = stages.findIndex(({ state }) => state === 'current')
  const short: RowPart = { text: `> ${stages[at]?.name ?? ''} (${at + 1}/${stages.length})`, tone: 'strong' }
  return partRows([short, ...more], { ...options, indent: 0 })
}

function plainRows(texts: readonly string[], options: RowsOptions): string[] {
  const parts = texts.filter((text) => text !== '').map((text) => ({ text }))
  return partRows(parts, { ...options, indent: 0 })
}

function loadRows(load: LoadReading, options: RowsOptions): string[] {
  const { failed, dropped } = load
  return [
    ...labelled('rate', asParts(rateFigures(load)), options),
    ...percentileRow('P50', load.p50, options),
    ...percentileRow('P99', load.p99, options),
    ...labelled('conns', asParts(connectionFigures(load)), options),
    ...labelled(
      'lost',
      [
        { text: `${groupDigits(failed)} failed`, ...(failed > 0 ? { tone: 'bad' } : {}) },
        { text: `${groupDigits(dropped)} dropped`, ...(dropped > 0 ? { tone: 'bad' } : {}) },
      ],
      options,
    ),
    ...labelled('sent', [{ text: healthText(load), ...(isLate(load) ? { tone: 'bad' } : {}) }], options),
  ]
}

function percentileRow(label: string, { ms, historyMs }: PercentileReading, options: RowsOptions): string[] {
  const figure = msText(ms).padStart(FIGURE)
  const room = options.columns - LABEL - figure.length - scaleText(historyMs).length - 4
  const shown = room < LEAST_BARS ? [] : historyMs.slice(-room)
  if (shown.length < 2) return labelled(label, [{ text: figure }], options)
  return labelled(label, asParts([figure, sparkline(shown), scaleText(shown)]), options)
}

/** What the lowest and the highest bar stand for. */
function scaleText(valuesMs: readonly number[]): string {
  return valuesMs.length === 0
    ? ''
    : `${msDigits(Math.min(...valuesMs))} to ${msDigits(Math.max(...valuesMs))} ms`
}

function labelled(label: string, parts: readonly RowPart[], options: RowsOptions): string[] {
  const { columns, paint } = options
  const rows = partRows(parts, { ...options, columns: Math.max(1, columns - LABEL), indent: 0 })
  return rows.map((row, i) => `${i === 0 ? paint.dim(label.padEnd(LABEL)) : ' '.repeat(LABEL)}${row}`)
}

function asParts(texts: readonly string[]): RowPart[] {
  return texts.map((text) => ({ text }))
}
