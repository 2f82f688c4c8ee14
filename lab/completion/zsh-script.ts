import type {
  CompletedCommand,
  CompletedFlag,
  CompletedKind,
  CompletedProgram,
  CompletedValue,
} from './completed-program.ts'
import { posixQuoted } from './quote-word.ts'
import { shortDescription } from './short-description.ts'

/** A script with which zsh completes a program, to be found in `fpath` or to be sourced. */
export function zshScript(program: CompletedProgram): string {
  const { name, commands, flags, defaultCommand } = program
  const own = commands.find((command) => command.name === defaultCommand)
  const isHelp = ({ long }: CompletedFlag): boolean => long === '--help'
  const first = [...flags, ...(own?.flags ?? []).filter((flag) => !isHelp(flag))]
  return `#compdef ${name}
# Completion of ${name} in zsh, as \`${name} completion zsh\` prints it.

_${name}_commands() {
  local -a commands
  commands=(
${commands.map((command) => `    ${posixQuoted(described(command))}`).join('\n')}
  )
  _describe -t commands command commands
}

_${name}_runs() {
  local folder=\${(Q)opt_args[--runs]:-.${name}/runs}
  local -a runs expl
  runs=(\${~folder}/*(N/On:t))
  _wanted -V runs expl run compadd -a runs
}

_${name}_scenarios() {
  _files -g '*.(ts|mts|cts|js|mjs|cjs|json)'
}

_${name}_runs_or_files() {
  _alternative 'runs:run:_${name}_runs' 'files:file:_files'
}

_${name}_runs_or_scenarios() {
  _alternative 'runs:run:_${name}_runs' 'scenarios:scenario:_${name}_scenarios'
}

_${name}_runs_or_directories() {
  _alternative 'runs:run:_${name}_runs' 'directories:directory:_files -/'
}

_${name}_first() {
  _alternative 'commands:command:_${name}_commands' 'scenarios:scenario:_${name}_scenarios'
}

${commands.map((command) => argumentsFunction(`_${name}_${command.name}`, specs(command, name))).join('\n\n')}

${argumentsFunction(`_${name}_alone`, [...flagSpecs(first, name), posixQuoted(`1:command:_${name}_first`)])}

_${name}() {
  local curcontext=$curcontext context state state_descr line
  typeset -A opt_args
  if ((CURRENT == 2)); then
    _${name}_alone
    return
  fi
  case $words[2] in
    ${commands.map((command) => command.name).join('|')})
      local command=$words[2]
      shift words
      ((CURRENT--))
      curcontext=\${curcontext%:*:*}:${name}-$command:
      _${name}_$command
      ;;
    *) _${name}_${defaultCommand} ;;
  esac
}

if [[ $funcstack[1] == _${name} ]]; then
  _${name} "$@"
else
  compdef _${name} ${name}
fi
`
}

function described({ name, description }: CompletedCommand): string {
  return `${name}:${shortDescription(description)}`
}

function argumentsFunction(functionName: string, lines: readonly string[]): string {
  return `${functionName}() {\n  _arguments -s -S : \\\n${lines.map((line) => `    ${line}`).join(' \\\n')}\n}`
}

function specs({ flags, args }: CompletedCommand, program: string): string[] {
  const positional = args.map(({ name, value, isVariadic }, i) =>
    posixQuoted(`${isVariadic ? '*' : String(i + 1)}:${escaped(name)}:${action(value, program)}`),
  )
  return [...flagSpecs(flags, program), ...positional]
}

function flagSpecs(flags: readonly CompletedFlag[], program: string): string[] {
  return flags.map((flag) => flagSpec(flag, program))
}

/** As `_arguments` has it: `(-R --rate)`, then both, with an explanation and what follows. */
function flagSpec(
  { long, short, description, takes, value, isRepeatable }: CompletedFlag,
  program: string,
): string {
  const explained = `[${escaped(shortDescription(description))}]${valueSpec(takes, value, program)}`
  const separator = takes === 'nothing' ? '' : '='
  if (short === null) return posixQuoted(`${isRepeatable ? '*' : ''}${long}${separator}${explained}`)
  const exclusive = isRepeatable ? "'*'" : posixQuoted(`(${short} ${long})`)
  return `${exclusive}{${short}${takes === 'nothing' ? '' : '+'},${long}${separator}}${posixQuoted(explained)}`
}

function valueSpec(takes: CompletedFlag['takes'], value: CompletedValue, program: string): string {
  if (takes === 'nothing') return ''
  const what = `${value.kind === 'none' ? 'value' : value.kind}:${action(value, program)}`
  if (takes === 'several') return `:*-*:${what}`
  return `${takes === 'optional' ? '::' : ':'}${what}`
}

function action(value: CompletedValue, program: string): string {
  if (value.kind === 'names') {
    return value.isList ? `_values -s , name ${value.names.join(' ')}` : `(${value.names.join(' ')})`
  }
  if (value.kind === 'settings') {
    return `_values -s , setting ${value.names.map((name) => String.raw`"${name}[]\:value\: "`).join(' ')}`
  }
  const actions: Readonly<Record<CompletedKind, string>> = {
    none: ' ',
    file: '_files',
    directory: '_files -/',
    scenario: `_${program}_scenarios`,
    run: `_${program}_runs_or_directories`,
    'run or file': `_${program}_runs_or_files`,
    'run or scenario': `_${program}_runs_or_scenarios`,
    command: `_${program}_commands`,
  }
  return actions[value.kind]
}

/** What `_arguments` reads for itself is escaped. */
function escaped(text: string): string {
  return text.replaceAll(/[\\:[\]]/g, String.raw`\$&`)
}
