/**
 * Writes the tables of `docs/accuracy.md`: what the simulator predicted, beside what was counted and what theory says.
 *
 *     node --import tsx lab/benchmarks/accuracy.ts [--only replay|queueing|run]... [--run <directory>]... [--reuse]
 *     node --import tsx lab/benchmarks/accuracy.ts --check
 *
 * `replay` replays a trace through real clients (six minutes), `queueing` holds the simulator against theory (some
 * minutes), `run` does a full run of `scenarios/seven-day.ts` (some seven minutes), or takes finished ones that `--run`
 * names. What each found is kept in `.cache/accuracy/`, so that they can be done one by one; `--reuse` measures nothing
 * and writes the page from what is kept, and a part without a finding stays as it is. `--check` says whether the page
 * has all of its places, with exit code 1 where it has not; 2 stands for an unknown part.
 *
 * It wants a quiet machine with two cores.
 */
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { formatMarkdown } from '../docs/format-markdown.ts'
import { readEnvironment } from '../environment.ts'
import { lostMarkers, withSection } from './accuracy/marked-sections.ts'
import type { Measured } from './accuracy/measured.ts'
import { type QueueingCell, queueingSection, readQueueingCells } from './accuracy/queueing-section.ts'
import { type ReplayCaseResult, replaySection } from './accuracy/replay-section.ts'
import { type RunAccuracy, runSection } from './accuracy/run-section.ts'
import { runProgram } from './rivals/run-program.ts'

const PARTS = ['replay', 'queueing', 'run'] as const
type Part = (typeof PARTS)[number]

const root = fileURLToPath(new URL('../..', import.meta.url))
const page = join(root, 'docs/accuracy.md')
const folder = join(root, '.cache/accuracy')

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    run: { type: 'string', multiple: true, default: [] },
    reuse: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
  },
})

const unknown = values.only.filter((name) => !PARTS.some((part) => part === name))
if (unknown.length > 0) {
  process.stderr.write(`unknown part ${unknown.join(', ')}; there are ${PARTS.join(', ')}\n`)
  process.exitCode = 2
} else if (values.check) await check()
else await measureAndWrite()

async function check(): Promise<void> {
  const lost = lostMarkers(await readFile(page, 'utf8'), PARTS)
  for (const marker of lost) process.stderr.write(`docs/accuracy.md: ${marker} is not in its place\n`)
  process.exitCode = lost.length === 0 ? 0 : 1
}

async function measureAndWrite(): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (const part of PARTS) if (isWanted(part)) await keep(part, await measure(part))
  let text = await readFile(page, 'utf8')
  for (const part of PARTS) {
    const own = existsSync(fileOf(part))
      ? sectionOf(part, JSON.parse(await readFile(fileOf(part), 'utf8')))
      : null
    if (own !== null) text = withSection(text, part, own)
    console.log(`${part}: ${own === null ? 'nothing is kept of it, left as it is' : 'written'}`)
  }
  await writeFile(page, await formatMarkdown(text))
}

function isWanted(part: Part): boolean {
  if (values.reuse) return false
  return values.only.length === 0 ? values.run.length === 0 || part === 'run' : values.only.includes(part)
}

function measure(part: Part): Promise<unknown> {
  if (part === 'replay') return measured(async () => JSON.parse(await script('replay.ts', ['--json'])))
  if (part === 'queueing')
    return measured(async () => readQueueingCells(await script('queueing-theory.ts', [])))
  return values.run.length > 0 ? Promise.all(values.run.map(reportOf)) : sevenDays()
}

async function measured<Finding>(find: () => Promise<Finding>): Promise<Measured<Finding>> {
  const { runtime, cores, cpu } = readEnvironment()
  return {
    measuredOn: new Date().toISOString().slice(0, 10),
    environment: `${runtime}, ${cores} cores, ${cpu}`,
    finding: await find(),
  }
}

/** Exit code 1 says that a goal was missed, which the table shows. */
function script(name: string, args: readonly string[]): Promise<string> {
  const path = join(root, 'lab/benchmarks', name)
  return runProgram(process.execPath, ['--import', 'tsx', path, ...args], [0, 1])
}

async function sevenDays(): Promise<readonly RunAccuracy[]> {
  const scenario = join(root, 'scenarios/seven-day.ts')
  const cli = join(root, 'lab/cli.ts')
  const args = ['--import', 'tsx', cli, 'run', scenario, '--json', '--quiet']
  return [accuracyOf(JSON.parse(await runProgram(process.execPath, args)) as RunAccuracy)]
}

async function reportOf(directory: string): Promise<RunAccuracy> {
  return accuracyOf(JSON.parse(await readFile(join(directory, 'report.json'), 'utf8')) as RunAccuracy)
}

/** Of a report, which is long, what the table needs. */
function accuracyOf(report: RunAccuracy): RunAccuracy {
  const { name, seed, plan, startedAt, environment, predictions, windows, verdict, misfit } = report
  return { name, seed, plan, startedAt, environment, predictions, windows, verdict, misfit }
}

async function keep(part: Part, found: unknown): Promise<void> {
  await writeFile(fileOf(part), `${JSON.stringify(found, null, 2)}\n`)
}

function sectionOf(part: Part, found: unknown): string {
  if (part === 'replay') return replaySection(found as Measured<ReplayCaseResult[]>)
  if (part === 'queueing') return queueingSection(found as Measured<QueueingCell[]>)
  return runSection(found as RunAccuracy[])
}

function fileOf(part: Part): string {
  return join(folder, `${part}.json`)
}
