import type { CascadeInjection, CascadeView } from '../../models/root-cause/cascade-view.ts'
import { columnsText } from '../experiment/columns-text.ts'
import { fitText } from '../terminal/fit-text.ts'
import { type Paint, plainPaint } from '../terminal/paint.ts'
import { callsDownwards, edgeLabel } from './call-graph-figure.ts'
import {
  answerSentence,
  baselineSentence,
  cascadeHeadline,
  changeSentences,
  figuresHead,
  figuresRows,
  injectionTitle,
  judgeAnswer,
  namedCause,
} from './cascade-words.ts'

const COLUMNS = 80

/** Faults and what was found of each, for a terminal of 80 columns, ending with a newline. */
export function cascadeText(view: CascadeView, paint: Paint = plainPaint): string {
  const sections = [
    paragraph(cascadeHeadline(view)).map(paint.strong),
    ...view.injections.map((injection, i) => injectionLines(injection, i, paint)),
    view.notes.flatMap(paragraph),
  ]
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

function injectionLines(injection: CascadeInjection, index: number, paint: Paint): string[] {
  const cause = namedCause(injection)
  const judged = judgeAnswer(injection)
  const { graph, notes } = injection.diagnosis
  return [
    ...paragraph(injectionTitle(injection, index)).map(paint.strong),
    ...paragraph(answerSentence(injection)).map(paint[judged?.tone ?? 'strong']),
    ...(cause?.evidence ?? []).flatMap(item),
    ...(cause === null || cause.advice === '' ? [] : paragraph(`To do: ${cause.advice}`)),
    ...paragraph(baselineSentence(injection)).map(paint.dim),
    ...notes.flatMap(paragraph).map(paint.dim),
    '',
    ...columnsText([[...figuresHead], ...figuresRows(injection)], COLUMNS, (cell, row) =>
      row === 0 ? paint.strong(cell) : cell,
    ),
    ...changeSentences(injection).flatMap(paragraph),
    '',
    ...callsDownwards(graph).flatMap((edge) =>
      fitText(`${edge.from} → ${edge.to}: ${edgeLabel(edge, graph.durationMs)}`, COLUMNS, '  '),
    ),
  ]
}

function paragraph(text: string): string[] {
  return fitText(text, COLUMNS, '  ')
}

function item(text: string): string[] {
  return fitText(`- ${text}`, COLUMNS, '  ')
}
