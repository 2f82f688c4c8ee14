import type { ProfileArtifact } from '../../models/artifacts/profile.ts'
import type { HotPathView } from '../../models/diagnosis/hot-path-view.ts'
import { fullView } from './hot-path-view.fixture.ts'

/** What a probe brought home, of a target with findings. */
export const hotPaths: ProfileArtifact = hotPathsOf(fullView)

export function hotPathsOf(view: HotPathView): ProfileArtifact {
  return {
    source: 'probe',
    runtime: 'Node 24.1.0',
    load: { rate: 120, durationMs: 9000, completed: 1080, meanResponseMs: 20 },
    view,
    heap: null,
    goroutines: null,
    missing: [],
  }
}

/** Of a target that tells nothing. */
export const noHotPaths: ProfileArtifact = {
  source: 'none',
  runtime: null,
  load: null,
  view: null,
  heap: null,
  goroutines: null,
  missing: ['No CPU profile and no figures: the target says nothing of itself.'],
}
