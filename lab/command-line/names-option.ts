import { InvalidArgumentError, Option } from 'commander'
import { nearName } from './near-name.ts'

/** A flag whose value is one of some names, or, as a list, several with commas between; others are refused. */
export class NamesOption extends Option {
  readonly isList: boolean

  /** @param description which names the values itself: help shows it as it is */
  constructor(
    flags: string,
    description: string,
    { names, isList = false }: { readonly names: readonly string[]; readonly isList?: boolean },
  ) {
    super(flags, description)
    this.isList = isList
    this.choices(names)
    this.argParser((text: string) => {
      for (const name of isList ? text.split(',') : [text]) requireKnown(isList ? name.trim() : name, names)
      return text
    })
  }
}

/** A flag whose command knows the names itself, and refuses others; completion offers them. */
export function offering(names: readonly string[], flags: string, description: string): Option {
  return new Option(flags, description).choices(names).argParser((text: string) => text)
}

/**
 * Of a value that is one of some names.
 *
 * @throws InvalidArgumentError with the name that was probably meant
 */
export function requireKnown(name: string, names: readonly string[]): void {
  if (names.includes(name)) return
  const near = nearName(name, names)
  const hint = near === null ? '.' : `: did you mean ${near}?`
  throw new InvalidArgumentError(`There is no '${name}'${hint} There are ${names.join(', ')}.`)
}
