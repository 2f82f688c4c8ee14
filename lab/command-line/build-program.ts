import { Command } from 'commander'
import { readVersion } from '../version.ts'
import { addBench } from './add-bench.ts'
import { addCompare } from './add-compare.ts'
import { addCompletion } from './add-completion.ts'
import { addDoctor } from './add-doctor.ts'
import { addInit } from './add-init.ts'
import { addKnee } from './add-knee.ts'
import { addLeak } from './add-leak.ts'
import { addNightly } from './add-nightly.ts'
import { addProbe } from './add-probe.ts'
import { addReport } from './add-report.ts'
import { addRun } from './add-run.ts'
import { addSimulate } from './add-simulate.ts'
import { addTarget } from './add-target.ts'
import { addTune } from './add-tune.ts'
import { explainError } from './explain-error.ts'
import { addHelpNotes } from './help-notes.ts'
import { helpStyle } from './help-style.ts'

/**
 * All commands, with their flags and help.
 *
 * @param done gets the exit code of the command that was done
 */
export function buildProgram(signal: AbortSignal, done: (exitCode: number) => void): Command {
  const version = readVersion()
  const program = new Command('kneepoint')
    .description('Tells you what to set your HTTP connection pool to, and proves it.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this')
    .configureHelp(helpStyle)
    .exitOverride()
  program.commandsGroup('Measure:')
  addRun(program, signal, done)
  addBench(program, signal, done)
  addKnee(program, signal, done)
  addProbe(program, signal, done)
  addLeak(program, signal, done)
  program.commandsGroup('Decide:')
  addSimulate(program, signal)
  addReport(program, done)
  addTune(program, done)
  addCompare(program, done)
  program.commandsGroup('Watch:')
  addNightly(program, signal, done)
  program.commandsGroup('Set up:')
  addInit(program, version, done)
  addDoctor(program, signal, done)
  addTarget(program, signal)
  addCompletion(program, done)
  program.helpCommand('help [command]', 'show the help of a command')
  for (const command of [program, ...program.commands]) explainErrorsOf(command)
  return addHelpNotes(program, {
    paragraphs: ["A scenario's path in the first place means run."],
    examples: [
      'kneepoint init                                # a scenario to start from',
      'kneepoint run scenario.ts --quick             # a first look at it',
      'kneepoint tune scenario.ts --file client.go   # what it recommends, as a patch',
      'kneepoint bench http://localhost:8080         # a URL, without a scenario',
    ],
    exitCodes:
      '0 ok, 1 internal error, 2 usage, 90 regression, 91 run invalid or cannot say, 93 no knee in range, 99 ' +
      'threshold failed, 104 invalid scenario, 105 interrupted, 107 the scenario threw',
  })
}

function explainErrorsOf(command: Command): void {
  const path = command.parent === null ? command.name() : `${command.parent.name()} ${command.name()}`
  command.showHelpAfterError(`(${path} --help shows what there is)`)
  command.configureOutput({ outputError: (text, write) => write(explainError(text, command)) })
}
