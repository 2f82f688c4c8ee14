import type { AdminRequest, AdminRoutes } from './admin-server.ts'
import { AdminError } from './admin-error.ts'
import { collectGarbage } from './collect-garbage.ts'
import type { ProcessProbe } from './process-probe.ts'
import { unavailable } from './unavailable.ts'
import { writeHeapSnapshot } from './write-heap-snapshot.ts'

const DEFAULT_INTERVAL_US = 1_000
const DEFAULT_INTERVAL_BYTES = 32_768

/**
 * What a probe can be asked, beside its figures:
 *
 *     GET  /stats                a TargetSample, and what `figures` adds
 *     GET  /capabilities         ProbeCapabilities
 *     GET  /blocks               EventLoopBlock[]; ?sinceEpochMs= those that ended later
 *     POST /gc                   two full collections, then as /stats
 *     POST /cpu-profile/start    { intervalUs? }: 50 to 1,000,000; 1,000 unless told
 *     POST /cpu-profile/stop     RecordedCpuProfile
 *     POST /heap-sampling/start  { intervalBytes? }: 1,024 to 1 GiB; 32,768 unless told
 *     GET  /heap-sampling        HeapSamplingProfile
 *     POST /heap-sampling/stop
 *     POST /heap-snapshot        { file }: an absolute path where there is nothing yet
 *
 * @param figures of the program itself, which come on top of the probe's
 */
export function probeRoutes(probe: ProcessProbe, figures: () => object): AdminRoutes {
  const stats = async () => ({ ...(await probe.sample()), ...figures() })
  return {
    'GET /stats': stats,
    'GET /capabilities': () => probe.capabilities(),
    'GET /blocks': ({ query }) => probe.vitals.blocksSince(sinceOf(query)),
    'POST /gc': async () => {
      if (!(await collectGarbage())) throw unavailable('collecting garbage')
      return stats()
    },
    'POST /cpu-profile/start': (request) =>
      probe.cpuProfiler.start(numberOf(request, 'intervalUs', DEFAULT_INTERVAL_US, 50, 1_000_000)),
    'POST /cpu-profile/stop': () => probe.cpuProfiler.stop(),
    'POST /heap-sampling/start': (request) =>
      probe.heapSampler.start(numberOf(request, 'intervalBytes', DEFAULT_INTERVAL_BYTES, 1_024, 2 ** 30)),
    'GET /heap-sampling': () => probe.heapSampler.profile(),
    'POST /heap-sampling/stop': () => probe.heapSampler.stop(),
    'POST /heap-snapshot': ({ body }) => {
      const { file } = body
      if (typeof file !== 'string') throw new AdminError(400, 'file has to be a path')
      return writeHeapSnapshot(file)
    },
  }
}

function sinceOf(query: URLSearchParams): number {
  const since = Number(query.get('sinceEpochMs') ?? 0)
  if (Number.isNaN(since)) throw new AdminError(400, 'sinceEpochMs has to be a number')
  return since
}

function numberOf({ body }: AdminRequest, name: string, usual: number, least: number, most: number): number {
  const value = body[name] ?? usual
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    throw new AdminError(400, `${name} has to be a whole number from ${least} to ${most}`)
  }
  return value
}
