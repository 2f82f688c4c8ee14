import { type Command, InvalidArgumentError, Option } from 'commander'
import { type StageName, stageNames } from '../stages/stage.ts'
import { verbosityOf } from '../live/verbosity.ts'
import { NO_CALIBRATION, RUNS } from './flag-texts.ts'
import { quietFlag, verboseFlag } from './load-flags.ts'
import { addTargetFlags, targetOverrides, type TargetFlags } from './target-flags.ts'

export function addRun(program: Command, signal: AbortSignal, done: (exitCode: number) => void): void {
  const command = program
    .command('run')
    .description('the whole loop: probe, sweep, fit, simulate, recommend, verify, report')
    .argument('[scenario]', 'a TypeScript or JavaScript file with a scenario')
    .option('--quick', 'a short run, for a first look', false)
    .addOption(
      new Option(
        '--only <stages>',
        `only these stages, separated by commas: ${stageNames.join(', ')}`,
      ).argParser(parseStages),
    )
    .option('--resume <run>', 'go on with a run that was interrupted: its directory, or its name')
    .option('--precision <share>', 'how well the ratio of the P99s is to be known (10 %; --quick: no matter)')
    .option('--verify-time <time>', 'time that the verification may take, such as 10m')
  addTargetFlags(command, "the scenario's")
    .option('--runs <directory>', 'where runs are kept', RUNS)
    .option('--no-calibration', NO_CALIBRATION)
    .addOption(quietFlag())
    .addOption(verboseFlag())
    .option('--json', 'print one JSON document on stdout, and everything else on stderr', false)
    .action(async (scenario: string | undefined, options: RunFlags) => {
      const { run } = await import('../commands/run.ts')
      const { readVerification } = await import('../read-verification.ts')
      done(
        await run({
          scenarioFile: scenario ?? null,
          quick: options.quick,
          verification: readVerification(options),
          only: options.only ?? null,
          resume: options.resume ?? null,
          seed: options.seed ?? null,
          json: options.json,
          calibration: options.calibration,
          target: targetOverrides(options),
          root: options.runs,
          verbosity: verbosityOf(options),
          signal,
        }),
      )
    })
}

interface RunFlags extends TargetFlags {
  readonly quick: boolean
  readonly only?: readonly StageName[]
  readonly resume?: string
  readonly precision?: string
  readonly verifyTime?: string
  readonly runs: string
  readonly calibration: boolean
  readonly quiet: boolean
  readonly verbose: boolean
  readonly json: boolean
}

function parseStages(text: string): readonly StageName[] {
  const names = text.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !(stageNames as readonly string[]).includes(name))
  if (unknown !== undefined) {
    throw new InvalidArgumentError(`there is no stage '${unknown}'; the stages are ${stageNames.join(', ')}.`)
  }
  return names as StageName[]
}
