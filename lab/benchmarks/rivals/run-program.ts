import { spawn } from 'node:child_process'
import { once } from 'node:events'

/**
 * Runs a program to its end.
 *
 * @param fine exit codes that are no failure
 * @returns what it wrote on stdout
 * @throws Error with what it wrote on stderr when it ends with another exit code
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  fine: readonly number[] = [0],
): Promise<string> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const [code] = (await once(child, 'close')) as [number | null]
  if (code === null || !fine.includes(code))
    throw new Error(`${program} ${args.join(' ')} ended with ${code}: ${stderr.trim()}`)
  return stdout
}

/** Whether there is such a program on the path: it can be started, whatever it makes of the argument. */
export function isInstalled(program: string): Promise<boolean> {
  return new Promise((resolve) => {
    spawn(program, ['--version'], { stdio: 'ignore' })
      .once('error', () => resolve(false))
      .once('exit', () => resolve(true))
  })
}
