import * as fc from 'fast-check'

/** What tends to break readers: marks, numbers at the ends of ranges, names of prototypes, text that is no text. */
export const hostileSnippets: readonly string[] = [
  '',
  '\0',
  '\ufeff',
  '\r',
  '\n\n',
  '"',
  "'",
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '=',
  '#',
  '//',
  '/*',
  '<!--',
  '-',
  '-0',
  '-1',
  '0',
  '1e400',
  '-1e400',
  '1e-400',
  '1e15',
  '9007199254740993',
  '99999999999999999999',
  '0x10',
  'NaN',
  'Infinity',
  '+Inf',
  'null',
  'true',
  '"x"',
  '{}',
  '[]',
  '__proto__',
  'constructor',
  'toString',
  '\ud800',
  '\u{1f600}',
  '\u2028',
  '%00',
  '../../../../etc/passwd',
  '\u001b[2J',
  '['.repeat(5000),
  '9'.repeat(400),
  ' '.repeat(3000),
]

interface Change {
  /** Where, as a share of the text. */
  readonly at: number
  /** How many characters are taken away. */
  readonly removed: number
  readonly added: string
}

const change: fc.Arbitrary<Change> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  removed: fc.oneof(fc.nat(3), fc.nat(40), fc.constant(Infinity)),
  added: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...hostileSnippets) },
    fc.string({ maxLength: 8, unit: 'binary' }),
  ),
})

function changed(text: string, { at, removed, added }: Change): string {
  const from = Math.floor(at * text.length)
  return text.slice(0, from) + added + text.slice(from + removed)
}

/** A text that people or programs write, with up to four changes in it. */
export function mutatedText(samples: readonly string[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...samples), fc.array(change, { minLength: 1, maxLength: 4 }))
    .map(([text, changes]) => changes.reduce(changed, text))
}

/** The same, or any text, or any bytes. */
export function hostileContent(samples: readonly string[]): fc.Arbitrary<string | Uint8Array> {
  return fc.oneof(
    { weight: 8, arbitrary: mutatedText(samples) },
    fc.string({ maxLength: 200, unit: 'binary' }),
    fc.array(fc.constantFrom(...hostileSnippets), { maxLength: 12 }).map((parts) => parts.join('')),
    fc.uint8Array({ maxLength: 200 }),
  )
}
