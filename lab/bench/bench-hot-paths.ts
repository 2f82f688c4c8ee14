import type { ProfileArtifact } from '../../models/artifacts/profile.ts'
import { profileText } from '../../reports/profile/profile-text.ts'
import { fitText } from '../../reports/terminal/fit-text.ts'
import type { Paint } from '../../reports/terminal/paint.ts'
import { COLUMNS } from './text-row.ts'

/**
 * A plain server on Node 20 took 0.05 s more of CPU time for each second that it was profiled for, the start, the end and
 * the asking for its figures included: the median of six pairs of benches of 5 s.
 */
const COSTS: Readonly<Partial<Record<ProfileArtifact['source'], string>>> = {
  probe:
    'A profiler was on while this was measured. With a sample each ms it takes the target about 5 % of a core, so these ' +
    'figures are not to be compared with those of a target without one.',
  pprof:
    'A profiler was on while this was measured. It takes CPU time from the target, so these figures are not to be compared ' +
    'with those of a target without one.',
}

/** What a bench found of its target's hot paths, for a terminal of 80 columns, without a newline at the end. */
export function benchHotPaths({ source, view, missing }: ProfileArtifact, paint: Paint): string {
  const costs = COSTS[source]
  return [
    ...(costs === undefined ? [] : [fitText(costs, COLUMNS).join('\n')]),
    ...(view === null ? [] : [profileText(view, paint).trimEnd()]),
    ...missing.map((sentence) => fitText(sentence, COLUMNS, '  ').join('\n')),
  ].join('\n\n')
}
