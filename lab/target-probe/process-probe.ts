import { type TargetSample, UNKNOWN_SAMPLE } from '../../models/measurement/target-sample.ts'
import { runtimeName } from '../environment.ts'
import { canCollectGarbage } from './collect-garbage.ts'
import { CpuProfiler } from './cpu-profiler.ts'
import { HeapSampler } from './heap-sampler.ts'
import { InspectorSession } from './inspector-session.ts'
import type { ProbeCapabilities } from './probe-capabilities.ts'
import { ProcessVitals } from './process-vitals.ts'

/** All that can be known about the process that it is made in. */
export class ProcessProbe {
  readonly vitals: ProcessVitals
  readonly cpuProfiler: CpuProfiler
  readonly heapSampler = new HeapSampler()
  readonly #runtime = runtimeName()
  #capabilities: ProbeCapabilities | null = null

  private constructor(vitals: ProcessVitals) {
    this.vitals = vitals
    this.cpuProfiler = new CpuProfiler((epochMs) => vitals.blocksSince(epochMs))
  }

  static async start(): Promise<ProcessProbe> {
    return new ProcessProbe(await ProcessVitals.start())
  }

  async sample(): Promise<TargetSample> {
    return {
      ...UNKNOWN_SAMPLE,
      atEpochMs: Date.now(),
      runtime: this.#runtime,
      ...(await this.vitals.sample()),
    }
  }

  /** Tries what can be tried, once. */
  async capabilities(): Promise<ProbeCapabilities> {
    this.#capabilities ??= await this.#findCapabilities()
    return this.#capabilities
  }

  close(): void {
    this.vitals.stop()
    this.cpuProfiler.close()
    this.heapSampler.close()
  }

  async #findCapabilities(): Promise<ProbeCapabilities> {
    const { allocatedBytes, activeResources } = await this.vitals.sample()
    return {
      runtime: this.#runtime,
      gcPauses: this.vitals.knowsPauses,
      allocatedBytes: allocatedBytes !== null,
      activeResources: activeResources !== null,
      collectGarbage: canCollectGarbage(),
      cpuProfile: await hasCpuProfiler(),
      heapSampling: await this.heapSampler.isAvailable(),
    }
  }
}

async function hasCpuProfiler(): Promise<boolean> {
  const session = new InspectorSession()
  try {
    await session.post('Profiler.enable')
    return true
  } catch {
    return false
  } finally {
    session.close()
  }
}
