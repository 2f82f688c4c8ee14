import { UsageError } from '../usage-error.ts'

/** What an option has to be given as; `any` where whoever reads it looks at it closer. */
export type OptionKind = keyof typeof kinds | 'any'

/** Of all options that a function has. */
export type OptionKinds<Options> = Readonly<Record<keyof Options, OptionKind>>

interface Kind {
  readonly title: string
  readonly fits: (value: unknown) => boolean
}

const kinds = {
  flag: { title: 'true or false', fits: (value) => typeof value === 'boolean' },
  text: { title: 'text', fits: (value) => typeof value === 'string' },
  texts: {
    title: 'a list of texts',
    fits: (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
  },
  number: { title: 'a number', fits: (value) => typeof value === 'number' },
  record: { title: 'an object', fits: isRecord },
  function: { title: 'a function', fits: (value) => typeof value === 'function' },
  signal: {
    title: 'an AbortSignal',
    fits: (value) => isRecord(value) && 'aborted' in value && 'addEventListener' in value,
  },
} satisfies Readonly<Record<string, Kind>>

/**
 * Callers in JavaScript may give anything, and an option that nothing reads would silently have no effect.
 *
 * @param options what was given; fields of `undefined` count as not given
 * @param known has the kinds of all options
 * @param what they are, for the message
 * @throws UsageError for what is no object, an option that there is not, or one that is of another kind
 */
export function requireOptions<Options extends object>(
  options: Options,
  known: OptionKinds<Options>,
  what = 'options',
): void {
  if (!isRecord(options)) throw new UsageError(`${what}: ${shown(options)} is no object`)
  for (const [name, value] of Object.entries(options)) {
    const kind: OptionKind | undefined = Object.hasOwn(known, name) ? known[name as keyof Options] : undefined
    if (kind === undefined) {
      throw new UsageError(`${name} is no option; there are ${Object.keys(known).join(', ')}`)
    }
    if (kind === 'any' || value === undefined || kinds[kind].fits(value)) continue
    throw new UsageError(`${name}: ${shown(value)} is not ${kinds[kind].title}`)
  }
}

/** Any object but a list. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A value for a message: never much, and whatever it is. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`
  if (typeof value === 'function') return 'a function'
  if (typeof value !== 'object' || value === null) return String(value)
  return Array.isArray(value) ? 'a list' : 'an object'
}
