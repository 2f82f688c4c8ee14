import type { Report } from '../../models/report/report.ts'
import { describeMisfit } from '../../models/simulate/misfit.ts'
import { formatRate } from '../terminal/format-value.ts'
import type { MarkdownBlock } from './markdown-blocks.ts'
import { codeBlock, markdownParagraph } from './markdown-text.ts'
import { oneLine } from './one-line.ts'

/** How it was measured, and what measures it again. */
export function markdownMethod(report: Report): MarkdownBlock[] {
  const points = [
    `Plan ${report.plan}, seed ${report.seed}, scenario ${report.scenarioHash}, started ${report.startedAt}.`,
    `On ${report.environment}.`,
    ...generatorPoints(report.generator),
    ...capacityPoints(report.capacity),
    ...misfitPoints(report.misfit),
    ledgerPoint(report.ledger),
  ]
  return [
    '## How it was measured',
    points.map((point) => `- ${markdownParagraph(point)}`).join('\n'),
    'To run it again:',
    codeBlock(oneLine(report.command), 'sh'),
  ]
}

function generatorPoints(generator: Report['generator']): string[] {
  if (generator === null) return []
  const { highestRate, latenessP99Ms } = generator
  return [
    `A load thread can send ${formatRate(highestRate)}, at most ${latenessP99Ms.toFixed(1)} ms late (P99).`,
  ]
}

function capacityPoints(capacity: Report['capacity']): string[] {
  if (capacity === null) return []
  const { sloCapacity, kneedle } = capacity
  if (sloCapacity === null) return ['Capacity: the SLO is not met at any rate that was tried.']
  const { rate, nextRate } = sloCapacity
  if (nextRate === null) return [`Capacity: at least ${formatRate(rate)}; no knee was reached.`]
  const bend = kneedle === null ? '' : `; the P99 curve bends at ${formatRate(kneedle.x)} (Kneedle)`
  return [`Capacity within the SLO: between ${formatRate(rate)} and ${formatRate(nextRate)}${bend}.`]
}

function misfitPoints(misfit: Report['misfit']): string[] {
  const missed = misfit === null ? null : describeMisfit(misfit)
  return missed === null ? [] : [`${missed.charAt(0).toUpperCase()}${missed.slice(1)}.`]
}

function ledgerPoint({
  requestsSent,
  requestsReceived,
  connectionsOpened,
  connectionsAccepted,
}: Report['ledger']): string {
  const theirs = (count: number | null, word: string) => (count === null ? '' : ` (${count} ${word})`)
  const requests = `${requestsSent} requests sent${theirs(requestsReceived, 'received')}`
  const connections = `${connectionsOpened} connections opened${theirs(connectionsAccepted, 'accepted')}`
  return `Counted: ${requests}; ${connections}.`
}
