import type { Command } from 'commander'
import { type StageName, stageNames } from '../stages/stage.ts'
import { verbosityOf } from '../live/verbosity.ts'
import { JSON_TEXT, NO_CALIBRATION, RUNS } from './flag-texts.ts'
import { addHelpNotes } from './help-notes.ts'
import { quietFlag, verboseFlag } from './load-flags.ts'
import { NamesOption } from './names-option.ts'
import { requireScenario, SCENARIO_FILE } from './require-scenario.ts'
import { addTargetFlags, targetOverrides, type TargetFlags } from './target-flags.ts'

export function addRun(program: Command, signal: AbortSignal, done: (exitCode: number) => void): void {
  const command = program
    .command('run')
    .description('the whole loop: probe, sweep, profile, fit, simulate, recommend, verify, report')
    .argument('[scenario]', SCENARIO_FILE)
    .optionsGroup('Run:')
    .option('--quick', 'a short run, for a first look', false)
    .addOption(
      new NamesOption('--only <stages>', `only these stages, separated by commas: ${stageNames.join(', ')}`, {
        names: stageNames,
        isList: true,
      }),
    )
    .option(
      '--profile [from]',
      "a CPU profile at the knee also where that is not done by itself; from: the file that the probe wrote, or Go's pprof URL",
    )
    .option('--no-profile', 'no CPU profile')
    .option('--resume <run>', 'go on with a run that was interrupted: its directory, or its name')
    .option('--precision <share>', 'how well the ratio of the P99s is to be known (10 %; --quick: no matter)')
    .option('--verify-time <time>', 'time that the verification may take, such as 10m')
    .option('--real-time', 'send the schedule as it is due, a minute a minute, in place of the stages', false)
    .option('--from-run <run>', "with --real-time: what that run recommended, in turns with today's settings")
    .option('--for <time>', 'with --real-time: so much of the schedule, such as 10m')
  addTargetFlags(command, "the scenario's")
    .option('--no-calibration', NO_CALIBRATION)
    .optionsGroup('Output:')
    .option('--runs <directory>', 'where runs are kept', RUNS)
    .addOption(quietFlag())
    .addOption(verboseFlag())
    .option('--json', JSON_TEXT, false)
    .action(async (scenario: string | undefined, options: RunFlags) => {
      if (scenario !== undefined) requireScenario(scenario)
      const { run } = await import('../commands/run.ts')
      const { readVerification } = await import('../read-verification.ts')
      const { readRealTimeFlags } = await import('../real-time/read-real-time-flags.ts')
      done(
        await run({
          scenarioFile: scenario ?? null,
          quick: options.quick,
          verification: readVerification(options),
          only: stagesOf(options),
          resume: options.resume ?? null,
          seed: options.seed ?? null,
          json: options.json,
          calibration: options.calibration,
          profile: options.profile,
          realTime: readRealTimeFlags(options),
          target: targetOverrides(options),
          root: options.runs,
          verbosity: verbosityOf(options),
          signal,
        }),
      )
    })
  addHelpNotes(command, {
    paragraphs: [
      'What was measured is kept after every step: a run that was interrupted goes on with --resume. A file with ' +
        'several scenarios is run from the first to the last.',
    ],
    examples: [
      'kneepoint run scenarios/seven-day.ts --quick',
      'kneepoint scenarios/seven-day.ts   # the same as run',
      'kneepoint run scenarios/hello.ts --target http://127.0.0.1:8080 --precision 5%',
      'kneepoint run --resume 20261122-164158-seven-day',
    ],
    exitCodes:
      '0 ok, 2 usage, 91 the figures cannot be trusted, 99 a threshold failed, 104 invalid scenario, 105 ' +
      'interrupted, 107 the scenario threw',
  })
}

interface RunFlags extends TargetFlags {
  readonly quick: boolean
  /** Names that were checked. */
  readonly only?: string
  readonly resume?: string
  readonly precision?: string
  readonly verifyTime?: string
  readonly realTime: boolean
  readonly fromRun?: string
  readonly for?: string
  readonly runs: string
  readonly calibration: boolean
  /** A text with `--profile <from>`. */
  readonly profile?: boolean | string
  readonly quiet: boolean
  readonly verbose: boolean
  readonly json: boolean
}

function stagesOf({ only }: RunFlags): readonly StageName[] | null {
  const named = only?.split(',').map((name) => name.trim())
  return named === undefined ? null : stageNames.filter((name) => named.includes(name))
}
