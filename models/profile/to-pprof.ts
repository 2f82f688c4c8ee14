import type { PlainPprof, PprofSampleType } from './plain-pprof.ts'
import type { StackProfile } from './stack-profile.ts'

/** Values of a pprof are whole: parts of a µs are kept as ns. */
const NS_PER_US = 1_000

/**
 * A profile as a pprof, in which each frame is one function at one location. Times are kept to 1 ns, other values to
 * whole numbers.
 *
 * @param type what the values are, such as `cpu` or `inuse_space`
 */
export function toPprof({ unit, frames, samples }: StackProfile, type: string): PlainPprof {
  const factor = unit === 'microseconds' ? NS_PER_US : 1
  return {
    sampleTypes: [{ type, unit: pprofUnit(unit) }],
    samples: samples.map(({ stack, value }) => ({
      locationIds: stack.map(idOf),
      values: [Math.round(value * factor)],
    })),
    locations: frames.map(({ line, column }, index) => ({
      id: idOf(index),
      lines: [{ functionId: idOf(index), line, column }],
    })),
    functions: frames.map(({ functionName, file, line }, index) => ({
      id: idOf(index),
      name: functionName,
      file,
      startLine: line,
    })),
  }
}

/** Ids begin at 1: 0 is for none. */
function idOf(index: number): number {
  return index + 1
}

function pprofUnit(unit: StackProfile['unit']): PprofSampleType['unit'] {
  return unit === 'microseconds' ? 'nanoseconds' : unit
}
