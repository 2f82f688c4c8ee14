import type { Command } from 'commander'
import { RUNS } from './flag-texts.ts'

export function addReport(program: Command): void {
  program
    .command('report')
    .description('print the report of a run again, as far as the run has come')
    .argument('<run>', 'its directory, or its name')
    .option('--runs <directory>', 'where runs are kept', RUNS)
    .option('--json', 'as one JSON document', false)
    .action(async (run: string, options: { readonly runs: string; readonly json: boolean }) => {
      const { RunDirectory } = await import('../run-directory.ts')
      const { writeReport } = await import('../write-report.ts')
      await writeReport(await RunDirectory.open(run, options.runs), options.json ? 'json' : 'text')
    })
}
