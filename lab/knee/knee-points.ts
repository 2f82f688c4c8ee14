import { type CurveFits, type CurveVariable, findsKnee } from '../../models/knee/curve-fits.ts'
import type { FitCurvesOptions } from '../../models/knee/fit-curves.ts'
import type { KneedleOptions } from '../../models/knee/kneedle.ts'
import { wrapText } from '../../reports/patches/wrap-text.ts'
import { COLUMNS } from '../bench/text-row.ts'
import { EXIT } from '../exit-codes.ts'
import { UsageError } from '../usage-error.ts'
import { fitPoints } from './fit-points.ts'
import { fitsDocument, type FitsDocument } from './fits-document.ts'
import { fitsText } from './fits-text.ts'
import { readPointFiles } from './read-point-files.ts'
import type { PointsTable } from './read-points.ts'

/** Flags as they were typed. */
export interface KneePointsFlags {
  /** `concave` or `convex`; taken from the columns, or guessed, unless given. */
  readonly curve?: string | undefined
  /** `increasing` or `decreasing`; likewise. */
  readonly direction?: string | undefined
  /** Kneedle's S > 0; 1 unless given. */
  readonly sensitivity?: string | undefined
  /** Of restarts and resamples: a whole number, of which the low 32 bits count; 1 unless given. */
  readonly seed?: number | undefined
  readonly json?: boolean | undefined
}

const SCHEMA_VERSION = 1
const DEFAULT_SEED = 1

/** What `knee --points --json` prints. */
export interface PointsDocument extends FitsDocument {
  readonly schemaVersion: typeof SCHEMA_VERSION
  readonly points: {
    /** Several with a comma between them. */
    readonly file: string
    readonly count: number
    readonly columns: readonly CurveVariable[]
  }
}

const CURVES = ['concave', 'convex'] as const
const DIRECTIONS = ['increasing', 'decreasing'] as const
const NUMBER = /^(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/

/**
 * Fits measured points, of a CSV file or of results of tools, and prints what was found, as text or JSON.
 *
 * @param named paths of the files, as `readPointFiles` takes them
 * @param write gets what is printed, which ends with a newline
 * @returns the exit code: 0, or 93 when no fit found a knee within the range measured
 * @throws UsageError (2) when a flag or a file cannot be used
 */
export async function kneePoints(
  named: string | readonly string[],
  flags: KneePointsFlags,
  write: (text: string) => void = (text) => void process.stdout.write(text),
): Promise<number> {
  const files = [named].flat()
  const file = files.join(', ')
  const options = readOptions(flags)
  const table = await readPointFiles(files)
  const fits = fitPoints(table, options)
  write(flags.json === true ? json(file, table, fits) : text(file, table, fits))
  return findsKnee(fits) ? EXIT.ok : EXIT.noKnee
}

function readOptions({
  curve,
  direction,
  sensitivity,
  seed = DEFAULT_SEED,
}: KneePointsFlags): FitCurvesOptions {
  const bend = curve === undefined ? {} : { curve: oneOf('--curve', curve, CURVES) }
  const way = direction === undefined ? {} : { direction: oneOf('--direction', direction, DIRECTIONS) }
  return { ...bend, ...way, ...readSensitivity(sensitivity), seed: seed >>> 0 }
}

function oneOf<Choice extends string>(flag: string, text: string, choices: readonly Choice[]): Choice {
  const choice = choices.find((each) => each === text)
  if (choice === undefined) throw new UsageError(`${flag}: '${text}' is neither ${choices.join(' nor ')}`)
  return choice
}

function readSensitivity(text: string | undefined): Partial<KneedleOptions> {
  if (text === undefined) return {}
  const value = Number(text)
  if (NUMBER.test(text) && value > 0 && value < Infinity) return { sensitivity: value }
  throw new UsageError(
    `--sensitivity: '${text}' is no number above 0; 1 is usual, and a higher one asks for a sharper bend`,
  )
}

function json(file: string, { columns, rows }: PointsTable, fits: CurveFits): string {
  const document: PointsDocument = {
    schemaVersion: SCHEMA_VERSION,
    points: { file, count: rows.length, columns },
    ...fitsDocument(fits),
  }
  return `${JSON.stringify(document)}\n`
}

function text(file: string, { columns, rows }: PointsTable, fits: CurveFits): string {
  const title = wrapText(`${file}: ${rows.length} points of ${columns.join(', ')}`, COLUMNS)
  const none = 'No knee in the range of these points: measure over a wider one.'
  return `${[...title, '', fitsText(fits).trimEnd(), ...(findsKnee(fits) ? [] : ['', none])].join('\n')}\n`
}
