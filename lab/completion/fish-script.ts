import type {
  CompletedCommand,
  CompletedFlag,
  CompletedKind,
  CompletedProgram,
  CompletedValue,
} from './completed-program.ts'
import { fishQuoted } from './quote-word.ts'
import { shortDescription } from './short-description.ts'

/** A script with which fish, 3.0 or later, completes a program. */
export function fishScript(program: CompletedProgram): string {
  const { name, commands, flags, defaultCommand } = program
  const own = commands.find((command) => command.name === defaultCommand)
  const first = `-n ${fishQuoted(`__${name}_at ""`)}`
  const firstFlags = [...flags, ...(own?.flags ?? []).filter(({ long }) => long !== '--help')]
  return [
    `# Completion of ${name} in fish, as \`${name} completion fish\` prints it.`,
    '',
    machinery(program),
    `complete -c ${name} -f`,
    ...commands.map(
      (command) =>
        `complete -c ${name} ${first} -k -a ${command.name} -d ${description(command.description)}`,
    ),
    `complete -c ${name} ${first} -a ${fishQuoted(`(__${name}_scenarios)`)}`,
    ...firstFlags.map((flag) => `complete -c ${name} ${first} ${flagWords(flag, program)}`),
    ...commands.flatMap((command) => commandLines(command, program)),
    '',
  ].join('\n')
}

function commandLines(command: CompletedCommand, program: CompletedProgram): string[] {
  const { name } = program
  const inCommand = `-n ${fishQuoted(`__${name}_at ${command.name}`)}`
  return [
    '',
    ...command.flags.map((flag) => `complete -c ${name} ${inCommand} ${flagWords(flag, program)}`),
    ...command.flags
      .filter(({ takes }) => takes === 'several')
      .map(({ long, value }) => {
        const behind = fishQuoted(`__${name}_behind ${command.name} ${long}`)
        return `complete -c ${name} -n ${behind} ${valueWords(value, program)}`
      }),
    ...command.args.flatMap(({ value, isVariadic }, i) => {
      const words = valueWords(value, program)
      const place = isVariadic ? '' : ` ${i + 1}`
      const at = `-n ${fishQuoted(`__${name}_at ${command.name}${place}`)}`
      return words === '' ? [] : [`complete -c ${name} ${at} ${words}`]
    }),
  ]
}

function flagWords(flag: CompletedFlag, program: CompletedProgram): string {
  const { long, short, takes, value } = flag
  const words = valueWords(value, program)
  const isNeeded = takes === 'one' || takes === 'several'
  return [
    `-l ${long.replace(/^--/, '')}`,
    ...(short === null ? [] : [`-s ${short.replace(/^-/, '')}`]),
    ...(isNeeded ? [words.includes('-F') ? '-r' : '-x'] : []),
    ...(takes === 'nothing' || words === '' ? [] : [words]),
    `-d ${description(flag.description)}`,
  ].join(' ')
}

/** Nothing where nothing is known. */
function valueWords(value: CompletedValue, { name, commands }: CompletedProgram): string {
  if (value.kind === 'names') {
    const names = value.names.join(' ')
    return value.isList ? `-a ${fishQuoted(`(__${name}_list ${names})`)}` : `-a ${fishQuoted(names)}`
  }
  if (value.kind === 'settings') {
    return `-a ${fishQuoted(`(__${name}_list ${value.names.map((each) => `${each}=`).join(' ')})`)}`
  }
  const words: Readonly<Record<CompletedKind, string>> = {
    none: '',
    file: '-F',
    directory: `-a ${fishQuoted('(__fish_complete_directories)')}`,
    scenario: `-a ${fishQuoted(`(__${name}_scenarios)`)}`,
    run: `-k -a ${fishQuoted(`(__${name}_runs; __fish_complete_directories)`)}`,
    'run or file': `-k -F -a ${fishQuoted(`(__${name}_runs)`)}`,
    'run or scenario': `-k -a ${fishQuoted(`(__${name}_runs; __${name}_scenarios)`)}`,
    command: `-a ${fishQuoted(commands.map((command) => command.name).join(' '))}`,
  }
  return words[value.kind]
}

function description(text: string): string {
  return fishQuoted(shortDescription(text))
}

function machinery({ name, commands, defaultCommand }: CompletedProgram): string {
  const taking = commands.flatMap((command) =>
    command.flags
      .filter(({ takes }) => takes === 'one')
      .flatMap(({ long, short }) => (short === null ? [long] : [long, short]))
      .map((flag) => fishQuoted(`${command.name} ${flag}`)),
  )
  return `# Whether the cursor is in the arguments of the command $argv[1] (of none where that is empty), and at the argument
# $argv[2] where that is given.
function __${name}_at
    set -l words (commandline -opc)
    set -l command ""
    set -l start 2
    if set -q words[2]
        set command ${defaultCommand}
        if contains -- $words[2] ${commands.map((command) => command.name).join(' ')}
            set command $words[2]
            set start 3
        end
    end
    test "$command" = "$argv[1]"; or return 1
    set -q argv[2]; or return 0
    set -l place 1
    set -l takes_next 0
    for word in $words[$start..-1]
        if test $takes_next = 1
            set takes_next 0
        else if string match -q -- '-*' $word
            switch "$command $word"
                case ${taking.join(' ')}
                    set takes_next 1
            end
        else
            set place (math $place + 1)
        end
    end
    test $place = $argv[2]
end

# Whether the cursor is in the arguments of the command $argv[1], somewhere behind the flag $argv[2].
function __${name}_behind
    __${name}_at $argv[1]; and contains -- $argv[2] (commandline -opc)
end

# Files that can hold a scenario, and folders.
function __${name}_scenarios
    __fish_complete_path (commandline -ct) | string replace -r '\\t.*' '' | string match -er '/$|\\.([cm]?[jt]s|json)$'
end

# Names of runs, the latest first.
function __${name}_runs
    set -l words (commandline -opc)
    set -l folder .${name}/runs
    for i in (seq (count $words))
        switch $words[$i]
            case --runs
                set -q words[(math $i + 1)]; and set folder $words[(math $i + 1)]
            case '--runs=*'
                set folder (string replace -- --runs= '' $words[$i])
        end
    end
    set -l folders $folder/*/
    for i in (seq (count $folders) -1 1)
        string replace -r '^.*/([^/]+)/$' '$1' -- $folders[$i]
    end
end

# One name more behind those that stand there with commas between.
function __${name}_list
    set -l begun (string replace -r '^--[a-z-]+=' '' -- (commandline -ct) | string replace -r '[^,]*$' '')
    for name in $argv
        echo -- "$begun$name"
    end
end
`
}
