import type { CommandTarget } from '../../models/scenario/targets/command-target.ts'
import type { Listener } from './command-listeners.ts'
import type { CommandRun } from './command-messages.ts'
import type { CommandSpawnError } from './command-supervisor.ts'
import type { ChildExit } from './start-child.ts'

const LONGEST_COMMAND = 80

/** The command as it is named in a sentence: in quotes, and not too long. */
export function quoteCommand(command: CommandRun['command']): string {
  const words = command.map((word) => (/^[^\s"']+$/.test(word) ? word : JSON.stringify(word))).join(' ')
  return words.length <= LONGEST_COMMAND ? `"${words}"` : `"${words.slice(0, LONGEST_COMMAND - 1)}…"`
}

export function describeExit({ code, signal }: ChildExit): string {
  return signal ?? `exit code ${code}`
}

/** Why the system did not start the command. */
export function explainSpawn({ command: [program], cwd }: CommandRun, error: CommandSpawnError): string {
  const isPath = program.includes('/')
  if (error.code === 'ENOENT' && isPath) {
    return `target.command: "${program}" cannot be started: there is no such file in ${cwd}, or what its first line names is not there`
  }
  if (error.code === 'ENOENT') {
    return `target.command: "${program}" was not found in any folder of PATH; name it by its path, or install it`
  }
  if (error.code === 'EACCES') {
    return `target.command: "${program}" may not be run: make it executable (chmod +x), or put the program that runs it before it`
  }
  return `target.command: "${program}" cannot be started: ${error.message}`
}

export function explainEarlyExit(command: CommandRun['command'], exit: ChildExit, output: string): string {
  return `target.command: ${quoteCommand(command)} ended before it was ready (${describeExit(exit)})${output}`
}

/** @param problem what the last try showed @param listeners what it listens on instead */
export function explainUnready(
  { command, readyTimeoutMs, port: wanted }: Pick<CommandTarget, 'command' | 'readyTimeoutMs' | 'port'>,
  {
    problem,
    port,
    listeners,
  }: { readonly problem: string; readonly port: number; readonly listeners: readonly Listener[] },
  output: string,
): string {
  const late = `target.command: ${quoteCommand(command)} was not ready after ${readyTimeoutMs / 1000} s: ${problem}`
  return `${late}${hintOf(listeners, port, wanted)}${output}`
}

function hintOf(listeners: readonly Listener[], port: number, wanted: number | undefined): string {
  const [first] = listeners
  if (first === undefined) return ''
  const places = [...new Set(listeners.map((listener) => `${listener.host}:${listener.port}`))]
  const there = `; it listens on ${places.join(' and ')}`
  const samePort = listeners.find((listener) => listener.port === port)
  if (samePort !== undefined) {
    return isReached(samePort.host) ? '' : `${there}: say target.url: 'http://${samePort.host}:{port}'`
  }
  const fixed = wanted === undefined ? `; if it always takes that one, say target.port: ${first.port}` : ''
  return `${there}: its port has to be that of the variable PORT, or of {port} in target.command${fixed}`
}

/** Whether what listens there can be reached by 127.0.0.1. */
function isReached(host: string): boolean {
  return host === '0.0.0.0' || host === '[::]' || host === '127.0.0.1'
}
