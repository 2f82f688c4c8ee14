import type { Command } from 'commander'
import type { CompareFlags } from '../commands/compare.ts'
import { requiredAlike } from '../../models/compare/find-differences.ts'
import { RUNS } from './flag-texts.ts'
import { addHelpNotes } from './help-notes.ts'
import { NamesOption } from './names-option.ts'
import { testedMetricNames } from './value-names.ts'

export function addCompare(program: Command, done: (exitCode: number) => void): void {
  const command = program
    .command('compare')
    .description('two runs, or two benches: what changed from A to B, and how sure that is')
    .argument(
      '<A>',
      "a run's directory or name, with :before or :after; or a file that bench --json or another tool wrote",
    )
    .argument('<B>', 'the same')
    .addOption(
      new NamesOption(
        '--side <name>',
        'of runs that are named without one: after, the recommended settings, or before, those of today',
        { names: ['after', 'before'] },
      ).default('after'),
    )
    .addOption(
      new NamesOption(
        '--metrics <names>',
        `what to test together: ${testedMetricNames.join(', ')} (default: all but p50; throughput for closed models ` +
          'only)',
        { names: testedMetricNames, isList: true },
      ),
    )
    .option('--within <share>', 'ask whether all that is tested is the same within so much, e.g. 5%')
    .option(
      '--within-rare <share>',
      'of the requests, for failures, and dials too rare for a ratio (1%, or --within where that is less)',
    )
    .option('--fail-on-regression', 'exit with 90 when something that is tested is worse', false)
    .addOption(
      new NamesOption(
        '--allow-different <names>',
        `compare although these differ: ${requiredAlike.join(', ')}`,
        { names: requiredAlike, isList: true },
      ),
    )
    .option('--force', 'compare whatever differs, what is not VALID, and a measurement with itself', false)
    .option('--runs <directory>', 'where runs are kept', RUNS)
    .addOption(new NamesOption('--format <name>', 'text (the default), or md', { names: ['text', 'md'] }))
    .option('--json', 'print one JSON document on stdout', false)
    .action(async (a: string, b: string, flags: CompareFlags) => {
      const { compareCommand } = await import('../commands/compare.ts')
      done(await compareCommand(a, b, flags))
    })
  addHelpNotes(command, {
    paragraphs: [
      'Runs of one scenario with the same seed and plan are compared window by window. Compared with itself, as ' +
        'run:before and run:after, a run gives the table of its own report.',
    ],
    examples: [
      'kneepoint compare 20261122-164158-seven-day:before 20261122-164158-seven-day:after',
      'kneepoint compare main.json branch.json --fail-on-regression',
      'kneepoint compare wrk-main.txt wrk-branch.txt --within 5% --format md',
      'kneepoint compare old-host.json new-host.json --allow-different environment,target',
    ],
    exitCodes:
      '0 ok, 2 usage, or the two are not comparable, 90 something is worse (--fail-on-regression), 91 nothing ' +
      'could be tested (--fail-on-regression), 99 not shown to be the same (--within)',
  })
}
