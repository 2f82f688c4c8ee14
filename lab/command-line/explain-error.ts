import type { Command } from 'commander'
import { nearName } from './near-name.ts'
import { nearScenario, scenarioNamed } from './near-scenario.ts'

/**
 * An error of the parser with what it does not know itself: which other commands have a flag, and which scenario a
 * word that is no command may mean.
 *
 * @param text as the parser writes it, with a newline at the end
 * @param command in whose arguments the error is
 */
export function explainError(text: string, command: Command): string {
  const [, flag] = /^error: unknown option '(--?[^'=]+)/.exec(text) ?? []
  if (flag !== undefined) return explainFlag(text, flag, command)
  const [, word] = /^error: unknown command '([^']*)'/.exec(text) ?? []
  return word === undefined ? text : explainWord(text, word, command)
}

/** That another command has this very flag is likelier what is wrong than a slip of the finger. */
function explainFlag(text: string, flag: string, command: Command): string {
  const others = (command.parent?.commands ?? []).filter(
    (each) => each !== command && each.options.some(({ short, long }) => flag === short || flag === long),
  )
  if (others.length === 0) return text
  const names = others.map((each) => each.name())
  return `error: unknown option '${flag}'\n(${flag} is a flag of ${enumerate(names)})\n`
}

/** The parser itself knows of no other case: `BENCH` is far from `bench`. */
function explainWord(text: string, word: string, { commands }: Command): string {
  const isExplained = text.includes('Did you mean')
  const others = (): string | null =>
    nearName(
      word,
      commands.map((each) => each.name()),
    ) ?? nearScenario(word)
  const meant = scenarioNamed(word) ?? (isExplained ? null : others())
  return meant === null ? text : `error: unknown command '${word}'\n(Did you mean ${meant}?)\n`
}

function enumerate(names: readonly string[]): string {
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}
