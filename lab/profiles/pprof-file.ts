import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { Function, Line, Location, Profile, Sample, StringTable, ValueType } from 'pprof-format'
import type { PlainPprof } from '../../models/profile/plain-pprof.ts'

/** What is larger when unpacked is no profile of a server. */
const MOST_BYTES = 256 * 2 ** 20

/** Bytes that are no pprof. */
export class PprofFileError extends Error {
  override readonly name = 'PprofFileError'
}

/**
 * Reads what Go's `net/http/pprof` serves and `go tool pprof` reads: a profile.proto, with gzip or without.
 *
 * @throws PprofFileError when the bytes are none, or unpack to more than 256 MiB
 */
export async function decodePprof(bytes: Uint8Array): Promise<PlainPprof> {
  try {
    const isPacked = bytes[0] === 0x1f && bytes[1] === 0x8b
    const profile = Profile.decode(
      isPacked ? await promisify(gunzip)(bytes, { maxOutputLength: MOST_BYTES }) : bytes,
    )
    if (profile.sampleType.length === 0) throw new PprofFileError('a pprof has at least one type of samples')
    return plain(profile)
  } catch (error) {
    if (error instanceof PprofFileError) throw error
    throw new PprofFileError(`not a pprof: ${(error as Error).message}`, { cause: error })
  }
}

/** The bytes of a `.pb.gz` file, which `go tool pprof` and most viewers of profiles read. */
export async function encodePprof(pprof: PlainPprof): Promise<Uint8Array> {
  const strings = new StringTable()
  const id = (text: string): number => strings.dedup(text)
  const profile = new Profile({
    stringTable: strings,
    sampleType: pprof.sampleTypes.map(({ type, unit }) => new ValueType({ type: id(type), unit: id(unit) })),
    sample: pprof.samples.map(
      ({ locationIds, values }) => new Sample({ locationId: [...locationIds], value: [...values] }),
    ),
    location: pprof.locations.map(
      (location) =>
        new Location({ id: location.id, line: location.lines.map((line) => new Line({ ...line })) }),
    ),
    function: pprof.functions.map(
      ({ id: functionId, name, file, startLine }) =>
        new Function({ id: functionId, name: id(name), systemName: id(name), filename: id(file), startLine }),
    ),
  })
  return promisify(gzip)(profile.encode())
}

function plain(profile: Profile): PlainPprof {
  const text = (index: number | bigint): string => profile.stringTable.strings[Number(index)] ?? ''
  return {
    sampleTypes: profile.sampleType.map(({ type, unit }) => ({ type: text(type), unit: text(unit) })),
    samples: profile.sample.map(({ locationId, value }) => ({
      locationIds: locationId.map(Number),
      values: value.map(Number),
    })),
    locations: profile.location.map(({ id, line }) => ({
      id: Number(id),
      lines: line.map((each) => ({
        functionId: Number(each.functionId),
        line: Number(each.line),
        column: Number(each.column),
      })),
    })),
    functions: profile.function.map(({ id, name, filename, startLine }) => ({
      id: Number(id),
      name: text(name),
      file: text(filename),
      startLine: Number(startLine),
    })),
  }
}
