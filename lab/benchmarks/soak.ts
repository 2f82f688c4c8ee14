import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type RunningTarget, startTarget } from '../target/start-target.ts'
import { HEAP_FOLDER_VARIABLE } from './soak/heap-folder.ts'
import { GROWTH_HEAD, growthRow, judgeGrowth, type SoakSeries } from './soak/judge-growth.ts'
import { type ProcessSample, sampleProcess, socketsByState } from './soak/process-sample.ts'

/**
 * Whether anything grows without end: a moderate rate for a long time against the built-in shop, with the resident memory,
 * the heap after a forced collection, the open files and the sockets of the generator and of the shop. Run with
 *
 *     node --import tsx lab/benchmarks/soak.ts [--minutes 20] [--rate 500] [--driver undici|wire] [--agent]
 *
 * The generator is `bench` in a process of its own, or, with --agent, `fetch` over a `KneeAgent`. Linux only. Exit code 0
 * when all is flat, 1 when something grows or the generator failed, 2 for wrong arguments, 3 when it was too short to tell.
 */
const SAMPLE_MS = 5000
/** Linux holds closed connections for a minute: until then, their number only rises. */
const TIME_WAIT_MINUTES = 1.5
/** A pause of the machine is not to open connections by the hundred, which then stay. */
const CONNECTIONS = 32
const MEBIBYTE = 2 ** 20

const preload = new URL('./soak/heap-after-gc.mjs', import.meta.url).href
/**
 * V8 doubles its young generation, up to 2 × 16 MiB, whenever much survives one collection: a step of resident memory
 * that says nothing of what goes on, and comes when the machine happens to be busy. At 2 × 2 MiB it is at its largest
 * before the warm-up is over.
 */
const YOUNG_GENERATION = '--max-semi-space-size=2'
const cli = fileURLToPath(new URL('../cli.ts', import.meta.url))
const agentGenerator = fileURLToPath(new URL('./soak/agent-generator.ts', import.meta.url))

interface Sample {
  readonly minutes: number
  readonly generator: ProcessSample
  readonly target: ProcessSample
  readonly sockets: ReadonlyMap<string, number>
}

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '20' },
    rate: { type: 'string', default: '500' },
    driver: { type: 'string', default: 'undici' },
    agent: { type: 'boolean', default: false },
  },
})
const minutes = Number(values.minutes)
const rate = Number(values.rate)
if (!(minutes > 0 && minutes <= 1440 && rate > 0 && ['undici', 'wire'].includes(values.driver))) {
  process.stderr.write('--minutes and --rate are numbers above 0, --driver is undici or wire\n')
  process.exitCode = 2
} else {
  process.exitCode = await soak()
}

async function soak(): Promise<number> {
  const heapFolder = mkdtempSync(join(tmpdir(), 'kneepoint-soak-'))
  process.env[HEAP_FOLDER_VARIABLE] = heapFolder
  // What is started from here on, and the threads of that, take these over.
  process.execArgv.push('--expose-gc', '--import', preload)
  process.env['NODE_OPTIONS'] = `${process.env['NODE_OPTIONS'] ?? ''} ${YOUNG_GENERATION}`.trim()
  const target = await startTarget({ seed: 1, slots: 16, tls: false, link: null })
  try {
    const samples = await watchGenerator(target, heapFolder)
    const verdicts = seriesOf(samples).map(judgeGrowth)
    process.stdout.write(`\n${GROWTH_HEAD}\n${verdicts.map(growthRow).join('\n')}\n`)
    process.stdout.write(`${socketsText(samples)}\n`)
    if (verdicts.some(({ isFlat }) => isFlat === false)) return 1
    return verdicts.some(({ isFlat }) => isFlat === null) ? 3 : 0
  } finally {
    await target.stop()
    rmSync(heapFolder, { recursive: true, force: true })
  }
}

/** @throws Error when the generator ends with another code than 0 or 91 */
async function watchGenerator(target: RunningTarget, heapFolder: string): Promise<readonly Sample[]> {
  const child = spawn(process.execPath, generatorArguments(`${target.origin}/products/7`), {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const port = Number(new URL(target.origin).port)
  const startMs = performance.now()
  const samples: Sample[] = []
  const sampler = setInterval(() => {
    const sample = {
      minutes: (performance.now() - startMs) / 60_000,
      generator: sampleProcess(child.pid as number, heapFolder),
      target: sampleProcess(target.pid, heapFolder),
      sockets: socketsByState(port),
    }
    samples.push(sample)
    process.stdout.write(`${sampleText(sample)}\n`)
  }, SAMPLE_MS)
  const [code] = (await once(child, 'close')) as [number | null]
  clearInterval(sampler)
  process.stdout.write(`${generatorText(output)}\n`)
  if (code !== 0 && code !== 91) throw new Error(`the generator ended with ${code}: ${output.slice(0, 500)}`)
  return samples
}

function generatorArguments(url: string): readonly string[] {
  const node = ['--expose-gc', '--import', 'tsx', '--import', preload]
  const seconds = String(Math.round(60 * minutes))
  if (values.agent) return [...node, agentGenerator, url, String(rate), seconds]
  const load = [
    '--rate',
    String(rate),
    '--duration',
    `${seconds}s`,
    '--driver',
    values.driver,
    '--workers',
    '1',
    '--connections',
    String(CONNECTIONS),
  ]
  return [...node, cli, 'bench', url, '--json', '--quiet', '--no-calibration', ...load]
}

function generatorText(output: string): string {
  const { requests, verdict, sent, answered, failed } = JSON.parse(output || '{}') as {
    readonly requests?: { readonly completed: number; readonly failed: number; readonly dropped: number }
    readonly verdict?: { readonly verdict: string }
    readonly sent?: number
    readonly answered?: number
    readonly failed?: number
  }
  return requests === undefined
    ? `${sent} sent, ${answered} answered, ${failed} failed`
    : `${requests.completed} answered, ${requests.failed} failed, ${requests.dropped} dropped, ${verdict?.verdict}`
}

function sampleText({ minutes: at, generator, target, sockets }: Sample): string {
  const mebibytes = (bytes: number | null): string => (bytes === null ? '-' : (bytes / MEBIBYTE).toFixed(1))
  const of = (sample: ProcessSample): string =>
    `rss ${mebibytes(sample.rssBytes)} heap ${mebibytes(sample.heapBytes)} files ${sample.openFiles ?? '-'}`
  return `${at.toFixed(2).padStart(6)} min  generator ${of(generator)}  target ${of(target)}  sockets ${statesText(sockets)}`
}

function statesText(sockets: ReadonlyMap<string, number>): string {
  return [...sockets].map(([state, count]) => `${state} ${count}`).join(' ')
}

function socketsText(samples: readonly Sample[]): string {
  const last = samples.at(-1)
  return last === undefined ? 'no samples' : `sockets at the end: ${statesText(last.sockets)}`
}

function seriesOf(samples: readonly Sample[]): readonly SoakSeries[] {
  const series = (
    name: string,
    unit: string,
    tolerance: number,
    of: (sample: Sample) => number | null,
  ): SoakSeries => ({
    name,
    unit,
    tolerance,
    points: samples.flatMap((sample) => {
      const value = of(sample)
      return value === null ? [] : [[sample.minutes, value] as const]
    }),
  })
  const inMebibytes = (bytes: number | null): number | null => (bytes === null ? null : bytes / MEBIBYTE)
  const ofProcess = (name: 'generator' | 'target') => [
    series(`${name} resident memory`, 'MiB', 10, (sample) => inMebibytes(sample[name].rssBytes)),
    series(`${name} heap`, 'MiB', 2, (sample) => inMebibytes(sample[name].heapBytes)),
    series(`${name} open files`, '', 8, (sample) => sample[name].openFiles),
  ]
  const sockets = (states: readonly string[]) => (sample: Sample) =>
    states.reduce((sum, state) => sum + (sample.sockets.get(state) ?? 0), 0)
  return [
    ...ofProcess('generator'),
    ...ofProcess('target'),
    series('sockets established', '', 8, sockets(['ESTABLISHED'])),
    series(
      'sockets half closed',
      '',
      8,
      sockets(['CLOSE_WAIT', 'FIN_WAIT1', 'FIN_WAIT2', 'CLOSING', 'LAST_ACK']),
    ),
    afterTimeWait(series('sockets in TIME_WAIT', '', 500, sockets(['TIME_WAIT']))),
  ]
}

function afterTimeWait(series: SoakSeries): SoakSeries {
  return { ...series, points: series.points.filter(([at]) => at >= TIME_WAIT_MINUTES) }
}
