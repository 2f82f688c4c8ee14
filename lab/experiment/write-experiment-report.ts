import type { ExperimentArtifact } from '../../models/experiment/experiment-artifact.ts'
import { planExperiment } from '../../models/experiment/experiment-plan.ts'
import { buildExperimentReport, type ExperimentReport } from '../../models/experiment/experiment-report.ts'
import { experimentDocument } from '../../reports/experiment/experiment-document.ts'
import { experimentMarkdown } from '../../reports/experiment/experiment-markdown.ts'
import { experimentText } from '../../reports/experiment/experiment-text.ts'
import type { KindReport } from '../kind-report.ts'
import { repeatCommand } from '../repeat-command.ts'
import { EXPERIMENT, type ExperimentDirectory } from './run-experiment.ts'

/**
 * Computes an experiment's report from what it measured, as far as it has come.
 *
 * @throws RunDirectoryError when the artifact cannot be read
 */
async function readExperimentReport(directory: ExperimentDirectory): Promise<ExperimentReport> {
  const { name, seed, plan, startedAt, scenarioHash, scenarioFile, environment } = directory.record
  const identity = {
    name,
    seed,
    startedAt,
    scenarioHash,
    command: repeatCommand({ scenarioFile, seed, plan, targetUrl: null }),
    environment: `${environment.runtime}, ${environment.cores} cores, ${environment.cpu}`,
  }
  return buildExperimentReport(identity, (await directory.read()) ?? nothingMeasured(plan))
}

function nothingMeasured(name: 'full' | 'quick'): ExperimentArtifact {
  return {
    variants: [],
    traffic: [],
    plan: planExperiment({ name, variants: 2, durationMs: Infinity, wanted: {} }),
    measures: null,
    rounds: [],
    notes: [],
    graphs: [],
  }
}

async function renderExperiment(
  report: ExperimentReport,
  form: 'text' | 'json' | 'md' | 'html',
): Promise<string> {
  if (form === 'text') return experimentText(report)
  if (form === 'json') return `${JSON.stringify(experimentDocument(report), null, 2)}\n`
  if (form === 'md') return experimentMarkdown(report)
  // The chart takes a second or two to load: only those who want the page are to wait for it.
  const { experimentPage } = await import('../../reports/experiment/experiment-page.ts')
  return experimentPage(report)
}

/** How experiments are reported. */
export const experimentReport = {
  kind: EXPERIMENT,
  noun: ['an experiment', 'experiments'],
  forms: ['text', 'json', 'md', 'html'],
  read: readExperimentReport,
  render: renderExperiment,
  text: experimentText,
} as const satisfies KindReport<ExperimentArtifact, ExperimentReport, 'text' | 'json' | 'md' | 'html'>
