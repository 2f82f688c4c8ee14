/**
 * Whether what blocks a server is named: each built-in blocker, and the same with its fault mended, under a steady load
 * with a CPU profile, and what the diagnosis makes of it.
 *
 *     node --import tsx lab/benchmarks/blocker-diagnosis.ts [--seeds 3] [--seconds 2.2] [--only mutex]
 *
 * It ends with exit code 1 where the first finding is not the guilty function at its place, or a mended one is accused;
 * 2 for wrong arguments; 3 where that was so only while the machine had no core free, each of four times.
 */
import { parseArgs } from 'node:util'
import type { HotPathView } from '../../models/diagnosis/hot-path-view.ts'
import { diagnoseBlocker, type DiagnosedBlocker } from '../target/blockers/diagnose-blocker.fixture.ts'
import { faultOfDiagnosis } from '../target/blockers/judge-diagnosis.fixture.ts'
import { type KnownBlocker, knownBlockers } from '../target/blockers/known-blockers.fixture.ts'
import { WorkerPool } from '../worker-pool.ts'
import { alignedTable } from './encoding/aligned-table.ts'

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '2.2' },
    only: { type: 'string' },
  },
})
const seeds = Number(values.seeds)
const loadMs = 1000 * Number(values.seconds)
const chosen = knownBlockers.filter(({ blocker }) => values.only === undefined || blocker === values.only)

const HEAD = [
  'blocker',
  'seed',
  'mean ms',
  'first finding',
  'place',
  'weight',
  'self',
  'block ms',
  'waits',
  'tries',
]

if (!(Number.isInteger(seeds) && seeds > 0 && loadMs >= 500 && loadMs <= 60_000 && chosen.length > 0)) {
  process.stderr.write('--seeds is 1 or more, --seconds 0.5 to 60, --only the name of a blocker\n')
  process.exitCode = 2
} else {
  process.exitCode = await tryAll()
}

async function tryAll(): Promise<number> {
  const workers = new WorkerPool(1, 1)
  const rows: string[][] = []
  const faults: string[] = []
  let disturbed = 0
  let named = 0
  let spared = 0
  try {
    for (const known of chosen) {
      for (const fixed of [false, true]) {
        for (let seed = 1; seed <= seeds; seed++) {
          const diagnosed = await diagnoseBlocker(known, { fixed, seed, loadMs }, workers)
          const fault = faultOfDiagnosis(known, fixed, diagnosed.view)
          if (fault !== null) {
            const busy = diagnosed.isStarved ? ', on a machine that was too busy' : ''
            faults.push(`${known.blocker}${fixed ? ', mended' : ''}, seed ${seed}${busy}: ${fault}`)
            if (diagnosed.isStarved) disturbed++
          } else if (fixed) spared++
          else named++
          rows.push(rowOf(known, fixed, seed, diagnosed))
          process.stderr.write(fault === null ? '.' : '!')
        }
      }
    }
  } finally {
    await workers.destroy()
  }
  process.stderr.write('\n')
  process.stdout.write(`${alignedTable([HEAD, ...rows])}\n\n`)
  const each = chosen.length * seeds
  process.stdout.write(`named ${named} of ${each}, spared ${spared} of ${each} that are mended\n`)
  for (const fault of faults) process.stdout.write(`  ${fault}\n`)
  if (faults.length === 0) return 0
  return faults.length === disturbed ? 3 : 1
}

function rowOf(known: KnownBlocker, fixed: boolean, seed: number, diagnosed: DiagnosedBlocker): string[] {
  const { view, load } = diagnosed
  const [first] = view.findings
  const site = first?.site ?? null
  return [
    `${known.blocker}${fixed ? ', mended' : ''}`,
    String(seed),
    load.response.meanMs.toFixed(1),
    first?.cause ?? '-',
    site === null
      ? '-'
      : `${site.functionName} ${site.file.split('/').at(-1) ?? ''}:${site.hotLine ?? site.line}`,
    first?.weight.toFixed(2) ?? '-',
    selfShareOf(view),
    longestBlockOf(view),
    waitsOf(view),
    String(diagnosed.attempts),
  ]
}

/** Of the time that was profiled: what the place of the first finding had the CPU for, with what it called there. */
function selfShareOf({ findings, profile }: HotPathView): string {
  const site = findings[0]?.site ?? null
  if (site === null || profile === null || profile.durationMs === null) return '-'
  const us = profile.sites
    .filter((each) => each.site.functionName === site.functionName && each.site.file === site.file)
    .reduce((sum, each) => sum + each.us, 0)
  return `${((0.1 * us) / profile.durationMs).toFixed(0)} %`
}

function longestBlockOf({ profile }: HotPathView): string {
  const longest = profile?.blocks.reduce((most, { longestMs }) => Math.max(most, longestMs), 0) ?? 0
  return longest === 0 ? '-' : longest.toFixed(0)
}

function waitsOf({ waits: [longest] }: HotPathView): string {
  if (longest === undefined) return '-'
  const { kind, name, waits, totalMs } = longest
  return `${kind} ${name}: ${waits} of ${(totalMs / waits).toFixed(0)} ms`
}
