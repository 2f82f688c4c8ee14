import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CalledTool, TOOLS } from './called-tool.fixture.ts'

const DEADLINE_MS = 30_000

/** Says how it was called, and prints what the command that it stands for has printed, where that is known. */
const RECORDER = `#!/bin/sh
printf '%s\\0' "$#" "\${0##*/}" "$@" >> "$SHOWN_CALLS"
[ -z "$SHOWN_OUTPUT" ] || cat "$SHOWN_OUTPUT"
`

/** Shells in which the tools that start kneepoint only say how they are called: with what a shell makes of a line. */
export class ShownShell {
  readonly #folder: string

  /** @param folder where the tools are put */
  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(folder)
    for (const name of TOOLS) {
      const tool = join(folder, name)
      writeFileSync(tool, RECORDER)
      chmodSync(tool, 0o755)
    }
  }

  /**
   * @param shell `bash` or `fish`
   * @param cwd which is the user's own folder too
   * @param output what the tools print, nothing unless told
   * @returns the tools as they were called, in their order
   * @throws Error with what the shell said, where it failed
   */
  calls(shell: string, line: string, cwd: string, output = ''): CalledTool[] {
    const calls = join(this.#folder, 'calls')
    const outputFile = join(this.#folder, 'output')
    writeFileSync(calls, '')
    writeFileSync(outputFile, output)
    const [flags, text] =
      shell === 'bash' ? [['--norc', '-eo', 'pipefail'], line.replace(/\s&$/, '')] : [['--no-config'], line]
    const { status, stderr, error } = spawnSync(shell, [...flags, '-c', text], {
      cwd,
      timeout: DEADLINE_MS,
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      env: {
        ...process.env,
        HOME: cwd,
        RUN: SHELL_RUN,
        SHOWN_CALLS: calls,
        SHOWN_OUTPUT: output === '' ? '' : outputFile,
        PATH: `${this.#folder}:${process.env['PATH']}`,
      },
    })
    const called = toolsIn(readFileSync(calls, 'utf8').split('\0').slice(0, -1))
    for (const file of [calls, outputFile]) rmSync(file)
    if (status !== 0) throw error ?? new Error(`${shell} ended with ${status}\n${stderr}`)
    return called
  }
}

/** The run that the variable `RUN` names. */
export const SHELL_RUN = '20261122-164158-seven-day'

function toolsIn(fields: readonly string[]): CalledTool[] {
  const tools: CalledTool[] = []
  for (let at = 0; at < fields.length;) {
    const end = at + 2 + Number(fields[at])
    const [name = '', ...words] = fields.slice(at + 1, end)
    tools.push([name, ...words])
    at = end
  }
  return tools
}
