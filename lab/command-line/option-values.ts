import { InvalidArgumentError } from 'commander'

export function parseSeed(text: string): number {
  return parseInteger(text, -(2 ** 31), 2 ** 31 - 1)
}

export function parsePid(text: string): number {
  return parseInteger(text, 1, 4_194_304)
}

export function parsePort(text: string): number {
  return parseInteger(text, 1, 65_535)
}

export function parseLine(text: string): number {
  return parseInteger(text, 1, 2 ** 31 - 1)
}

export function parseMs(text: string): number {
  return parseInteger(text, 0, 10_000)
}

function parseInteger(text: string, min: number, max: number): number {
  const value = Number(text)
  if (/^-?\d+$/.test(text) && value >= min && value <= max) return value
  throw new InvalidArgumentError(`a whole number from ${min} to ${max} is expected.`)
}

export function parseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url !== null && ['http:', 'https:'].includes(url.protocol)) return text
  throw new InvalidArgumentError('an http or https URL is expected, e.g. http://127.0.0.1:8080.')
}

/** For an option that may be given several times. */
export function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value]
}
