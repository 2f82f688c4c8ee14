import { exp, ln } from '../random/portable-math.ts'
import type { RandomStream } from '../random/random-stream.ts'
import type { Feed, ParameterValue, ValueGenerator } from './request-spec.ts'
import { firstAbove } from './first-above.ts'

/** Draws the value of one parameter; `index` is that of the request in the schedule. */
export type DrawValue = (stream: RandomStream, index: number) => ParameterValue

/** @throws RangeError when a feed that the generator names is not among `feeds`, or is empty */
export function createGenerator(generator: ValueGenerator, feeds: readonly Feed[]): DrawValue {
  switch (generator.kind) {
    case 'integer':
      return drawInteger(generator.min, generator.max)
    case 'choice':
      return drawChoice(generator.values)
    case 'zipf':
      return drawZipf(generator.size, generator.exponent)
    case 'uuid':
      return drawUuid
    case 'sequence':
      return drawSequence(generator.start ?? 0)
    default:
      return drawFeed(feeds, generator.file, generator.column)
  }
}

function drawInteger(min: number, max: number): DrawValue {
  const count = max - min + 1
  return (stream) => min + Math.floor(stream.float() * count)
}

function drawChoice(values: readonly ParameterValue[]): DrawValue {
  return (stream) => values[stream.below(values.length)] ?? ''
}

function drawSequence(start: number): DrawValue {
  return (_stream, index) => start + index
}

function drawFeed(feeds: readonly Feed[], file: string, column: string): DrawValue {
  const values = feeds.find((feed) => feed.file === file && feed.column === column)?.values
  if (values === undefined || values.length === 0) {
    throw new RangeError(`the feed ${file} has no values in its column ${column}`)
  }
  return (_stream, index) => values[index % values.length] ?? ''
}

/** Inversion of the cumulative distribution, which is held as a table of `size` numbers. */
function drawZipf(size: number, exponent: number): DrawValue {
  const cumulative = new Float64Array(size)
  let total = 0
  for (let rank = 1; rank <= size; rank++) {
    total += exp(-exponent * ln(rank))
    cumulative[rank - 1] = total
  }
  return (stream) => firstAbove(cumulative, stream.float() * total) + 1
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** RFC 9562 §5.4: 122 random bits, version 4, variant 10. */
function drawUuid(stream: RandomStream): string {
  const a = stream.int32()
  const b = (stream.int32() & 0xffff0fff) | 0x4000
  const c = (stream.int32() & 0x3fffffff) | 0x80000000
  const d = stream.int32()
  return `${hex16(a >>> 16)}${hex16(a)}-${hex16(b >>> 16)}-${hex16(b)}-${hex16(c >>> 16)}-${hex16(c)}${hex16(d >>> 16)}${hex16(d)}`
}

function hex16(word: number): string {
  return (HEX[(word >>> 8) & 0xff] ?? '') + (HEX[word & 0xff] ?? '')
}
