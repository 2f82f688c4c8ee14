import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { RandomStream } from '../../models/random/random-stream.ts'
import { Command } from './kill/command.ts'
import { type KillOutcome, tryKill } from './kill/try-kill.ts'

/**
 * Whether a run can be killed at any moment: kills quick runs with SIGKILL, at moments drawn from the length of a whole one,
 * and looks whether what is left can be read and gone on with, and nothing else is left. Run with
 *
 *     node --import tsx lab/benchmarks/kill.ts [--kills 20] [--seed 1]
 *
 * Linux only. Exit code 1 when anything was not as it should be, 2 for wrong arguments.
 */
const SCENARIO = `import { constant, defineScenario } from 'kneepoint'

export default defineScenario({
  name: 'killed',
  target: { builtin: 'shop', link: { rttMs: 2 } },
  arrivals: constant({ rate: 40, durationMs: 700 }),
  requests: [{ path: '/products/7' }],
  pods: 1,
})
`
const MOST_KILLS = 1000

const { values } = parseArgs({
  options: { kills: { type: 'string', default: '20' }, seed: { type: 'string', default: '1' } },
})
const kills = Number(values.kills)
const seed = Number(values.seed)
if (!(Number.isInteger(kills) && kills >= 1 && kills <= MOST_KILLS && Number.isInteger(seed))) {
  process.stderr.write(`--kills is a whole number from 1 to ${MOST_KILLS}, --seed a whole number\n`)
  process.exitCode = 2
} else {
  process.exitCode = await killAll()
}

async function killAll(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'kneepoint-kill-'))
  const scenario = join(folder, 'killed.ts')
  writeFileSync(scenario, SCENARIO)
  try {
    const wholeMs = await lengthOfRun(scenario, folder)
    say(`a whole run takes ${(wholeMs / 1000).toFixed(1)} s`)
    say(row('kill', 'moment', 'children', 'what was there', 'report', 'resume'))
    const random = new RandomStream(seed, 'kill')
    let faulty = 0
    for (let i = 0; i < kills; i++) {
      const outcome = await tryKill(scenario, join(folder, `kill-${i}`), random.float() * wholeMs)
      say(rowOf(i + 1, outcome))
      for (const fault of outcome.faults) say(`     ${fault}`)
      if (outcome.faults.length > 0) faulty++
    }
    say(`${kills} kills, ${faulty} with a fault`)
    return faulty === 0 ? 0 : 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @throws Error when it cannot be run at all */
async function lengthOfRun(scenario: string, folder: string): Promise<number> {
  const startMs = performance.now()
  const args = ['run', scenario, '--quick', '--no-calibration', '--quiet', '--runs', 'whole']
  const { code, output } = await new Command(args, folder).ended
  if (code !== 0 && code !== 91) throw new Error(`the scenario cannot be run (${code}): ${output}`)
  return performance.now() - startMs
}

function rowOf(number: number, { atMs, children, left, reportCode, resumeCode }: KillOutcome): string {
  const codes = [reportCode, resumeCode].map((code) => (code === null ? '-' : String(code))) as [
    string,
    string,
  ]
  return row(String(number), `${(atMs / 1000).toFixed(2)} s`, String(children), left, ...codes)
}

function row(
  number: string,
  moment: string,
  children: string,
  left: string,
  report: string,
  resume: string,
): string {
  return `${number.padStart(4)} ${moment.padStart(8)} ${children.padStart(9)}  ${left.padEnd(58)} ${report.padStart(6)} ${resume.padStart(7)}`
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
