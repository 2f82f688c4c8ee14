import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { clientNames } from '../../models/clients/catalogue.ts'
import { buildProgram } from '../command-line/build-program.ts'
import { describeCommands } from '../command-line/describe-commands.ts'
import { bashScript } from './bash-script.ts'
import { fishScript } from './fish-script.ts'
import { type ShellName, shellNames } from './shell-name.ts'
import { completions, isInstalled } from './shell-session.fixture.ts'
import { zshScript } from './zsh-script.ts'

const commands = buildProgram(new AbortController().signal, () => {})
const program = describeCommands(commands, {
  clients: clientNames,
  settings: ['idleTimeout', 'maxIdlePerHost', 'maxIdle'],
})
const scripts: Readonly<Record<ShellName, string>> = {
  bash: bashScript(program),
  zsh: zshScript(program),
  fish: fishScript(program),
}

let folder = ''

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'completion-'))
  for (const shell of shellNames) writeFileSync(join(folder, `_kneepoint.${shell}`), scripts[shell])
  const place = join(folder, 'place')
  for (const run of ['20260101-000000-hello', '20260102-000000-spaced name']) {
    mkdirSync(join(place, '.kneepoint/runs', run), { recursive: true })
  }
  mkdirSync(join(place, 'kept/20250101-000000-old'), { recursive: true })
  mkdirSync(join(place, 'my folder'))
  for (const file of ['hello.ts', 'hello.csv', 'ca.pem']) {
    writeFileSync(join(place, file), '')
  }
})
afterAll(() => rmSync(folder, { recursive: true }))

const everyFlag = Object.fromEntries(
  program.commands
    .filter(({ flags }) => flags.length > 0)
    .map(({ name, flags }) => [`kneepoint ${name} --`, flags.map(({ long }) => long).toSorted()]),
)

/** Lines, with what is offered at their ends. */
const cases: ReadonlyArray<readonly [what: string, offered: Readonly<Record<string, readonly string[]>>]> = [
  [
    'commands and flags',
    {
      'kneepoint ben': ['bench'],
      'kneepoint comp': ['compare', 'completion'],
      'kneepoint help pro': ['probe'],
      'kneepoint --ver': ['--verbose', '--verify-time', '--version'],
      'kneepoint bench --dr': ['--driver'],
      'kneepoint bench http://127.0.0.1:8080/a --la': ['--latency'],
      'kneepoint scenarios/hello.ts --qui': ['--quick', '--quiet'],
      'kneepoint --quick --on': ['--only'],
    },
  ],
  ['every flag of every command', everyFlag],
  [
    'values that have names',
    {
      'kneepoint completion ': ['bash', 'fish', 'zsh'],
      'kneepoint bench --driver ': ['undici', 'wire'],
      'kneepoint bench --driver=w': ['wire'],
      'kneepoint bench http://127.0.0.1:8080/a --driver w': ['wire'],
      'kneepoint bench -m PA': ['PATCH'],
      'kneepoint probe --client node-': ['node-http-agent'],
      'kneepoint report --format js': ['json'],
      'kneepoint bench --autotune=sh': ['shadow'],
      "kneepoint bench --header 'a: b' --arrivals ": ['constant', 'poisson'],
      'kneepoint tune --format ': ['diff', 'json-patch', 'kubectl', 'snippet'],
      'kneepoint bench --client zzz': [],
      'kneepoint bench --rate ': [],
    },
  ],
  [
    'one name more, and names of settings',
    {
      'kneepoint run --only probe,si': ['simulate'],
      'kneepoint bench --set maxIdleP': ['maxIdlePerHost'],
      'kneepoint bench --set idleTimeout=5s,maxIdleP': ['maxIdlePerHost'],
    },
  ],
  [
    'names of runs where they are kept',
    {
      'kneepoint report 20260101': ['20260101-000000-hello'],
      'kneepoint report --runs kept 2025': ['20250101-000000-old'],
      'kneepoint report --runs=kept 2025': ['20250101-000000-old'],
      'kneepoint run --resume 20260102': ['20260102-000000-spaced name'],
      'kneepoint compare 20260101-000000-hello 20260102': ['20260102-000000-spaced name'],
      'kneepoint tune 2026': ['20260101-000000-hello', '20260102-000000-spaced name'],
      'kneepoint report 20260101-000000-hello 2026': [],
    },
  ],
  [
    'files and folders',
    {
      'kneepoint bench --ca c': ['ca.pem'],
      'kneepoint bench --ca=c': ['ca.pem'],
      'kneepoint knee --points ca.pem c': ['ca.pem'],
      'kneepoint run h': ['hello.ts'],
      'kneepoint hel': ['hello.ts', 'help'],
      'kneepoint init my': ['my folder'],
      'kneepoint init my\\ fo': ['my folder'],
    },
  ],
]

describe.each(shellNames)('%s', (shell) => {
  const found = new Map<string, readonly string[]>()

  beforeAll(() => {
    if (!isInstalled(shell)) return
    const lines = cases.flatMap(([, offered]) => Object.keys(offered))
    const scriptFile = join(folder, `_kneepoint.${shell}`)
    const all = completions(shell, { scriptFile, cwd: join(folder, 'place') }, lines)
    for (const [i, line] of lines.entries()) found.set(line, [...new Set(all[i]?.map(bareWord).toSorted())])
  })

  test.for(cases)('completes %s', ([, offered], context) => {
    if (!isInstalled(shell)) context.skip(`${shell} is not installed`)
    expect(Object.fromEntries(Object.keys(offered).map((line) => [line, found.get(line)]))).toEqual(offered)
  })
})

test.for(['set -u; shopt -s failglob', 'set -f', 'shopt -s nocasematch; IFS=:'])(
  'bash completes after %s as well',
  (settings, context) => {
    if (!isInstalled('bash')) context.skip('bash is not installed')
    const scriptFile = join(folder, '_kneepoint.settings.bash')
    writeFileSync(scriptFile, `${settings}\n${scripts.bash}`)
    const offered = {
      'kneepoint ben': ['bench'],
      'kneepoint --ver': ['--verbose', '--verify-time', '--version'],
      'kneepoint report --runs none 2026': [],
      'kneepoint report 20260101': ['20260101-000000-hello'],
      'kneepoint tune 20260102': ['20260102-000000-spaced name'],
      'kneepoint bench --driver w': ['wire'],
    }
    const all = completions('bash', { scriptFile, cwd: join(folder, 'place') }, Object.keys(offered))
    expect(all.map((words) => words.toSorted())).toEqual(Object.values(offered))
  },
)

/** Without what shells write differently: flag and value together, names that stand before, and endings. */
function bareWord(word: string): string {
  return word
    .replace(/^--[a-z-]+=(?=.)/, '')
    .replace(/^.*,/, '')
    .replace(/[/=]$/, '')
    .replaceAll('\\ ', ' ')
}
