import type { GrowthSite } from '../../models/leak/attribute-growth.ts'
import type { GroupGrowth } from '../../models/heap-snapshot/retained-growth.ts'
import type { RetainingKind } from '../../models/heap-snapshot/retaining-kind.ts'
import type { LeakMeasure, LeakVerdict } from '../../models/leak/leak-verdict.ts'
import { withoutControls } from '../terminal/text-width.ts'
import { formatBytes, formatCount, formatEnds, formatMemory } from './format-growth.ts'
import { measureTitles } from './leak-sentences.ts'

export const measureHead = ['', 'verdict', 'bytes a request', '95 %', 'grew by'] as const

/** Heap, external memory and resident set apart. */
export function measureRows({ measures }: LeakVerdict): string[][] {
  return (Object.keys(measureTitles) as LeakMeasure[]).map((name) => {
    const measure = measures[name]
    if (measure === null) return [measureTitles[name], 'not known', '–', '–', '–']
    const { bytesPerRequest: slope } = measure
    return [
      measureTitles[name],
      measure.verdict,
      slope === null ? '–' : formatBytes(slope.value),
      slope === null ? '–' : formatEnds(slope).replace('95 %: ', ''),
      formatMemory(measure.grownBytes),
    ]
  })
}

export const siteHead = ['function', 'place', 'bytes a request', '95 %', 'of growth'] as const

/** A row for each function whose objects stay. */
export function siteRow({ functionName, file, line, bytesPerRequest, share }: GrowthSite): string[] {
  return [
    withoutControls(functionName),
    withoutControls(placeOf(file, line)),
    formatBytes(bytesPerRequest.value),
    formatEnds(bytesPerRequest).replace('95 %: ', ''),
    formatShareOf(share),
  ]
}

function placeOf(file: string, line: number): string {
  if (file === '') return '–'
  return line > 0 ? `${file}:${line}` : file
}

export function formatShareOf(share: number): string {
  return `${(100 * share).toFixed(0)} %`
}

export const groupHead = ['objects', 'before', 'after', 'grew by'] as const

export function groupRow({ name, countBefore, countAfter, bytesBefore, bytesAfter }: GroupGrowth): string[] {
  return [
    withoutControls(name),
    formatCount(countBefore),
    formatCount(countAfter),
    formatMemory(bytesAfter - bytesBefore),
  ]
}

export const kindTitles: Readonly<Record<RetainingKind, string>> = {
  map: 'a Map or Set',
  'object-map': 'an object used as a map',
  array: 'an array',
  listener: 'event listeners',
  timer: 'timers',
  promise: 'promises that wait',
  socket: 'open sockets',
  closure: 'functions and their variables',
  list: 'a linked list',
  other: 'something else',
}
