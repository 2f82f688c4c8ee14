import { parseArgs } from 'node:util'
import { type DetectionCase, detectionCases } from './leak-detection/detection-case.ts'
import {
  areFiguresKept,
  detectionFigures,
  failedCase,
  type JudgedCase,
} from './leak-detection/detection-figures.ts'
import { DETECTION_HEAD, detectionRow, failureRow, figuresText } from './leak-detection/detection-table.ts'
import { tryCase } from './leak-detection/try-case.ts'

/**
 * Whether a quick hunt finds leaks that were planted, finds none where there are none, and names the function that has the
 * line that leaks. Run with
 *
 *     node --import tsx lab/benchmarks/leak-detection.ts [--seeds 5] [--first-seed 1] [--trap request-map]... [--form leaky]...
 *
 * Eight traps that leak and their fixed twins, and three of limited growth, with each seed: about ten minutes for five.
 * Exit code 1 where a verdict is wrong, or fewer than 38 of 40 planted functions, or kinds of what keeps their objects, are
 * named; 2 for wrong arguments.
 */
const MOST_SEEDS = 100

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '5' },
    'first-seed': { type: 'string', default: '1' },
    trap: { type: 'string', multiple: true, default: [] },
    form: { type: 'string', multiple: true, default: [] },
  },
})
const seeds = Number(values.seeds)
const firstSeed = Number(values['first-seed'])
const cases = wantedCases()
if (cases.length === 0) {
  process.stderr.write(
    `--seeds is a whole number from 1 to ${MOST_SEEDS}, --first-seed a whole number, --trap a trap, --form leaky, fixed or bounded\n`,
  )
  process.exitCode = 2
} else {
  process.exitCode = await detectAll(cases)
}

function wantedCases(): readonly DetectionCase[] {
  const areSeeds = Number.isInteger(seeds) && seeds >= 1 && seeds <= MOST_SEEDS && Number.isInteger(firstSeed)
  if (!areSeeds) return []
  return detectionCases(Array.from({ length: seeds }, (_, i) => firstSeed + i)).filter(
    ({ trap, form }) => isWanted(values.trap, trap) && isWanted(values.form, form),
  )
}

function isWanted(names: readonly string[], name: string): boolean {
  return names.length === 0 || names.includes(name)
}

async function detectAll(cases: readonly DetectionCase[]): Promise<number> {
  const interrupted = new AbortController()
  process.once('SIGINT', () => interrupted.abort(new Error('interrupted')))
  process.stdout.write(DETECTION_HEAD)
  const judged: JudgedCase[] = []
  const startMs = performance.now()
  for (const each of cases) {
    try {
      const outcome = await tryCase(each, interrupted.signal)
      judged.push(outcome)
      process.stdout.write(detectionRow(outcome))
    } catch (error) {
      interrupted.signal.throwIfAborted()
      judged.push(failedCase(each))
      process.stdout.write(failureRow(each, error))
    }
  }
  const figures = detectionFigures(judged)
  const meanSeconds = (performance.now() - startMs) / 1000 / cases.length
  process.stdout.write(
    `\n${figuresText(figures)}${'mean time of a hunt'.padEnd(34)} ${meanSeconds.toFixed(1)} s\n`,
  )
  return areFiguresKept(figures) ? 0 : 1
}
