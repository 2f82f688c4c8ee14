import * as fc from 'fast-check'

/** Stands for lists in lists, deeper than a program can go by calling itself. */
const ABYSS = '@abyss@'
const DEPTH = 20_000
const abyss = '['.repeat(DEPTH) + ']'.repeat(DEPTH)

/** Values that JSON can hold, at the ends of what anyone expects. */
const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -0,
    -1,
    0.5,
    1e308,
    5e-324,
    2 ** 53,
    -(2 ** 53),
    1e15,
    '',
    'x',
    '__proto__',
    'NaN',
    '\ud800',
    'x'.repeat(2000),
    '9999-12-31T23:59:59Z',
    '+275760-09-13T00:00:00.000Z',
    [],
    {},
    [null],
    ABYSS,
  ),
  fc.jsonValue({ maxDepth: 2 }),
)

interface Mutation {
  readonly path: readonly number[]
  readonly action: 'replace' | 'remove' | 'repeat'
  readonly value: unknown
}

const mutation: fc.Arbitrary<Mutation> = fc.record({
  path: fc.array(fc.nat(30), { maxLength: 6 }),
  action: fc.constantFrom('replace', 'replace', 'remove', 'repeat'),
  value: hostileValue,
})

/** Goes down by the path as far as there is something; the last step is what the mutation changes. */
function mutate(value: unknown, { path, action, value: replacement }: Mutation): unknown {
  const [step, ...rest] = path
  if (typeof value !== 'object' || value === null || step === undefined) return replacement
  const keys = Object.keys(value)
  const key = keys[step % Math.max(1, keys.length)]
  if (key === undefined) return replacement
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, unknown>
  if (rest.length > 0) copy[key] = mutate(copy[key], { path: rest, action, value: replacement })
  else if (action === 'replace') copy[key] = replacement
  else if (action === 'repeat') copy[`${key}0`] = copy[key]
  else if (Array.isArray(copy)) copy.splice(Number(key), 1)
  else delete copy[key]
  return copy
}

/** JSON as a program writes it, with up to three values in it replaced, taken away or repeated. */
export function mutatedJson(samples: readonly unknown[]): fc.Arbitrary<string> {
  return fc
    .tuple(fc.constantFrom(...samples), fc.array(mutation, { minLength: 1, maxLength: 3 }))
    .map(([sample, mutations]) => JSON.stringify(mutations.reduce<unknown>(mutate, sample)) ?? '')
    .map((text) => text.replaceAll(`"${ABYSS}"`, abyss))
}
