import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { median } from '../../models/statistics/median.ts'
import { ENTRY_POINTS } from '../entry-points.ts'
import { atMost, type Goal, goalText } from './rivals/goals.ts'
import { isInstalled, runProgram } from './rivals/run-program.ts'
import { runtimeStarts } from './start-up/runtime-starts.ts'

/**
 * How long the built program takes to say its version and its help, against the bare start of the runtime. Run with
 * `node --import tsx lab/benchmarks/start-up.ts [runtime …]`: names or paths of node, bun and deno; without any, those
 * that there are. Runs take turns, so that what else the machine does meets all alike.
 */
const ROUNDS = 15
const MOST_TIMES_BARE = 1.3
const MOST_BEYOND_MS = 60

const module = fileURLToPath(new URL('dist/lab/cli.js', ENTRY_POINTS.packageFolder))
if (!existsSync(module)) throw new Error('there is no dist: build it with npm run build')

const goals: Goal[] = []
for (const runtime of await runtimes()) goals.push(...(await goalsFor(runtime)))
for (const goal of goals) console.log(goalText(goal))
process.exitCode = goals.every(({ met }) => met) ? 0 : 1

async function runtimes(): Promise<readonly string[]> {
  const named = process.argv.slice(2)
  if (named.length > 0) return named
  const others = ['bun', 'deno']
  const installed = await Promise.all(others.map(isInstalled))
  return [process.execPath, ...others.filter((_, index) => installed[index])]
}

async function goalsFor(runtime: string): Promise<readonly Goal[]> {
  const { bare, program } = runtimeStarts(runtime, module)
  const starts = [bare, [...program, '--version'], [...program, '--help']]
  const timesMs = starts.map((): number[] => [])
  for (let round = -1; round < ROUNDS; round++) {
    for (const [index, start] of starts.entries()) {
      const tookMs = await timeOf(start)
      // The first round fills the caches of the system.
      if (round >= 0) timesMs[index]?.push(tookMs)
    }
  }
  const [bareMs = 0, versionMs = 0, helpMs = 0] = timesMs.map(median)
  console.log(`${runtime}: bare ${bareMs.toFixed(0)} ms`)
  const mostMs = Math.round(MOST_TIMES_BARE * bareMs + MOST_BEYOND_MS)
  return [
    atMost(`${runtime} --version`, versionMs, mostMs, 'ms'),
    atMost(`${runtime} --help`, helpMs, mostMs, 'ms'),
  ]
}

/** In ms of wall-clock time, from before it is started to its end. */
async function timeOf([command = '', ...args]: readonly string[]): Promise<number> {
  const startedMs = performance.now()
  await runProgram(command, args)
  return performance.now() - startedMs
}
