import { createRequire } from 'node:module'
import { runBench } from './kneepoint-bench.ts'
import { isInstalled, runProgram } from './run-program.ts'

/** A load generator that is run from its command line, one thread, in a closed loop. */
export interface Rival {
  readonly name: string
  /** Why it cannot be run here, or `null`. */
  unavailable(): Promise<string | null>
  /** @returns requests per second */
  measure(url: string, connections: number, seconds: number): Promise<number>
}

const WARM_UP_S = 1

/** kneepoint with one of its drivers; its warm-up is not counted. */
export function kneepoint(driver: 'wire' | 'undici'): Rival {
  return {
    name: `kneepoint ${driver}`,
    unavailable: async () => null,
    async measure(url, connections, seconds) {
      const flags = ['--driver', driver, '--connections', `${connections}`, '--duration', `${seconds}s`]
      const { rate } = await runBench(url, [...flags, '--warmup', `${WARM_UP_S}s`])
      return rate.achieved
    },
  }
}

/** Its warm-up is not counted either. */
export const autocannon: Rival = {
  name: 'autocannon',
  unavailable: async () => null,
  async measure(url, connections, seconds) {
    const program = createRequire(import.meta.url).resolve('autocannon')
    const warmUp = ['--warmup', '[', '-c', `${connections}`, '-d', `${WARM_UP_S}`, ']']
    const flags = ['--json', '--no-progress', '-c', `${connections}`, '-d', `${seconds}`, ...warmUp]
    const text = await runProgram(process.execPath, [program, ...flags, url])
    // The warm-up has a document of its own, on a line before.
    const document = text.trim().split('\n').at(-1) ?? ''
    return (JSON.parse(document) as { readonly requests: { readonly average: number } }).requests.average
  },
}

export const wrk: Rival = {
  name: 'wrk',
  unavailable: () => missing('wrk'),
  async measure(url, connections, seconds) {
    const text = await runProgram('wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, url])
    return numberIn(text, /Requests\/sec:\s+([\d.]+)/)
  },
}

/** Go's scheduler is held to one core, as the others have one thread. */
export const hey: Rival = {
  name: 'hey',
  unavailable: () => missing('hey'),
  async measure(url, connections, seconds) {
    const text = await runProgram('hey', ['-cpus', '1', '-c', `${connections}`, '-z', `${seconds}s`, url])
    return numberIn(text, /Requests\/sec:\s+([\d.]+)/)
  },
}

async function missing(program: string): Promise<string | null> {
  return (await isInstalled(program))
    ? null
    : `there is no ${program} here (Debian: apt-get install ${program})`
}

function numberIn(text: string, pattern: RegExp): number {
  const value = Number(pattern.exec(text)?.[1])
  if (Number.isFinite(value)) return value
  throw new Error(`no ${pattern.source} in: ${text}`)
}
