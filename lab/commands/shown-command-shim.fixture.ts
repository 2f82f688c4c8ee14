import type { ShownCommandRow } from './shown-command-rows.fixture.ts'

/** What the shim needs to know, as JSON beside it. */
export interface ShimTable {
  /** The built command line. */
  readonly cli: string
  readonly commands: readonly string[]
  readonly rows: readonly ShownCommandRow[]
  /** Places that the documentation names, and those that stand for them. */
  readonly origins: ReadonlyArray<readonly [string, string]>
}

/** How the shim ends where something is wrong with the command itself, or with how it ended. */
export const SHIM_FAILED = 70

/**
 * A module that stands for `npm`, `npx`, `kneepoint`, `bun`, `bunx` and `deno` in a shell: it takes the arguments as the
 * shell has made them, finds the row of the command, and runs the built command line with what the row says, in its own
 * process. It ends with 0 where the command ends as the row expects.
 */
export const shimModule = `
import { readFileSync } from 'node:fs'
const { cli, commands, rows, origins } = JSON.parse(readFileSync(new URL('table.json', import.meta.url), 'utf8'))
const [tool, ...words] = process.argv.slice(2)
const args = ownArguments()
if (args !== null) await run(args)

function fail(message) {
  process.stderr.write('documented command: ' + message + '\\n')
  process.exit(${SHIM_FAILED})
}

/** What kneepoint gets of it; null for what installs packages. */
function ownArguments() {
  if (tool === 'kneepoint') return words
  if (/^(ci|i|install|add)$/.test(words[0])) return null
  const rest = words.filter((word, i) => !(i < 3 && /^(--silent|-s|--yes|-y|--bun)$/.test(word)))
  if (tool === 'npx' || tool === 'bunx') return rest[0] === 'kneepoint' ? rest.slice(1) : fail(tool + ' ' + words.join(' '))
  const [verb, script, ...more] = rest
  const verbs = { npm: 'run', bun: 'run', deno: 'task' }
  if (verb !== verbs[tool] || !['lab', 'nightly'].includes(script)) fail(tool + ' ' + words.join(' '))
  return [...(script === 'nightly' ? ['nightly'] : []), ...(tool === 'npm' ? beyondNpm(more) : more)]
}

/** npm keeps flags before -- to itself. */
function beyondNpm(more) {
  const at = more.indexOf('--')
  const before = at === -1 ? more : more.slice(0, at)
  const taken = before.find((word) => word.startsWith('-'))
  if (taken !== undefined) fail('npm takes ' + taken + ' for its own: -- is missing before it')
  return at === -1 ? before : [...before, ...more.slice(at + 1)]
}

function rowOf(args) {
  const [first = 'help'] = args
  const command = /^(--help|-h|--version|-V)$/.test(first) ? 'help' : commands.includes(first) ? first : 'run'
  const line = args.join(' ')
  return rows.find((row) => row.command === command && new RegExp(row.holds ?? '').test(line)) ?? fail('no row covers: kneepoint ' + line)
}

async function run(args) {
  const { append = [], replace = [], exitCodes, until } = rowOf(args)
  const moved = args.map((arg) => origins.reduce((text, [from, to]) => text.replace(from, to), arg))
  const own = moved.map((arg) => replace.reduce((text, [from, to]) => text.replace(new RegExp('^(?:' + from + ')$'), to), arg))
  process.argv = [process.argv[0], cli, ...own, ...(own.includes('--help') ? [] : append)]
  process.on('exit', (code) => {
    if (exitCodes.includes(code)) process.exitCode = 0
    else {
      process.stderr.write('documented command: kneepoint ' + process.argv.slice(2).join(' ') + ' ended with ' + code + '\\n')
      process.exitCode = ${SHIM_FAILED}
    }
  })
  if (until !== undefined) stopOnceWritten(until)
  await import(cli)
}

function stopOnceWritten(text) {
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = (chunk, ...more) => {
    if (String(chunk).includes(text)) process.kill(process.pid, 'SIGINT')
    return write(chunk, ...more)
  }
}
`.trimStart()
