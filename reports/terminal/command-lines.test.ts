import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { commandLines } from './command-lines.ts'

/** Words as a POSIX shell reads them, of unquoted text, '…', a backslash before a quote, and one before a line's end. */
function shellWords(text: string): string[] {
  const joined = text.replace(/'[^']*'|\\\n/g, (part) => (part === '\\\n' ? '' : part))
  const words = joined.match(/(?:'[^']*'|\\'|[^\s'\\])+/g) ?? []
  return words.map((word) =>
    word.replace(/'([^']*)'|\\'/g, (part, inner?: string) => (part === "\\'" ? "'" : inner) ?? ''),
  )
}

test('a command that fits stands on one line', () => {
  expect(commandLines('Again:', 'kneepoint run week.ts --seed 1')).toEqual([
    'Again: kneepoint run week.ts --seed 1',
  ])
})

test('a longer one goes on as a shell has it', () => {
  const target = `http://127.0.0.1:8080/${'a'.repeat(70)}`
  expect(
    commandLines('Again:', `kneepoint run scenarios/seven-day.ts --quick --seed 1 --target ${target}`),
  ).toEqual([
    'Again: kneepoint run scenarios/seven-day.ts --quick --seed 1 --target \\',
    `  http://127.0.0.1:8080/${'a'.repeat(54)}\\`,
    'a'.repeat(16),
  ])
})

const plainWord = fc.stringMatching(/^[\w./:@%+,=-]{1,200}$/)
const quotedWord = fc.stringMatching(/^[ -&(-~]{1,200}$/).map((text) => `'${text}'`)
const apostrophe = fc.constant(String.raw`'it'\''s mine'`)

test('is at most 80 columns wide, and read by a shell as the same words', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(plainWord, quotedWord, apostrophe), { minLength: 1, maxLength: 8 }),
      (words) => {
        const lines = commandLines('Again:', words.join(' '))
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80)
        expect(shellWords(lines.join('\n').slice('Again:'.length))).toEqual(shellWords(words.join(' ')))
      },
    ),
  )
})
