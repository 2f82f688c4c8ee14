import type { Command } from 'commander'

/** What is done where no command is named. */
export const DEFAULT_COMMAND = 'run'

const SCENARIO_PATH = /\.(?:[cm]?[jt]s|json)(?:#[^/\\]*)?$|[/\\]/
const OWN_FLAGS = ['-h', '--help', '-V', '--version']

/**
 * The arguments as the parser is to have them. A scenario's path in the first place means `run`, and so do flags;
 * `bench help` means `help bench`. Of an unknown command only its name is left, since nothing is known of what follows.
 */
export function programArguments(program: Command, args: readonly string[]): readonly string[] {
  const [first, second, ...others] = args
  if (first === undefined) return ['--help']
  const isCommand = (word: string): boolean => program.commands.some((command) => command.name() === word)
  if (first === 'help') return second === undefined || isCommand(second) ? args : [second]
  if (isCommand(first)) return second === 'help' && others.length === 0 ? [first, '--help'] : args
  if (OWN_FLAGS.includes(first)) return args
  return first.startsWith('-') || SCENARIO_PATH.test(first) ? [DEFAULT_COMMAND, ...args] : [first]
}
