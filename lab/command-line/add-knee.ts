import type { Command } from 'commander'
import type { KneeCommandFlags } from '../commands/knee.ts'
import { JSON_TEXT } from './flag-texts.ts'
import { addHelpNotes } from './help-notes.ts'
import { addLoadFlags } from './load-flags.ts'
import { NamesOption } from './names-option.ts'
import { arrivalKinds, curveDirections, curveShapes, variedNames } from './value-names.ts'

export function addKnee(program: Command, signal: AbortSignal, done: (exitCode: number) => void): void {
  const knee = program
    .command('knee')
    .description('how much load a target can take within a service level, and where its curves bend')
    .argument('[url]', 'e.g. http://localhost:8080/products/7')
  addSearchFlags(knee)
  addFitFlags(knee)
  addLoadFlags(knee)
    .option('--json', JSON_TEXT, false)
    .action(async (url: string | undefined, flags: KneeCommandFlags) => {
      const { kneeCommand } = await import('../commands/knee.ts')
      done(await kneeCommand(url, flags, signal))
    })
  addHelpNotes(knee, {
    paragraphs: [
      'The search sends more than the target can take, on purpose, and lets it recover: do not aim it at one that ' +
        'others depend on.',
    ],
    examples: [
      'kneepoint knee http://localhost:8080 --slo-p99 50ms --from 500 --to 20k --driver wire',
      'kneepoint knee http://localhost:8080 --vary connections --to 64',
      'kneepoint knee --points measured.csv',
      'kneepoint knee --points wrk-4.txt wrk-16.txt wrk-64.txt',
    ],
    exitCodes: '0 found, 93 no knee in the range, 91 the figures cannot be trusted, 2 usage, 105 interrupted',
  })
}

function addSearchFlags(knee: Command): void {
  knee
    .optionsGroup('Search:')
    .option('--slo-p99 <time>', 'response time that 99 in 100 may not exceed (250ms)')
    .option('--slo-failures <share>', 'share that may fail or be dropped (0.1%)')
    .option('--from <rate>', 'lowest rate to try (20)')
    .option('--to <rate>', 'highest rate to try (100k)')
    .option('--width <share>', 'distance of the bounds at which the search ends (5%)')
    .option('--exceed <share>', 'share of the time at a load that may miss the service level (50%)')
    .option(
      '--trial <time>',
      'length of a full-length trial (2s, at least 4 times --slo-p99; with --vary 500ms)',
    )
    .addOption(
      new NamesOption('--arrivals <kind>', 'constant (evenly spaced, the default) or poisson', {
        names: arrivalKinds,
      }),
    )
    .option('-c, --connections <number>', 'connections at most')
    .option('--no-crossover', "do not measure where the client's pool begins to open connections (15 s)")
    .addOption(
      new NamesOption(
        '--vary <what>',
        'where more workers, connections or pods stop helping; --from and --to count them',
        { names: variedNames },
      ),
    )
}

function addFitFlags(knee: Command): void {
  knee
    .optionsGroup('Measured points:')
    .option(
      '--points <files...>',
      'fit measured points in place of measuring: a CSV file, or results of load tools',
    )
    .addOption(
      new NamesOption('--curve <shape>', 'with --points: concave or convex (default: from the data)', {
        names: curveShapes,
      }),
    )
    .addOption(
      new NamesOption(
        '--direction <way>',
        'with --points: increasing or decreasing (default: from the data)',
        { names: curveDirections },
      ),
    )
    .option('--sensitivity <number>', "with --points: Kneedle's S, smaller is more eager (1)")
}
