import type { Command } from 'commander'
import { FULL_NIGHT, QUICK_NIGHT } from '../nightly/nightly-plan.ts'
import { JSON_TEXT } from './flag-texts.ts'
import { addHelpNotes } from './help-notes.ts'
import { collect, parseUrl } from './option-values.ts'
import { requireScenario, SCENARIO_FILE } from './require-scenario.ts'
import { addTargetFlags, targetOverrides, type TargetFlags } from './target-flags.ts'

/** Where histories are kept unless told otherwise. */
const HISTORY = '.kneepoint/nightly'

export function addNightly(program: Command, signal: AbortSignal, done: (exitCode: number) => void): void {
  const command = program
    .command('nightly')
    .description('measure scenarios, compare each with its baseline, keep a history, fail on a regression')
    .argument('[scenarios...]', `each ${SCENARIO_FILE} (default: all in scenarios/)`)
    .optionsGroup('Night:')
    .option('--quick', 'a short night: half the windows, half as long', false)
    .option('--history <directory>', 'where histories are kept', HISTORY)
    .option('--pin', 'compare later nights with this one', false)
    .option('--require-baseline', 'measure nothing and end with 91 where no night is pinned yet', false)
    .option(
      '--baseline-target <url>',
      'another build of the service, measured in turns with tonight',
      parseUrl,
    )
    .option(
      '--baseline-set <name=value>',
      "a setting of the baseline over the scenario's, measured in turns with tonight (repeatable)",
      collect,
      [],
    )
  addTargetFlags(command, "the scenarios'")
    .optionsGroup('Output:')
    .option('--junit <file>', 'write JUnit XML, one test case for each scenario and metric')
    .option('--html <file>', 'where the trend page goes (default: trend.html beside the histories)')
    .option('--json', JSON_TEXT, false)
    .action(async (scenarioFiles: readonly string[], flags: NightlyFlags) => {
      scenarioFiles.forEach(requireScenario)
      const { nightly } = await import('../commands/nightly.ts')
      const { baselineTarget, baselineSet } = flags
      const isInterleaved = baselineTarget !== undefined || baselineSet.length > 0
      done(
        await nightly({
          scenarioFiles,
          plan: flags.quick ? QUICK_NIGHT : FULL_NIGHT,
          seed: flags.seed ?? null,
          target: targetOverrides(flags),
          baseline: isInterleaved ? { targetUrl: baselineTarget ?? null, settings: baselineSet } : null,
          pin: flags.pin,
          requireBaseline: flags.requireBaseline,
          history: flags.history,
          json: flags.json,
          junitFile: flags.junit ?? null,
          htmlFile: flags.html ?? null,
          signal,
        }),
      )
    })
  addHelpNotes(command, {
    paragraphs: [
      'The first night of a scenario on a machine is pinned, and later ones are compared with it; nights of ' +
        'different machines, runtimes, scenarios or seeds are not. With --baseline-target or --baseline-set the ' +
        'baseline is measured in turns with tonight, which no change of the machine from night to night can disturb.',
    ],
    examples: [
      'kneepoint nightly   # all of scenarios/',
      'kneepoint nightly scenarios/nightly-smoke.ts --quick --junit nightly.xml',
      'kneepoint nightly scenarios/nightly-smoke.ts --baseline-set maxIdlePerHost=2',
      'kneepoint nightly scenarios/hello.ts --target http://127.0.0.1:8081 --baseline-target http://127.0.0.1:8080',
    ],
    exitCodes:
      '0 ok (a night that was pinned too), 2 usage, or a history that cannot be used, 90 regression or drift, 91 ' +
      'it cannot be said, 104 invalid scenario, 105 interrupted, 107 the scenario threw',
  })
}

interface NightlyFlags extends TargetFlags {
  readonly quick: boolean
  readonly history: string
  readonly pin: boolean
  readonly requireBaseline: boolean
  readonly baselineTarget?: string
  readonly baselineSet: readonly string[]
  readonly junit?: string
  readonly html?: string
  readonly json: boolean
}
