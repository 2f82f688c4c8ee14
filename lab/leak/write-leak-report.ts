import {
  buildLeakCheckReport,
  type LeakCheckArtifact,
  type LeakCheckReport,
} from '../../models/leak/leak-check-report.ts'
import { leakCheckDocument } from '../../reports/leak/leak-check-document.ts'
import { leakCheckText } from '../../reports/leak/leak-check-text.ts'
import type { KindReport } from '../kind-report.ts'
import { pathFromHere } from '../path-from-here.ts'
import { quotedWord } from '../repeat-command.ts'
import { LEAK, type LeakDirectory } from './run-leak-check.ts'

const NOTHING_CHECKED: LeakCheckArtifact = { variants: [], planned: 1, notes: [] }

async function readLeakReport(directory: LeakDirectory): Promise<LeakCheckReport> {
  const { name, seed, plan, startedAt, scenarioHash, scenarioFile, environment } = directory.record
  const identity = {
    name,
    seed,
    startedAt,
    plan,
    scenarioHash,
    command: [
      'kneepoint leak',
      quotedWord(pathFromHere(scenarioFile)),
      ...(plan === 'quick' ? ['--quick'] : []),
      `--seed ${seed}`,
    ].join(' '),
    environment: `${environment.runtime}, ${environment.cores} cores, ${environment.cpu}`,
  }
  return buildLeakCheckReport(identity, (await directory.read()) ?? NOTHING_CHECKED)
}

async function renderLeakReport(report: LeakCheckReport, form: 'text' | 'json' | 'html'): Promise<string> {
  if (form === 'text') return leakCheckText(report)
  if (form === 'json') return `${JSON.stringify(leakCheckDocument(report), null, 2)}\n`
  const { leakCheckPage } = await import('../../reports/leak/leak-check-page.ts')
  return leakCheckPage(report)
}

/** How leak checks are reported. */
export const leakReport = {
  kind: LEAK,
  noun: ['a leak check', 'leak checks'],
  forms: ['text', 'json', 'html'],
  read: readLeakReport,
  render: renderLeakReport,
  text: leakCheckText,
} as const satisfies KindReport<LeakCheckArtifact, LeakCheckReport, 'text' | 'json' | 'html'>
