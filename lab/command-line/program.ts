import { CommanderError } from 'commander'
import { EXIT } from '../exit-codes.ts'
import { buildProgram } from './build-program.ts'
import { programArguments } from './program-arguments.ts'

/**
 * The command line. Commands are imported when they are used, so that help and version come at once.
 *
 * @returns takes the arguments after the program's name and resolves to the exit code
 */
export function createProgram(signal: AbortSignal): (args: readonly string[]) => Promise<number> {
  return async (args) => {
    let exitCode: number = EXIT.ok
    const program = buildProgram(signal, (code) => {
      exitCode = code
    })
    try {
      await program.parseAsync(programArguments(program, args), { from: 'user' })
    } catch (error) {
      if (!(error instanceof CommanderError)) throw error
      return error.exitCode === 0 ? EXIT.ok : EXIT.usage
    }
    return exitCode
  }
}
