import type { Command } from 'commander'
import { verbosityOf } from '../live/verbosity.ts'
import { JSON_TEXT, RUNS } from './flag-texts.ts'
import { addHelpNotes } from './help-notes.ts'
import { quietFlag, verboseFlag } from './load-flags.ts'
import { requireScenario, SCENARIO_FILE } from './require-scenario.ts'
import { addTargetFlags, targetOverrides, type TargetFlags } from './target-flags.ts'

export function addLeak(program: Command, signal: AbortSignal, done: (exitCode: number) => void): void {
  const command = program
    .command('leak')
    .description('whether a target leaks memory, how fast, which function allocates it, and what keeps it')
    .argument('<scenario>', SCENARIO_FILE)
    .optionsGroup('Search:')
    .option('--quick', 'fewer requests, for a first look', false)
    .option(
      '--requests <number>',
      'to send while memory is watched (22.5k, with --quick 7.5k; fewer to a slow target)',
    )
    .option(
      '--rate <rate>',
      "requests a second in production, for figures by day (default: the scenario's mean)",
    )
    .option('--limit <size>', 'memory that a process may have, for when it is full: 512MiB')
    .option(
      '--keep-snapshots',
      'keep the heap snapshots, which hold all that the target had in memory',
      false,
    )
  addTargetFlags(command, "the scenario's")
    .optionsGroup('Output:')
    .option('--runs <directory>', 'where runs are kept', RUNS)
    .addOption(quietFlag())
    .addOption(verboseFlag())
    .option('--json', JSON_TEXT, false)
    .action(async (scenario: string, flags: LeakFlags) => {
      requireScenario(scenario)
      const { leakCommand } = await import('../commands/leak.ts')
      const { readRate, readRequestCount } = await import('../bench/read-amounts.ts')
      const { readByteLimit } = await import('../leak/read-byte-limit.ts')
      const { requests, rate, limit } = flags
      done(
        await leakCommand({
          reference: scenario,
          quick: flags.quick,
          seed: flags.seed ?? null,
          requests: requests === undefined ? null : readRequestCount('--requests', requests),
          rate: rate === undefined ? null : readRate('--rate', rate),
          limitBytes: limit === undefined ? null : readByteLimit('--limit', limit),
          keepSnapshots: flags.keepSnapshots,
          target: targetOverrides(flags),
          root: flags.runs,
          json: flags.json,
          verbosity: verbosityOf(flags),
          signal,
        }),
      )
    })
  addHelpNotes(command, {
    paragraphs: [
      'The target is sent as many requests again and again, as fast as it answers them; after each time its garbage is ' +
        'collected and what is left of its memory is read. That takes the probe in it: the built-in targets have it, and a ' +
        'target that the scenario starts with a command gets it where that is Node, Bun or Deno. Of others only the ' +
        'resident set is known (--pid), which cannot tell a leak from garbage.',
      'A verdict that is not sure yet is followed by more requests, up to three times as many.',
    ],
    examples: [
      'kneepoint leak scenarios/hello.ts --quick',
      'kneepoint leak scenarios/hello.ts --rate 300 --limit 512MiB',
      'kneepoint leak scenarios/leak-traps.ts --quick   # leaks on purpose, and without them',
    ],
    exitCodes:
      '0 no leak, 2 usage, 91 it cannot be said, 99 a leak, 104 invalid scenario, 105 interrupted, 107 the scenario threw',
  })
}

interface LeakFlags extends TargetFlags {
  readonly quick: boolean
  readonly requests?: string
  readonly rate?: string
  readonly limit?: string
  readonly keepSnapshots: boolean
  readonly runs: string
  readonly quiet: boolean
  readonly verbose: boolean
  readonly json: boolean
}
