import type { Report } from '../../models/report/report.ts'
import { describeMisfit } from '../../models/simulate/misfit.ts'
import { formatPrecision, formatRate } from '../terminal/format-value.ts'
import { copyable } from './change-section.ts'
import { dataTable } from './data-table.ts'
import { type Html, html, type Part } from './html.ts'

/** Verdict, machine, counts, seed and how to do it again. */
export function methodSection(report: Report): Html {
  return html`<section id="method">
    <h2>How was it measured?</h2>
    <div class="card">
      ${dataTable({ label: 'How it was measured', head: ['', ''], words: [1], stacks: true, rows: facts(report) })}
    </div>
    <div class="card">
      <h3>Do it again</h3>
      ${copyable('command', `${report.command}\n`, 'sh')}
    </div>
  </section>`
}

function facts(report: Report): Part[][] {
  const { verdict, environment, ledger, seed, plan, scenarioHash, startedAt, missing } = report
  return [
    [
      'Verdict',
      `${verdict.verdict}: ${verdict.why}.${verdict.advice === null ? '' : ` To do: ${verdict.advice}.`}`,
    ],
    ...(missing.length === 0 ? [] : [['Missing', missing.join('; ')]]),
    ['Machine', environment],
    ['Load generator', generatorText(report.generator)],
    ['Requests', count(ledger.requestsSent, 'sent', ledger.requestsReceived, 'received by the target')],
    [
      'Connections',
      count(ledger.connectionsOpened, 'opened', ledger.connectionsAccepted, 'accepted by the target'),
    ],
    ['Windows', windowsText(report)],
    ['Model', misfitText(report.misfit)],
    ['Keep-alive', keepAliveText(report.safeIdleTimeout)],
    ['Seed and plan', `${seed}, ${plan}`],
    ['Scenario', html`<code class="hash">${scenarioHash}</code>`],
    ['Started', startedAt],
  ]
}

function generatorText(generator: Report['generator']): string {
  if (generator === null) return 'not measured: what it can do on this machine is not known'
  const { driver, highestRate, latenessP99Ms, measuredAt } = generator
  return `a load thread (${driver}) can send ${formatRate(highestRate)}, at most ${latenessP99Ms.toFixed(1)} ms late (P99); measured ${measuredAt}`
}

function count(own: number, word: string, theirs: number | null, theirWord: string): string {
  if (theirs === null) return `${own} ${word}; the target does not tell how many it saw`
  return own === theirs ? `${own} ${word} = ${theirWord}` : `${own} ${word}, ${theirs} ${theirWord}`
}

function windowsText({ windows, stages }: Report): string {
  if (windows === 0) return 'none were verified'
  const pairs = `${windows} windows of the schedule, each sent through both settings one after the other`
  if (stages?.reached == null) return pairs
  const { wanted, firstWindows, reached, needed } = stages
  const short = reached > wanted && needed !== null && needed > windows
  const goal = short ? `, which takes about ${needed}` : ''
  return `${pairs}, ${firstWindows} of them in the first stage; the ratio of the P99s is known to within ${formatPrecision(reached)} (wanted: ${formatPrecision(wanted)}${goal})`
}

function misfitText(misfit: Report['misfit']): string {
  return (misfit === null ? null : describeMisfit(misfit)) ?? 'nothing is known of how far it is off'
}

function keepAliveText(safe: Report['safeIdleTimeout']): string {
  if (safe === null) return 'not known'
  const { source, serverIdleMs, limitMs } = safe
  if (source === 'no-reuse') return 'the server does not keep connections'
  const server = {
    hint: 'announces that it closes',
    closed: 'was seen to close',
    'still-open': 'still kept',
  }[source]
  return `the server ${server} idle connections after ${serverIdleMs / 1000} s, so a client is safe up to ${limitMs / 1000} s`
}
