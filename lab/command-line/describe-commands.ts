import type { Argument, Command, Option } from 'commander'
import type {
  CompletedCommand,
  CompletedFlag,
  CompletedKind,
  CompletedProgram,
  CompletedValue,
} from '../completion/completed-program.ts'
import type { NamesToComplete } from '../completion/names-to-complete.ts'
import { DEFAULT_COMMAND } from './program-arguments.ts'
import { NamesOption } from './names-option.ts'

/** The commands and flags of a program as plain data, from which completion is made. */
export function describeCommands(program: Command, names: NamesToComplete): CompletedProgram {
  return {
    name: program.name(),
    flags: describeFlags(program, names),
    commands: program
      .createHelp()
      .visibleCommands(program)
      .map((command) => describeCommand(command, names)),
    defaultCommand: DEFAULT_COMMAND,
  }
}

function describeCommand(command: Command, names: NamesToComplete): CompletedCommand {
  return {
    name: command.name(),
    description: command.description(),
    flags: describeFlags(command, names),
    args: command.registeredArguments.map((argument) => ({
      name: argument.name(),
      value: valueOfArgument(argument),
      isVariadic: argument.variadic,
    })),
  }
}

function describeFlags(command: Command, names: NamesToComplete): CompletedFlag[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .map((option) => describeFlag(option, names))
}

function describeFlag(option: Option, names: NamesToComplete): CompletedFlag {
  return {
    long: option.long ?? '',
    short: option.short ?? null,
    description: option.description,
    takes: takesOf(option),
    value: valueOfFlag(option, names),
    isRepeatable: option.variadic || Array.isArray(option.defaultValue),
  }
}

function takesOf({ required, optional, variadic }: Option): CompletedFlag['takes'] {
  if (variadic) return 'several'
  if (required) return 'one'
  return optional ? 'optional' : 'nothing'
}

function valueOfFlag(option: Option, { clients, settings }: NamesToComplete): CompletedValue {
  const { argChoices, long, flags } = option
  if (argChoices !== undefined) {
    return { kind: 'names', names: argChoices, isList: option instanceof NamesOption && option.isList }
  }
  if (long === '--client') return { kind: 'names', names: clients, isList: false }
  const placeholder = /[<[]([\w=]+)/.exec(flags)?.[1] ?? ''
  return placeholder === 'name=value' ? { kind: 'settings', names: settings } : valueOf(placeholder)
}

function valueOfArgument(argument: Argument): CompletedValue {
  const { argChoices } = argument
  return argChoices === undefined
    ? valueOf(argument.name())
    : { kind: 'names', names: argChoices, isList: false }
}

/** Flags and arguments are named after what they take, so that their help can be read. */
const PLACEHOLDERS: Readonly<Record<string, CompletedKind>> = {
  file: 'file',
  files: 'file',
  path: 'file',
  directory: 'directory',
  scenario: 'scenario',
  scenarios: 'scenario',
  run: 'run',
  'run|scenario': 'run or scenario',
  A: 'run or file',
  B: 'run or file',
  command: 'command',
}

function valueOf(placeholder: string): CompletedValue {
  return { kind: PLACEHOLDERS[placeholder] ?? 'none' }
}
