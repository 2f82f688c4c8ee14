import { relative } from 'node:path'
import { pathFromHere } from '../path-from-here.ts'
import { quotedWord } from '../repeat-command.ts'
import type { InitFile } from './init-files.ts'
import type { InitPlan } from './read-init-plan.ts'
import { runFlags } from './scenario-text.ts'

/** What was done, as it is told. */
export interface InitOutcome {
  readonly plan: InitPlan
  /** Absolute. */
  readonly directory: string
  readonly files: readonly InitFile[]
  /** Whether the package there asks for this program. */
  readonly isDependency: boolean
}

/** What `--json` prints. */
export interface InitDocument {
  readonly schemaVersion: 1
  readonly directory: string
  readonly name: string
  readonly client: string
  /** Of the target; `null` for the built-in shop. */
  readonly url: string | null
  /** Absolute paths. */
  readonly written: readonly string[]
  /** Those that were there and stay as they are. */
  readonly kept: readonly string[]
  /** Commands, each to be given in `directory`. */
  readonly next: readonly string[]
}

export function initDocument(outcome: InitOutcome): InitDocument {
  const { plan, directory, files } = outcome
  return {
    schemaVersion: 1,
    directory,
    name: plan.name,
    client: plan.client,
    url: plan.target === null ? null : `${plan.target.origin}${plan.target.path}`,
    written: files.filter(({ text }) => text !== null).map(({ path }) => path),
    kept: files.filter(({ text }) => text === null).map(({ path }) => path),
    next: nextCommands(outcome).map(({ command }) => command),
  }
}

/** What was written, what stays, and what to do next, for people. */
export function initText(outcome: InitOutcome): string {
  const { plan, directory, files } = outcome
  const here = relative('.', directory)
  const lines = files.map((file) => `${verbOf(file).padEnd(8)}  ${pathFromHere(file.path)}`)
  const commands = [
    ...(here === '' ? [] : [{ command: `cd ${quotedWord(pathFromHere(directory))}`, why: '' }]),
    ...nextCommands(outcome),
  ]
  const width = Math.max(...commands.map(({ command }) => command.length))
  const next = commands.map(({ command, why }) => `  ${command.padEnd(width)}  ${why}`.trimEnd())
  return [...lines, ...keptHint(outcome), '', 'Next:', ...next, ...allowHint(plan), ''].join('\n')
}

function verbOf({ text, isThere }: InitFile): string {
  if (text === null) return 'stays'
  return isThere ? 'changed' : 'wrote'
}

/** A manifest is never written over, and a .gitignore that has its line needs no other. */
function keptHint({ files }: InitOutcome): string[] {
  const kept = files.filter(({ path, text }) => text === null && !/(package\.json|\.gitignore)$/.test(path))
  return kept.length === 0 ? [] : ['What is there stays as it is; --force writes over it.']
}

function nextCommands({ plan, isDependency }: InitOutcome): Array<{ command: string; why: string }> {
  const run = `npx kneepoint run scenario.ts${runFlags(plan)}`
  return [
    {
      command: isDependency ? 'npm install' : 'npm install --save-dev kneepoint',
      why: 'the types of scenarios, for your editor',
    },
    { command: `${run} --quick`, why: 'a first look' },
    { command: run, why: 'settings to rely on' },
  ]
}

function allowHint({ target }: InitPlan): string[] {
  if (target === null || target.allow === null) return []
  return [
    '',
    `${target.origin} is not on this machine. It is put under load: --allow ${target.allow} says that it may be.`,
  ]
}
