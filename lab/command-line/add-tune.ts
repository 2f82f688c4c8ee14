import type { Command } from 'commander'
import type { TuneFlags } from '../commands/tune.ts'
import { patchFormats } from '../tune/patch-format.ts'
import { RUNS } from './flag-texts.ts'
import { addHelpNotes } from './help-notes.ts'
import { NamesOption } from './names-option.ts'
import { parseLine } from './option-values.ts'

export function addTune(program: Command, done: (exitCode: number) => void): void {
  const command = program
    .command('tune')
    .description(
      'the settings that a run recommends, as a patch: a snippet, a diff of your own file, a JSON Patch',
    )
    .argument('<run|scenario>', 'its directory, its name, or a scenario, whose latest run is taken')
    .option('--client <name>', "in whose dialect (default: the run's own)")
    .option('--file <path>', 'your configuration or source file: prints a unified diff of it')
    .option('--line <number>', 'on which the pool begins, where the file has several', parseLine)
    .addOption(
      new NamesOption(
        '--format <name>',
        `${patchFormats.join(', ')} (default: a diff with --file, a snippet without)`,
        { names: patchFormats },
      ),
    )
    .option(
      '--resource <name>',
      'with --format kubectl: [namespace/]name of a DestinationRule, or a ServersTransport of Traefik',
    )
    .option('--write', 'change the file, in one step; without it nothing is written', false)
    .option('--runs <directory>', 'where runs are kept', RUNS)
    .option('--json', 'print one JSON document on stdout, and everything else on stderr', false)
    .action(async (run: string, flags: TuneFlags) => {
      const { tuneCommand } = await import('../commands/tune.ts')
      done(await tuneCommand(run, flags))
    })
  addHelpNotes(command, {
    paragraphs: [
      'The patch goes to stdout, what is said about it to stderr. A file is changed where a parser found the pool, ' +
        'and nowhere else; where it cannot tell which pool is meant, or a value is computed, it says so and writes ' +
        'nothing. A JSON Patch (RFC 6902) is of a YAML or JSON file, named by --file; kubectl patches an object in ' +
        'a cluster.',
    ],
    examples: [
      'kneepoint tune scenarios/seven-day.ts',
      'kneepoint tune 20261122-164158-seven-day --file internal/http/client.go --write',
      'kneepoint tune 20261122-164158-seven-day --client envoy --file envoy.yaml --format json-patch',
      'kneepoint tune 20261122-164158-seven-day --client istio --format kubectl --resource prod/reviews',
    ],
    exitCodes:
      "0 ok (also where nothing is to change), 2 usage, or a file that cannot be changed safely, 91 the run's " +
      'recommendation is not to be applied',
  })
}
