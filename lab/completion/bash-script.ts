import type {
  CompletedCommand,
  CompletedFlag,
  CompletedProgram,
  CompletedValue,
} from './completed-program.ts'
import { posixQuoted } from './quote-word.ts'

/**
 * A script with which bash, 3.2 or later, completes a program. It needs nothing else: neither the program itself nor
 * the package bash-completion.
 */
export function bashScript(program: CompletedProgram): string {
  const { name, commands } = program
  const names = commands.map((command) => command.name)
  return `# Completion of ${name} in bash, as \`${name} completion bash\` prints it.

_${name}_commands=${posixQuoted(names.join(' '))}

# What the flag $2 of the command $1 takes (nothing, optional, one, several), and what its value is.
_${name}_flag() {
  takes=unknown value=none
  case "$1 $2" in
${commands.flatMap((command) => command.flags.map((flag) => flagCase(command, flag))).join('\n')}
  esac
}

# What the argument $2 of the command $1 is, counted from 1.
_${name}_argument() {
  value=none
  case "$1 $2" in
${commands.flatMap(argumentCases).join('\n')}
  esac
}

# Flags of the command $1; of the program itself without one.
_${name}_flags() {
  case "\${1-}" in
${commands.map((command) => `    ${command.name}) echo ${posixQuoted(flagWords(command.flags))} ;;`).join('\n')}
    *) echo ${posixQuoted(flagWords(program.flags))} ;;
  esac
}
${machinery(program)}`
}

function flagCase(command: CompletedCommand, { long, short, takes, value }: CompletedFlag): string {
  const patterns = [short, long].flatMap((flag) => (flag === null ? [] : [`'${command.name} ${flag}'`]))
  const what = takes === 'nothing' ? '' : ` value=${posixQuoted(valueText(value))}`
  return `    ${patterns.join(' | ')}) takes=${takes}${what} ;;`
}

function argumentCases({ name, args }: CompletedCommand): string[] {
  return args.map(({ value, isVariadic }, i) => {
    const pattern = isVariadic ? `'${name} '*` : `'${name} ${i + 1}'`
    return `    ${pattern}) value=${posixQuoted(valueText(value))} ;;`
  })
}

/** The kind of a value, and the names that there are. */
function valueText(value: CompletedValue): string {
  if (value.kind === 'names') return `${value.isList ? 'list' : 'names'} ${value.names.join(' ')}`
  if (value.kind === 'settings') return `settings ${value.names.join(' ')}`
  return value.kind
}

function flagWords(flags: readonly CompletedFlag[]): string {
  return flags.map(({ long }) => long).join(' ')
}

function machinery({ name, defaultCommand }: CompletedProgram): string {
  return `
# Splits the line up to the cursor into words, as a shell does: bash itself also splits at = and :.
_${name}_split() {
  local line=\${COMP_LINE:0:COMP_POINT} quote= char i
  words=() current= open=
  for ((i = 0; i < \${#line}; i++)); do
    char=\${line:i:1}
    if [[ -n $quote ]]; then
      if [[ $char == "$quote" ]]; then quote=; else current+=$char; fi
    elif [[ $char == \\' || $char == \\" ]]; then
      quote=$char open=1
    elif [[ $char == \\\\ ]]; then
      ((++i))
      current+=\${line:i:1} open=1
    elif [[ $char == [[:space:]] ]]; then
      if [[ -n $current$open ]]; then words+=("$current"); fi
      current= open=
    else
      current+=$char
    fi
  done
}

# Finds what stands at the cursor: its command, and what kind of value.
_${name}_locate() {
  local word i position=1 flag= start=1 only_args=
  command=${defaultCommand}
  if [[ " $_${name}_commands " == *" \${words[1]:-/} "* ]]; then
    command=\${words[1]} start=2
  elif ((\${#words[@]} == 1)); then
    command=
  fi
  takes=nothing
  for ((i = start; i < \${#words[@]}; i++)); do
    word=\${words[i]}
    if [[ $takes == one ]]; then
      takes=nothing
    elif [[ $word == -- ]]; then
      only_args=1 takes=nothing
    elif [[ $word == -* && -z $only_args ]]; then
      takes=nothing
      if [[ $word != *=* ]]; then _${name}_flag "$command" "$word"; fi
    elif [[ $takes == several ]]; then
      :
    elif [[ $takes == optional ]]; then
      takes=nothing
    else
      ((position++))
    fi
  done
  if [[ $takes == one ]]; then return; fi
  if [[ $current == --*=* && -z $only_args ]]; then
    flag=\${current%%=*}
    _${name}_flag "$command" "$flag"
    before=$flag= current=\${current#*=}
  elif [[ $current == -* && -z $only_args ]]; then
    value=flag
  elif [[ $takes != several && $takes != optional ]]; then
    _${name}_argument "$command" "$position"
  fi
}

# Adds what begins like the current word.
_${name}_add() {
  local candidate
  for candidate in "$@"; do
    if [[ $candidate == "$current"* ]]; then COMPREPLY+=("$before$candidate"); fi
  done
}

_${name}_add_runs() {
  local folder=.${name}/runs path i
  for ((i = 1; i < \${#words[@]}; i++)); do
    case \${words[i]} in
    --runs) folder=\${words[i + 1]:-$folder} ;;
    --runs=*) folder=\${words[i]#--runs=} ;;
    esac
  done
  while IFS= read -r path; do
    _${name}_add "\${path##*/}"
  done < <(compgen -d -- "\${folder/#\\~\\//$HOME/}/")
}

# Adds files: all of them, or those whose names match the expression $1, and folders.
_${name}_add_files() {
  local path
  while IFS= read -r path; do
    if [[ -d \${path/#\\~\\//$HOME/} || $path =~ $1 ]]; then COMPREPLY+=("$before$path"); fi
  done < <(compgen -f -- "$current")
  are_files=1
}

_${name}() {
  local -a words
  local current open command takes value before= are_files= joined i cut names char IFS=$' \\t\\n'
  local scenario='\\.([cm]?[jt]s|json)$'
  COMPREPLY=()
  _${name}_split
  _${name}_locate
  case $command:$value in
  :flag) _${name}_add $(_${name}_flags) $(_${name}_flags ${defaultCommand}) ;;
  :*)
    _${name}_add $_${name}_commands
    _${name}_add_files "$scenario"
    ;;
  *:flag) _${name}_add $(_${name}_flags "$command") ;;
  *:command) _${name}_add $_${name}_commands ;;
  *:file) _${name}_add_files . ;;
  *:directory) _${name}_add_files '^$' ;;
  *:scenario) _${name}_add_files "$scenario" ;;
  *:run)
    _${name}_add_runs
    _${name}_add_files '^$'
    ;;
  *:'run or file')
    _${name}_add_runs
    _${name}_add_files .
    ;;
  *:'run or scenario')
    _${name}_add_runs
    _${name}_add_files "$scenario"
    ;;
  *:names\\ *) _${name}_add \${value#* } ;;
  *:list\\ * | *:settings\\ *)
    joined=
    if [[ $current == *,* ]]; then joined=\${current%,*},; fi
    before=$before$joined current=\${current#"$joined"}
    names=\${value#* }
    if [[ $value == settings\\ * ]]; then
      names=\${names// /= }=
    fi
    _${name}_add $names
    compopt -o nospace 2> /dev/null
    ;;
  esac
  if [[ -n $are_files ]]; then compopt -o filenames 2> /dev/null; fi
  # Of a word without quotes, bash replaces only what follows its last break.
  cut= joined=$before$current
  for char in = :; do
    if [[ -z $open && $COMP_WORDBREAKS == *$char* && \${joined#"$cut"} == *$char* ]]; then
      cut=\${joined%"$char"*}$char
    fi
  done
  for ((i = 0; i < \${#COMPREPLY[@]}; i++)); do COMPREPLY[i]=\${COMPREPLY[i]#"$cut"}; done
  return 0
}

complete -F _${name} ${name}
`
}
