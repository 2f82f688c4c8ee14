import { FrameTable } from './frame-table.ts'
import type { PlainPprof, PprofFunction, PprofLine, PprofLocation } from './plain-pprof.ts'
import type { Frame, StackProfile } from './stack-profile.ts'

const UNITS: Readonly<Record<string, { readonly unit: StackProfile['unit']; readonly factor: number }>> = {
  nanoseconds: { unit: 'microseconds', factor: 1e-3 },
  microseconds: { unit: 'microseconds', factor: 1 },
  milliseconds: { unit: 'microseconds', factor: 1e3 },
  seconds: { unit: 'microseconds', factor: 1e6 },
  bytes: { unit: 'bytes', factor: 1 },
  count: { unit: 'count', factor: 1 },
}

const UNKNOWN_LINE: PprofLine = { functionId: 0, line: 0, column: 0 }

/**
 * What one of the sample types of a pprof says. Where it does not say at which line a function begins, that is the first
 * of its lines that was sampled. Samples of 0 are left out.
 *
 * @param sampleType such as `cpu`, `inuse_space` or `goroutine`
 * @throws RangeError when the profile has no such type, or its unit is none that is known
 */
export function fromPprof(pprof: PlainPprof, sampleType: string): StackProfile {
  const index = pprof.sampleTypes.findIndex(({ type }) => type === sampleType)
  const { unit: pprofUnit } = pprof.sampleTypes[index] ?? {}
  if (pprofUnit === undefined) {
    const there = pprof.sampleTypes.map(({ type }) => type).join(', ')
    throw new RangeError(`the profile has no samples of type ${sampleType} (it has ${there || 'none'})`)
  }
  const known = Object.hasOwn(UNITS, pprofUnit) ? UNITS[pprofUnit] : undefined
  if (known === undefined) throw new RangeError(`the unit ${pprofUnit} of a profile is not known`)
  const table = new FrameTable()
  const stacks = stacksOfLocations(pprof, table)
  const samples = pprof.samples.flatMap(({ locationIds, values }) => {
    const value = (values[index] ?? 0) * known.factor
    return value > 0 ? [{ stack: locationIds.flatMap((id) => stacks.get(id) ?? []), value }] : []
  })
  return { unit: known.unit, frames: table.frames, samples }
}

/** For each location the indexes of its frames. */
function stacksOfLocations(
  { locations, functions }: PlainPprof,
  table: FrameTable,
): ReadonlyMap<number, readonly number[]> {
  const byId = new Map(functions.map((each) => [each.id, each]))
  const firstLines = firstLinesOf(locations)
  return new Map(
    locations.map(({ id, lines }) => [
      id,
      // What has no symbols is a function all the same.
      (lines.length === 0 ? [UNKNOWN_LINE] : lines).map((line) =>
        table.indexOf(frameOf(line, byId.get(line.functionId), firstLines.get(line.functionId))),
      ),
    ]),
  )
}

function firstLinesOf(locations: readonly PprofLocation[]): ReadonlyMap<number, number> {
  const first = new Map<number, number>()
  for (const { functionId, line } of locations.flatMap(({ lines }) => lines)) {
    if (line > 0) first.set(functionId, Math.min(line, first.get(functionId) ?? Infinity))
  }
  return first
}

function frameOf(at: PprofLine, of: PprofFunction | undefined, firstLine = 0): Frame {
  const { name = '', file = '', startLine = 0 } = of ?? {}
  return {
    functionName: name === '' ? '(anonymous)' : name,
    file,
    line: startLine > 0 ? startLine : firstLine,
    // That of another line is not where the function begins.
    column: startLine > 0 && at.line === startLine ? at.column : 0,
  }
}
