import { findClient } from '../../models/clients/catalogue.ts'
import { configDialects } from '../../reports/patches/edit/dialects.ts'
import { editConfig } from '../../reports/patches/edit/edit-config.ts'
import { unifiedDiff } from '../../reports/patches/unified-diff.ts'
import { RUNS } from '../command-line/flag-texts.ts'
import { readReport } from '../read-report.ts'
import { findRun } from '../tune/find-run.ts'
import { UsageError } from '../usage-error.ts'
import type { ConfigFileText, RecommendOptions, RecommendResult } from './recommend.ts'
import type { ConfigEditResult, Recommendation } from './recommendation.ts'
import { recommendationOf } from './recommendation-of.ts'
import { requireGiven, requireWhole } from './require-option.ts'
import { type OptionKinds, requireOptions } from './require-options.ts'
import { nameOfRun, type RunName } from './run-name.ts'

const KINDS: OptionKinds<RecommendOptions> = {
  client: 'text',
  file: 'record',
  runs: 'text',
}
const FILE_KINDS: OptionKinds<ConfigFileText> = { name: 'text', text: 'text', line: 'number' }

/** @throws UsageError, RunDirectoryError as `recommend` has them */
export async function readRecommendation(name: RunName, options: RecommendOptions): Promise<RecommendResult> {
  requireOptions(options, KINDS)
  const { client, file, runs = RUNS } = options
  if (file !== undefined) requireFile(file)
  const run = await findRun(nameOfRun(name), runs)
  const recommendation = await recommendationOf(run, await readReport(run), client ?? null)
  if (recommendation === null) {
    throw new UsageError(
      `${run.path} has not come to a recommendation: go on with it by run(null, { resume: directory })`,
    )
  }
  const isEdited = file !== undefined && recommendation.standing === 'apply'
  return { ...recommendation, edit: isEdited ? editText(file, recommendation) : null }
}

function requireFile(file: ConfigFileText): void {
  requireOptions(file, FILE_KINDS, 'file')
  for (const part of ['name', 'text'] as const) requireGiven(`file.${part}`, file[part])
  requireWhole('file.line', file.line, 1, Number.MAX_SAFE_INTEGER)
}

function editText(
  { name, text, line }: ConfigFileText,
  { client, settings }: Recommendation,
): ConfigEditResult {
  const edit = editConfig({
    file: { name, text },
    client: findClient(client),
    wanted: settings,
    dialects: configDialects,
    line: line ?? null,
  })
  if (edit.kind === 'refused') throw new UsageError(edit.message)
  const { place, notes } = edit
  if (edit.kind === 'unchanged') return { text, diff: '', place, changes: [], notes }
  return { text: edit.text, diff: unifiedDiff(name, text, edit.text), place, changes: edit.changes, notes }
}
