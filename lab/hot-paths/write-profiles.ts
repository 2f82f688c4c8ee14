import { fromCpuProfile } from '../../models/profile/from-cpu-profile.ts'
import { toPprof } from '../../models/profile/to-pprof.ts'
import { encodePprof } from '../profiles/pprof-file.ts'
import type { RunDirectory } from '../run-directory.ts'
import type { HotPathRecord } from './record-hot-paths.ts'

/**
 * Writes what viewers of profiles read into a run's directory, for its owner only: `profile.cpuprofile` (of JavaScript),
 * `profile.pb.gz`, and for Go `heap.pb.gz` and `goroutines.pb.gz`.
 *
 * @throws RunDirectoryError when one of them cannot be written
 */
export async function writeProfiles(directory: RunDirectory, record: HotPathRecord): Promise<void> {
  const { recorded, heap, goroutines } = record
  if (recorded !== null) await directory.writePrivate('profile.cpuprofile', JSON.stringify(recorded.profile))
  const stacks = recorded === null ? record.stacks : fromCpuProfile(recorded.profile)
  if (stacks !== null)
    await directory.writePrivate('profile.pb.gz', await encodePprof(toPprof(stacks, 'cpu')))
  if (heap !== null)
    await directory.writePrivate('heap.pb.gz', await encodePprof(toPprof(heap, 'inuse_space')))
  if (goroutines !== null)
    await directory.writePrivate('goroutines.pb.gz', await encodePprof(toPprof(goroutines, 'goroutine')))
}
