import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { EXIT } from '../exit-codes.ts'
import { addBench } from './add-bench.ts'
import { addCompare } from './add-compare.ts'
import { addDoctor } from './add-doctor.ts'
import { addKnee } from './add-knee.ts'
import { addNightly } from './add-nightly.ts'
import { addProbe } from './add-probe.ts'
import { addReport } from './add-report.ts'
import { addRun } from './add-run.ts'
import { addSimulate } from './add-simulate.ts'
import { addTarget } from './add-target.ts'
import { addTune } from './add-tune.ts'

/**
 * The command line. Commands are imported when they are used, so that help and version come at once.
 *
 * @returns takes the arguments after the program's name and resolves to the exit code
 */
export function createProgram(signal: AbortSignal): (args: readonly string[]) => Promise<number> {
  return async (args) => {
    let exitCode: number = EXIT.ok
    const program = new Command('kneepoint')
      .description('Tells you what to set your HTTP connection pool to, and proves it.')
      .version(readVersion())
      .exitOverride()
      .showHelpAfterError('(--help shows what there is)')
      .addHelpText('after', exitCodeHelp)
    const done = (code: number): void => {
      exitCode = code
    }
    addRun(program, signal, done)
    addBench(program, signal, done)
    addKnee(program, signal, done)
    addProbe(program, signal, done)
    addReport(program, done)
    addTune(program, done)
    addCompare(program, done)
    addNightly(program, signal, done)
    addSimulate(program, signal)
    addTarget(program, signal)
    addDoctor(program, signal, done)
    try {
      await program.parseAsync(withDefaultCommand(program, args), { from: 'user' })
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error
      return error.exitCode === 0 ? EXIT.ok : EXIT.usage
    }
    return exitCode
  }
}

/** A scenario's path in the first place means `run`, and so do options of `run`. */
function withDefaultCommand(program: Command, args: readonly string[]): readonly string[] {
  const first = args[0]
  if (first === undefined) return ['--help']
  const isCommand = program.commands.some((command) => command.name() === first) || first === 'help'
  const isPath = /\.[cm]?[jt]s$|\.json$|[/\\]/.test(first)
  const isOwnOption = ['-h', '--help', '-V', '--version'].includes(first)
  return !isCommand && !isOwnOption && (isPath || first.startsWith('-')) ? ['run', ...args] : args
}

function readVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}

const exitCodeHelp = `
A scenario's path in the first place means run.

Exit codes: 0 ok, 1 internal error, 2 usage, 90 regression, 91 run invalid or cannot say,
93 no knee in range, 99 threshold failed, 104 invalid scenario, 105 interrupted,
107 the scenario threw`
