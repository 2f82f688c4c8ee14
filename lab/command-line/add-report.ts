import type { Command } from 'commander'
import type { ReportFlags } from '../commands/report.ts'
import { RUNS } from './flag-texts.ts'

export function addReport(program: Command, done: (exitCode: number) => void): void {
  program
    .command('report')
    .description('print the report of a run again, as far as the run has come')
    .argument('<run>', 'its directory, or its name')
    .option('--format <name>', 'text, html, md, json, csv, ndjson, junit, github, … (default: text)')
    .option('--table <name>', 'with --format csv: metrics, blocks, sweep, latency, surface or timeline')
    .option('-o, --output <path>', 'a file, written whole or not at all, a folder for it, or - for stdout')
    .option('--runs <directory>', 'where runs are kept', RUNS)
    .option('--json', 'the same as --format json', false)
    .option(
      '--otlp <url>',
      'send the figures to an OpenTelemetry collector; print only what is asked for too',
    )
    .addHelpText('after', examples)
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
}

const examples = `
Formats (docs/formats.md says what each holds):
  text       as in a terminal              md         GitHub-flavoured Markdown
  json       one document, with a schema   csv        one table, for a spreadsheet
  ndjson     one event a line              junit      XML for CI servers
  github     annotations, step summary     benchmark  github-action-benchmark
  bencher    Bencher Metric Format         html       one page, with charts
  hlog       HdrHistogram log              hgrm       percentiles, as HdrHistogram prints them
  openmetrics  text that Prometheus reads  hgrm-before, hgrm-after  one of them, for plotters

Examples:
  kneepoint report 20261122-164158-seven-day --format md --output report.md
  kneepoint report 20261122-164158-seven-day --format csv --table blocks
  kneepoint report 20261122-164158-seven-day --format github
  kneepoint report 20261122-164158-seven-day --otlp http://127.0.0.1:4318/v1/metrics`
