import { parseArgs } from 'node:util'
import { replayCases } from './replay/replay-case.ts'
import { replayHead, replayRow, replaySummary } from './replay/replay-report.ts'
import { misses, type ReplayResult } from './replay/replay-result.ts'
import { replayTrace } from './replay/replay-trace.ts'
import { runReplay } from './replay/run-replay.ts'

/**
 * Replays one trace through real clients on loopback, predicts the same with the simulator, and compares. Takes about
 * half a minute for each case.
 *
 *     node --import tsx lab/benchmarks/replay.ts [--only <client>]... [--seconds 24] [--seed 7] [--json]
 *
 * It wants a quiet machine with two cores; on a busy Linux, `chrt -r 1` before the command gives it its turn first.
 * Exit code 1 when a goal was missed, 2 for wrong arguments.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    seconds: { type: 'string', default: '24' },
    seed: { type: 'string', default: '7' },
    json: { type: 'boolean', default: false },
  },
})

const names = [...new Set(replayCases.map(({ kind }) => kind.name))]
const seconds = Number(values.seconds)
const seed = Number(values.seed)
const unknown = values.only.filter((name) => !names.includes(name))

if (unknown.length > 0 || !(seconds > 0 && seconds <= 60) || !Number.isInteger(seed)) {
  process.stderr.write(
    unknown.length > 0
      ? `unknown client ${unknown.join(', ')}; there are ${names.join(', ')}\n`
      : '--seconds is a number in (0, 60], --seed an integer\n',
  )
  process.exitCode = 2
} else {
  process.exitCode = await replayAll()
}

async function replayAll(): Promise<number> {
  const trace = replayTrace(seed, 1000 * seconds)
  const results: ReplayResult[] = []
  const print = (text: string) => void (values.json || process.stdout.write(`${text}\n`))
  print(replayHead(trace, seed))
  const missing = new Map<string, string | null>()
  for (const replay of replayCases) {
    const { name } = replay.kind
    if (values.only.length > 0 && !values.only.includes(name)) continue
    if (!missing.has(name)) missing.set(name, await replay.kind.unavailable())
    const reason = missing.get(name)
    if (reason != null) {
      process.stderr.write(`${name} is left out: ${reason}\n`)
      continue
    }
    const result = await runReplay(replay, trace)
    results.push(result)
    print(replayRow(result))
  }
  print(replaySummary(results))
  if (values.json) process.stdout.write(`${JSON.stringify(results.map(asJson), null, 2)}\n`)
  return results.every((result) => misses(result).length === 0) ? 0 : 1
}

function asJson(result: ReplayResult): object {
  const { costs } = result
  return {
    ...result,
    costs: { ...costs, requestMs: [...costs.requestMs], dialMs: [...costs.dialMs] },
    missed: misses(result),
  }
}
