import type { RealTimeArtifact } from '../../models/real-time/real-time-artifact.ts'
import { buildRealTimeReport, type RealTimeReport } from '../../models/real-time/real-time-report.ts'
import { RealTimeTally } from '../../models/real-time/real-time-tally.ts'
import { realTimeText } from '../../reports/real-time/real-time-text.ts'
import type { KindReport } from '../kind-report.ts'
import { pathFromHere } from '../path-from-here.ts'
import { quotedWord } from '../repeat-command.ts'
import { RunDirectoryError } from '../run-directory.ts'
import { readMinutes } from './journal.ts'
import { JOURNAL, REAL_TIME, type RealTimeDirectory } from './real-time-options.ts'

/**
 * Computes the report from the journal, as far as the run has come.
 *
 * @throws RunDirectoryError when the plan or the journal cannot be read
 */
export async function readRealTimeReport(directory: RealTimeDirectory): Promise<RealTimeReport> {
  const artifact = await directory.read()
  if (artifact === null) throw new RunDirectoryError(`${directory.path} ended before it had begun`)
  const tally = new RealTimeTally(artifact.plan)
  for await (const entry of readMinutes(directory.file(JOURNAL))) tally.add(entry)
  const { name, seed, startedAt, scenarioHash, scenarioFile, environment, state } = directory.record
  const from = artifact.recommended === null ? '' : ` --from-run ${quotedWord(artifact.recommended.fromRun)}`
  const own = artifact.targetUrl === null ? '' : ` --target ${quotedWord(artifact.targetUrl)}`
  const { scheduleMs } = artifact.plan
  const command =
    state === 'done'
      ? `kneepoint run ${quotedWord(pathFromHere(scenarioFile))} --real-time${from} --for ${scheduleMs}ms --seed ${seed}${own}`
      : `kneepoint run --resume ${quotedWord(pathFromHere(directory.path))}`
  const { runtime, cores, cpu } = environment
  const identity = {
    name,
    seed,
    startedAt,
    scenarioHash,
    command,
    environment: `${runtime}, ${cores} cores, ${cpu}`,
  }
  return buildRealTimeReport(identity, artifact, tally)
}

/** How runs in real time are reported. */
export const realTimeReport = {
  kind: REAL_TIME,
  noun: ['a run in real time', 'runs in real time'],
  forms: ['text', 'json'],
  read: readRealTimeReport,
  render: (report, form) => (form === 'text' ? realTimeText(report) : `${JSON.stringify(report, null, 2)}\n`),
  text: realTimeText,
} as const satisfies KindReport<RealTimeArtifact, RealTimeReport, 'text' | 'json'>
