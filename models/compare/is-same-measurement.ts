import { comparedMetrics, type ComparedSource } from './compared-source.ts'

/**
 * Whether two sources are one measurement, whatever they are called: of the same moment and kind, with the same value for
 * every metric that is known. Both sides of a run are of one moment, and differ in their values.
 */
export function isSameMeasurement(a: ComparedSource, b: ComparedSource): boolean {
  const isKnown = comparedMetrics.some((metric) => a.figures[metric] !== null)
  return (
    isKnown &&
    a.kind === b.kind &&
    a.startedAt === b.startedAt &&
    comparedMetrics.every((metric) => a.figures[metric] === b.figures[metric])
  )
}
