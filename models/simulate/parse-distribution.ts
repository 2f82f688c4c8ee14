import { parseDuration } from '../scenario/duration.ts'
import { createDistribution } from './create-distribution.ts'
import type { DistributionSpec } from './distribution.ts'

const ACCEPTED =
  'a length of time such as 20ms (always the same), const:20ms, exp:20ms, lognormal:mean=20ms,p99=80ms, ' +
  'lognormal:median=20ms,sigma=0.5 or hyperexp:mean=20ms,cs2=4; units: ms, s, m, h, d'

/**
 * Reads a distribution of times as a command line has it; the numbers of the result are ms.
 *
 * @throws RangeError that says what is wrong, and what is accepted
 */
export function parseDistribution(text: string): DistributionSpec {
  try {
    const spec = readSpec(text.trim())
    createDistribution(spec)
    return spec
  } catch (error) {
    const reason = error instanceof RangeError ? error.message : String(error)
    throw new RangeError(`"${text}" is no distribution: ${reason}. Accepted: ${ACCEPTED}`, { cause: error })
  }
}

function readSpec(text: string): DistributionSpec {
  const colon = text.indexOf(':')
  if (colon < 0) return { kind: 'deterministic', value: readTime(text) }
  const kind = text.slice(0, colon).trim()
  const rest = text.slice(colon + 1).trim()
  switch (kind) {
    case 'const':
      return { kind: 'deterministic', value: readTime(rest) }
    case 'exp':
      return { kind: 'exponential', mean: readTime(rest) }
    case 'lognormal':
      return readLognormal(readParameters(rest))
    case 'hyperexp': {
      const [mean, cs2] = exactly(readParameters(rest), 'mean', 'cs2')
      return { kind: 'hyperexponential', mean: readTime(mean), cs2: readNumber('cs2', cs2) }
    }
    default:
      throw new RangeError(`"${kind}" is not a kind of distribution`)
  }
}

function readLognormal(parameters: ReadonlyMap<string, string>): DistributionSpec {
  if (parameters.has('median') || parameters.has('sigma')) {
    const [median, sigma] = exactly(parameters, 'median', 'sigma')
    return { kind: 'lognormal', median: readTime(median), sigma: readNumber('sigma', sigma) }
  }
  const [mean, p99] = exactly(parameters, 'mean', 'p99')
  return { kind: 'lognormal', mean: readTime(mean), p99: readTime(p99) }
}

function readParameters(text: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>()
  for (const part of text.split(',')) {
    const [name = '', value, ...more] = part.split('=').map((piece) => piece.trim())
    if (value === undefined || more.length > 0)
      throw new RangeError(`"${part}" is not of the form name=value`)
    if (parameters.has(name)) throw new RangeError(`${name} is given twice`)
    parameters.set(name, value)
  }
  return parameters
}

/** The values of these two parameters, where no others were given. */
function exactly(parameters: ReadonlyMap<string, string>, first: string, second: string): [string, string] {
  const unknown = [...parameters.keys()].find((name) => name !== first && name !== second)
  if (unknown !== undefined) throw new RangeError(`"${unknown}" does not go with ${first} and ${second}`)
  const [a, b] = [parameters.get(first), parameters.get(second)]
  if (a === undefined || b === undefined) {
    throw new RangeError(`${a === undefined ? first : second} is missing`)
  }
  return [a, b]
}

function readTime(text: string): number {
  const ms = parseDuration(text)
  if (ms !== null) return ms
  const needsUnit = /^\d+(\.\d+)?$/.test(text)
  throw new RangeError(needsUnit ? `"${text}" needs a unit` : `"${text}" is not a length of time`)
}

function readNumber(name: string, text: string): number {
  if (!/^\d+(\.\d+)?$/.test(text)) throw new RangeError(`${name} must be a number, got "${text}"`)
  return Number(text)
}
