import { openSync, readSync, closeSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { ENTRY_POINTS } from '../entry-points.ts'
import { PROBE_VARIABLES } from '../target-probe/probe-settings.ts'
import type { ProbeReady } from '../target-probe/write-ready-file.ts'
import type { CommandRun } from './command-messages.ts'

const PERIOD_MS = 25

/** Programs that are a JavaScript runtime, or start one. */
const JAVASCRIPT =
  /^(node|nodejs|node\d+|npm|npx|pnpm|pnpx|yarn|corepack|tsx|ts-node|nodemon|bun|bunx|deno)(\.exe)?$/

/** A place that a probe reports at: a file that only this user reads. The probe makes its token itself. */
export interface ProbePlace {
  readonly env: Readonly<Record<string, string>>
  /** The report, or `null` when there is none after `limitMs` or the signal is aborted. */
  report(limitMs: number, signal: AbortSignal): Promise<ProbeReady | null>
  remove(): Promise<void>
}

export async function openProbePlace(): Promise<ProbePlace> {
  const folder = await mkdtemp(join(tmpdir(), 'kneepoint-'))
  const file = join(folder, 'probe.json')
  return {
    env: { [PROBE_VARIABLES.readyFile]: file },
    async report(limitMs, signal) {
      const endMs = performance.now() + limitMs
      for (;;) {
        const text = await readFile(file, 'utf8').catch(() => null)
        if (text !== null) return JSON.parse(text) as ProbeReady
        if (signal.aborted || performance.now() > endMs) return null
        await sleep(PERIOD_MS, undefined, { signal }).catch(() => {})
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/**
 * Whether a command is a JavaScript runtime, starts one by its name, or is a script that names one in its first line.
 *
 * @param cwd what a path in it is relative to
 */
export function isJavascript([program]: CommandRun['command'], cwd: string): boolean {
  if (JAVASCRIPT.test(basename(program))) return true
  return program.includes('/') && /^#!.*\b(node|bun|deno|tsx)\b/.test(firstLineOf(resolve(cwd, program)))
}

/**
 * The command with the probe in it: by NODE_OPTIONS and BUN_OPTIONS, which the processes it starts have as well, and for
 * Deno by a flag.
 *
 * @param run that has no `probeObstacle`
 */
export function withProbe(run: CommandRun, place: Pick<ProbePlace, 'env'>): CommandRun {
  const { command, env } = run
  const added = {
    ...place.env,
    NODE_OPTIONS: joined(env['NODE_OPTIONS'], nodeOptions()),
    BUN_OPTIONS: joined(env['BUN_OPTIONS'], `--preload=${fileURLToPath(ENTRY_POINTS.probe)}`),
  }
  return {
    ...run,
    command: isDeno(command) ? withDenoProbe(command) : command,
    env: { ...env, ...added },
  }
}

function nodeOptions(): string {
  const preload = ENTRY_POINTS.commandPreload
  return `--import=${preload.pathname.endsWith('.ts') ? fromSource(preload) : preload.href}`
}

/**
 * A module that loads one in TypeScript, which Node reads by itself from 22.18 on only, into the main thread of a program
 * and without changing how the program's own modules are loaded.
 */
function fromSource(module: URL): string {
  const code = `
    import { isMainThread } from 'node:worker_threads'
    if (isMainThread) {
      const { tsImport } = await import('${import.meta.resolve('tsx/esm/api')}')
      await tsImport('${module.href}', '${module.href}')
    }`
  return `data:text/javascript,${encodeURIComponent(code.replaceAll(/\n\s*/g, '\n'))}`
}

/** Why the probe cannot be in a command, as a clause; `null` where nothing is known to be in the way. */
export function probeObstacle(command: CommandRun['command']): string | null {
  if (!isDeno(command)) return null
  const [, task, ...words] = command
  if (task !== 'run' && task !== 'serve') return 'it can be in what `deno run` and `deno serve` start'
  const isAllowed = words.some((word) => word === '--allow-all' || /^-[a-zA-Z]*A/.test(word))
  return isAllowed ? null : 'Deno lets it in with --allow-all only'
}

function isDeno([program]: CommandRun['command']): boolean {
  return basename(program) === 'deno'
}

function withDenoProbe([deno, task = 'run', ...words]: CommandRun['command']): CommandRun['command'] {
  return [deno, task, `--preload=${ENTRY_POINTS.probe.href}`, ...words]
}

function joined(there: string | undefined, more: string): string {
  return there === undefined || there.trim() === '' ? more : `${there} ${more}`
}

function firstLineOf(file: string): string {
  try {
    const descriptor = openSync(file, 'r')
    try {
      const bytes = Buffer.alloc(128)
      const length = readSync(descriptor, bytes, 0, bytes.length, 0)
      return bytes.toString('latin1', 0, length).split('\n')[0] ?? ''
    } finally {
      closeSync(descriptor)
    }
  } catch {
    return ''
  }
}
