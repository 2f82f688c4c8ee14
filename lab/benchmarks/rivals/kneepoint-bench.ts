import { fileURLToPath } from 'node:url'
import { EXIT } from '../../exit-codes.ts'
import { runProgram } from './run-program.ts'

const cli = fileURLToPath(new URL('../../cli.ts', import.meta.url))

/** What the benchmarks read of `bench --json`. */
export interface BenchFigures {
  readonly requests: {
    readonly sent: number
    readonly completed: number
    readonly failed: number
    readonly dropped: number
  }
  readonly rate: { readonly offered: number | null; readonly achieved: number }
  readonly responseMs: Percentiles
  readonly serviceMs: Percentiles
  readonly latenessMs: Percentiles
  readonly verdict: { readonly verdict: string; readonly figure: string }
}

export interface Percentiles {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/** The command line that starts kneepoint from its sources, as `npm run lab` does. */
export function benchArguments(url: string, flags: readonly string[]): readonly string[] {
  return ['--import', 'tsx', cli, 'bench', url, '--json', '--workers', '1', ...flags]
}

export async function runBench(url: string, flags: readonly string[]): Promise<BenchFigures> {
  const { ok, runInvalid } = EXIT
  return JSON.parse(
    await runProgram(process.execPath, benchArguments(url, flags), [ok, runInvalid]),
  ) as BenchFigures
}
