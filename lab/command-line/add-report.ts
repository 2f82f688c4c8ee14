import type { Command } from 'commander'
import type { ReportFlags } from '../commands/report.ts'
import { RUNS } from './flag-texts.ts'
import { addHelpNotes } from './help-notes.ts'
import { NamesOption } from './names-option.ts'
import { reportFormatTexts, tableNames } from './value-names.ts'

export function addReport(program: Command, done: (exitCode: number) => void): void {
  const command = program
    .command('report')
    .description('print the report of a run again, as far as the run has come')
    .argument('<run>', 'its directory, or its name')
    .addOption(
      new NamesOption('--format <name>', 'one of those below (default: text)', {
        names: Object.keys(reportFormatTexts),
      }),
    )
    .addOption(
      new NamesOption(
        '--table <name>',
        'with --format csv: metrics, blocks, sweep, latency, surface or timeline',
        { names: tableNames },
      ),
    )
    .option('-o, --output <path>', 'a file, written whole or not at all, a folder for it, or - for stdout')
    .option('--runs <directory>', 'where runs are kept', RUNS)
    .option('--json', 'the same as --format json', false)
    .option(
      '--otlp <url>',
      'send the figures to an OpenTelemetry collector; print only what is asked for too',
    )
    .action(async (run: string, { otlp, ...flags }: ReportFlags & { readonly otlp?: string }) => {
      const { reportCommand } = await import('../commands/report.ts')
      if (otlp === undefined) {
        done(await reportCommand(run, flags))
        return
      }
      const { otlpCommand } = await import('../otlp/otlp-command.ts')
      const exitCode = await otlpCommand(run, { url: otlp, runs: flags.runs })
      const alsoPrints = flags.json || flags.format !== undefined || flags.output !== undefined
      done(exitCode === 0 && alsoPrints ? await reportCommand(run, flags) : exitCode)
    })
  addHelpNotes(command, {
    list: { heading: 'Formats (docs/formats.md says what each holds):', items: reportFormatTexts },
    examples: [
      'kneepoint report 20261122-164158-seven-day --format md --output report.md',
      'kneepoint report 20261122-164158-seven-day --format csv --table blocks',
      'kneepoint report 20261122-164158-seven-day --format github',
      'kneepoint report 20261122-164158-seven-day --otlp http://127.0.0.1:4318/v1/metrics',
    ],
    exitCodes: '0 ok, 1 the output could not be written or sent, 2 usage, or no such run',
  })
}
