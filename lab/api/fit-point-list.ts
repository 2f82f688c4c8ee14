import { type CurveVariable, findsKnee } from '../../models/knee/curve-fits.ts'
import type { FitCurvesOptions } from '../../models/knee/fit-curves.ts'
import { fitPoints } from '../knee/fit-points.ts'
import { checkAmount, type PointsRow } from '../knee/read-points.ts'
import { UsageError } from '../usage-error.ts'
import type { KneeFits, KneeOptions, MeasuredLoad, PlainPoint } from './knee.ts'
import { requireAbove0, requireOneOf, requireWhole } from './require-option.ts'
import { isRecord, type OptionKinds, requireOptions, shown } from './require-options.ts'

const KINDS: OptionKinds<KneeOptions> = {
  curve: 'text',
  direction: 'text',
  sensitivity: 'number',
  seed: 'number',
}
const PLAIN: readonly CurveVariable[] = ['x', 'y']
const MEASURED: readonly CurveVariable[] = ['rate', 'concurrency', 'throughput', 'latencyMs']
const MOST_SEED = 2 ** 31 - 1
/** No measured figure is larger, or smaller and not 0; squares of these are numbers still. */
const LARGEST = 1e30
const SMALLEST = 1e-30

/** @throws UsageError for points or options that cannot be used */
export function fitPointList(
  points: readonly MeasuredLoad[] | readonly PlainPoint[],
  options: KneeOptions,
): KneeFits {
  const fitOptions = readOptions(options)
  const rows = points.map(rowOf)
  const columns = [...PLAIN, ...MEASURED].filter((name) => rows.some((row) => row[name] !== undefined))
  const isPlain = columns.includes('x')
  if (isPlain && columns.length > 2) {
    throw new UsageError(
      `points: some have x and y, and some ${columns.filter((name) => !PLAIN.includes(name)).join(', ')}`,
    )
  }
  checkAmount('points', { columns, rows })
  const fits = fitPoints({ columns, rows, notes: [] }, fitOptions)
  return { ...fits, found: findsKnee(fits) }
}

function readOptions(options: KneeOptions): FitCurvesOptions {
  requireOptions(options, KINDS)
  const { curve, direction, sensitivity, seed = 1 } = options
  requireOneOf('curve', curve, ['concave', 'convex'])
  requireOneOf('direction', direction, ['increasing', 'decreasing'])
  requireAbove0('sensitivity', sensitivity)
  requireWhole('seed', seed, -MOST_SEED - 1, MOST_SEED)
  return {
    ...(curve === undefined ? {} : { curve }),
    ...(direction === undefined ? {} : { direction }),
    ...(sensitivity === undefined ? {} : { sensitivity }),
    seed: seed >>> 0,
  }
}

function rowOf(point: MeasuredLoad | PlainPoint, index: number): PointsRow {
  if (!isRecord(point)) throw new UsageError(`points[${index}]: ${shown(point)} is no object of figures`)
  const figures = Object.entries(point).filter(([, value]) => value !== undefined && value !== null)
  const known = 'x' in point ? PLAIN : MEASURED
  for (const [name, value] of figures) {
    const problem = problemOf(name, value, known)
    if (problem !== null) throw new UsageError(`points[${index}]: ${problem}`)
  }
  const missing = 'x' in point ? PLAIN.find((name) => !figures.some(([each]) => each === name)) : undefined
  if (missing !== undefined) throw new UsageError(`points[${index}]: ${missing} is missing`)
  if (figures.length === 0) throw new UsageError(`points[${index}]: has none of ${MEASURED.join(', ')}`)
  return Object.fromEntries(figures)
}

function problemOf(name: string, value: unknown, known: readonly string[]): string | null {
  if (!known.includes(name)) return `${name} is no figure; there are ${known.join(', ')}, or x and y`
  if (typeof value !== 'number' || !Number.isFinite(value))
    return `${name} ${String(value)} is no finite number`
  if (Math.abs(value) > LARGEST) return `${name} ${value} is beyond ${LARGEST}`
  if (value !== 0 && Math.abs(value) < SMALLEST) return `${name} ${value} is nearer to 0 than ${SMALLEST}`
  if (name === 'x' || name === 'y') return null
  if (value < 0) return `${name} ${value} is negative`
  return name === 'concurrency' && value === 0 ? 'concurrency is 0: leave the point out' : null
}
