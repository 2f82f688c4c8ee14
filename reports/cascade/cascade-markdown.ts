import type { CascadeInjection, CascadeView } from '../../models/root-cause/cascade-view.ts'
import { type MarkdownBlock, markdownDocument } from '../formats/markdown-blocks.ts'
import { codeBlock, markdownParagraph, markdownText } from '../formats/markdown-text.ts'
import { callGraphMermaid } from './call-graph-figure.ts'
import {
  answerSentence,
  baselineSentence,
  cascadeHeadline,
  changeSentences,
  figuresHead,
  figuresRows,
  injectionTitle,
  kindTitle,
  namedCause,
  suspectRows,
  suspectsHead,
} from './cascade-words.ts'

/** Faults and what was found of each as GitHub-flavoured Markdown, with the calls as a Mermaid graph. */
export function cascadeMarkdown(view: CascadeView): string {
  return markdownDocument([
    `# kneepoint: ${markdownText(view.name)}`,
    `**${markdownText(cascadeHeadline(view))}**`,
    ...view.injections.flatMap(injectionBlocks),
    ...(view.notes.length === 0 ? [] : [list(view.notes)]),
  ])
}

function injectionBlocks(injection: CascadeInjection, index: number): MarkdownBlock[] {
  const cause = namedCause(injection)
  const culprit = cause === null ? null : { service: cause.service, what: kindTitle(cause.kind) }
  const graph = callGraphMermaid(injection.diagnosis.graph, culprit)
  const said = [baselineSentence(injection), ...injection.diagnosis.notes, ...changeSentences(injection)]
  return [
    `## ${markdownText(injectionTitle(injection, index))}`,
    `**${markdownText(answerSentence(injection))}**`,
    ...(cause === null || cause.evidence.length === 0 ? [] : [list(cause.evidence)]),
    ...(cause === null || cause.advice === '' ? [] : [markdownParagraph(`To do: ${cause.advice}`)]),
    ...(graph === null ? [] : [codeBlock(graph, 'mermaid')]),
    { head: figuresHead, rows: figuresRows(injection) },
    ...said.map(markdownParagraph),
    ...(cause === null ? [] : [{ head: suspectsHead, rows: suspectRows(injection) }]),
  ]
}

function list(sentences: readonly string[]): string {
  return sentences.map((sentence) => `- ${markdownParagraph(sentence)}`).join('\n')
}
