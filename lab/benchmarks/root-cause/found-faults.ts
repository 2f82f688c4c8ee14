import { FAULT_KINDS, type FaultKind } from '../../../models/root-cause/fault-kind.ts'
import { clopperPearson } from '../../../models/statistics/clopper-pearson.ts'
import { markdownTable } from '../../docs/markdown-table.ts'

/** One fault that was injected, and who was blamed for it. */
export interface FoundFault {
  readonly seed: number
  readonly injected: { readonly service: string; readonly kind: FaultKind; readonly strength: string }
  /** First of the ranking. */
  readonly named: { readonly service: string; readonly kind: FaultKind | null; readonly score: number }
  /** By errors alone. */
  readonly baseline: string
}

/** How often the first of a ranking was right. */
export interface Hits {
  readonly service: number
  readonly serviceAndKind: number
  readonly baseline: number
}

export function countHits(found: readonly FoundFault[]): Hits {
  const count = (isRight: (each: FoundFault) => boolean): number => found.filter(isRight).length
  return {
    service: count(isRightService),
    serviceAndKind: count((each) => isRightService(each) && each.named.kind === each.injected.kind),
    baseline: count(({ injected, baseline }) => baseline === injected.service),
  }
}

/** How often each was right, with 95 % intervals, and what was named for each kind of fault, as Markdown. */
export function foundFaultsSection(found: readonly FoundFault[]): string {
  const { service, serviceAndKind, baseline } = countHits(found)
  const row = (what: string, hits: number): string[] => [
    what,
    `${hits} of ${found.length}`,
    intervalText(hits, found.length),
  ]
  const hits = markdownTable(
    ['first of the ranking', 'right', '95 % interval'],
    [
      row('service', service),
      row('service and kind', serviceAndKind),
      row('service, by the share of errors alone', baseline),
    ],
  )
  return `${[...hits, '', ...confusionTable(found)].join('\n')}\n`
}

function isRightService({ injected, named }: FoundFault): boolean {
  return named.service === injected.service
}

function intervalText(hits: number, trials: number): string {
  const { low, high } = clopperPearson(hits, trials)
  return `${percent(low)} to ${percent(high)} %`
}

function percent(share: number): string {
  return (100 * share).toFixed(0)
}

/** A row for each kind that was injected, a column for each that was named; in brackets, at another service. */
function confusionTable(found: readonly FoundFault[]): readonly string[] {
  const columns: ReadonlyArray<FaultKind | null> = [...FAULT_KINDS, null]
  const rows = FAULT_KINDS.map((kind) => {
    const ofKind = found.filter(({ injected }) => injected.kind === kind)
    return [
      kind,
      ...columns.map((named) => confusionCell(ofKind.filter((each) => each.named.kind === named))),
    ]
  })
  return markdownTable(['injected', ...columns.map((kind) => kind ?? 'nothing')], rows)
}

function confusionCell(named: readonly FoundFault[]): string {
  if (named.length === 0) return ''
  const elsewhere = named.filter((each) => !isRightService(each)).length
  return elsewhere === 0 ? String(named.length) : `${named.length} (${elsewhere})`
}
