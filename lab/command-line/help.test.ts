import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { readScenarioReference } from '../scenario-reference.ts'
import { buildProgram } from './build-program.ts'
import { answerTo } from './command-line.fixture.ts'
import { examplesOf } from './help-notes.ts'
import { programArguments } from './program-arguments.ts'
import { shellWords } from './shell-words.fixture.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

function quietProgram(): Command {
  const program = buildProgram(new AbortController().signal, () => {})
  for (const command of [program, ...program.commands]) {
    command.configureOutput({ outputError: () => {}, writeErr: () => {}, writeOut: () => {} })
  }
  return program
}

const names = quietProgram().commands.map((command) => command.name())
const examples = [quietProgram(), ...quietProgram().commands].flatMap((command) =>
  examplesOf(command).map((example) => [command.name(), example] as const),
)

describe('an example', () => {
  test('is in every help, 2 to 4 of them', () => {
    const counts = [quietProgram(), ...quietProgram().commands].map((command) => [
      command.name(),
      examplesOf(command).length,
    ])
    expect(counts.filter(([, count]) => Number(count) < 2 || Number(count) > 4)).toEqual([])
  })

  test.each(examples)('of %s is taken by the program: %s', async (_name, example) => {
    const [called, ...args] = shellWords(example)
    expect(called).toBe('kneepoint')
    const program = quietProgram()
    const done: string[] = []
    for (const command of program.commands) command.action(() => void done.push(command.name()))
    await program.parseAsync(programArguments(program, args), { from: 'user' })
    expect(done).toEqual([names.includes(args[0] ?? '') ? args[0] : 'run'])
  })

  test('of another command is not among them', () => {
    const wrong = examples.filter(
      ([name, example]) =>
        name !== 'kneepoint' &&
        !example.startsWith(`kneepoint ${name}`) &&
        !example.startsWith('kneepoint scenarios/'),
    )
    expect(wrong).toEqual([])
  })

  test('names scenarios that are there', () => {
    const named = examples.flatMap(([, example]) =>
      shellWords(example).filter((word) => word.startsWith('scenarios/')),
    )
    expect(named.length).toBeGreaterThan(5)
    const files = named.map((word) => readScenarioReference(word).file)
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([])
  })
})

describe('help', () => {
  afterEach(() => vi.unstubAllEnvs())

  test('groups commands by what they are for', async () => {
    const { stdout, exitCode } = await answerTo('--help')
    expect(exitCode).toBe(0)
    const groups = stdout.split('\n\n').flatMap((block) => {
      const [heading = '', ...lines] = block.split('\n')
      const commands = lines.flatMap((line) => /^ {2}([a-z]+) /.exec(line)?.[1] ?? [])
      return /^(Measure|Decide|Watch|Set up):$/.test(heading) ? [[heading, ...commands].join(' ')] : []
    })
    expect(groups).toEqual([
      'Measure: run bench knee probe leak',
      'Decide: simulate report tune compare',
      'Watch: nightly',
      'Set up: init doctor target completion help',
    ])
  })

  test.each([
    ['bench', ['Load:', 'Thresholds:', 'Request:', 'Pool:', 'Generator:', 'Output:']],
    ['run', ['Run:', 'Target and load:', 'Output:']],
    ['simulate', ['Traffic:', 'Pool:', 'System:', 'Output:']],
  ])('of %s groups its flags', async (name, groups) => {
    const { stdout } = await answerTo(name, '--help')
    const headings = stdout.split('\n').filter((line) => /^[A-Z][a-z ]+:$/.test(line))
    expect(headings).toEqual(['Arguments:', ...groups, 'Options:', 'Examples:'])
  })

  test.each([...names, ''])('of %s tells defaults that are some, and no choices as JSON', async (name) => {
    const { stdout } = await answerTo(...(name === '' ? [] : [name]), '--help')
    expect(stdout).not.toMatch(/default: (false|true|\[\]|")/)
    expect(stdout).not.toContain('choices:')
  })

  test('tells a default that has a value', async () => {
    expect((await answerTo('run', '--help')).stdout).toContain('(default: .kneepoint/runs)')
  })

  test.each([60, 80, 132])('wraps to a terminal of %i columns, but for examples', (width) => {
    const program = quietProgram()
    const tooLong: string[] = []
    for (const command of [program, ...program.commands]) {
      let text = ''
      command.configureOutput({ getOutHelpWidth: () => width, writeOut: (part) => void (text += part) })
      command.outputHelp()
      expect(text).toContain('Example')
      const prose = text
        .split('\n')
        .filter((line) => !/^ {2}kneepoint /.test(line) && !line.startsWith('Usage: '))
      // Beside long flags there is not room enough to wrap in a narrow terminal.
      if (width > 60) tooLong.push(...prose.filter((line) => line.length > width))
      else tooLong.push(...prose.filter((line) => line.length > width && !line.startsWith('  ')))
    }
    expect(tooLong).toEqual([])
  })

  test.each([[['help', 'bench']], [['bench', 'help']], [['bench', '--help']], [['bench', '-h']]])(
    'is asked for by %j',
    async (args) => {
      const { stdout, exitCode } = await answerTo(...args)
      expect(exitCode).toBe(0)
      expect(stdout).toMatch(/^Usage: kneepoint bench /)
    },
  )

  test.each([['-V'], ['--version']])('is short for %s', async (flag) => {
    expect(await answerTo(flag)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    })
  })

  test.each(['run', 'simulate', 'nightly'])(
    'of %s says how one of several scenarios is named',
    async (name) => {
      const { stdout } = await answerTo(name, '--help')
      expect(stdout.replaceAll(/\s+/g, ' ')).toContain('or file.ts#name where it has several')
    },
  )
})
