import { attributeGrowth, type GrowthAttribution } from '../../models/leak/attribute-growth.ts'
import { fromHeapProfile } from '../../models/profile/from-heap-profile.ts'
import type { StackProfile } from '../../models/profile/stack-profile.ts'
import type { ProbeClient } from '../telemetry/probe-client.ts'
import { ProbeUnavailable } from '../telemetry/probe-client-request.ts'

type Sampling = Pick<ProbeClient, 'startHeapSampling' | 'heapProfile' | 'stopHeapSampling'>

/** Samples what a target allocates from before its warm-up on, and tells which functions' objects stay. */
export class AllocationWatch {
  readonly #probe: Sampling
  readonly #intervalBytes: number
  readonly #clock: () => number
  #askedMs: number
  #before: StackProfile | null = null

  private constructor(probe: Sampling, intervalBytes: number, clock: () => number) {
    this.#probe = probe
    this.#intervalBytes = intervalBytes
    this.#clock = clock
    this.#askedMs = clock()
  }

  /** @param clock ms @returns it, or why it is not to be had, as a sentence */
  static async start(
    probe: Sampling,
    intervalBytes: number,
    clock: () => number = () => performance.now(),
  ): Promise<AllocationWatch | string> {
    try {
      await probe.startHeapSampling({ intervalBytes })
      return new AllocationWatch(probe, intervalBytes, clock)
    } catch (error) {
      if (!(error instanceof ProbeUnavailable)) throw error
      return `Where it was allocated cannot be told: ${error.message}.`
    }
  }

  /**
   * What is live now counts as having been there, and what the probe needs for a profile, such as source maps. After a
   * collection.
   */
  async mark(): Promise<void> {
    await this.#probe.heapProfile()
    this.#before = await this.#profile()
  }

  /** What came since the mark and stays; `null` without one. After a collection. @param requests since the mark */
  async attribute(requests: number): Promise<GrowthAttribution | null> {
    if (this.#before === null || requests <= 0) return null
    return attributeGrowth(this.#before, await this.#profile(), {
      intervalBytes: this.#intervalBytes,
      requests,
    })
  }

  /** A probe ends a sampling that it is not asked about for ten minutes: called now and then, this sees to it. */
  async keepUp(): Promise<void> {
    if (this.#clock() - this.#askedMs > MOST_UNASKED_MS) await this.#profile()
  }

  stop(): Promise<void> {
    return this.#probe.stopHeapSampling()
  }

  async #profile(): Promise<StackProfile> {
    this.#askedMs = this.#clock()
    return withoutProbe(fromHeapProfile(await this.#probe.heapProfile()))
  }
}

const MOST_UNASKED_MS = 240_000
const OF_PROBE = /\/lab\/target-probe\//

/** Without what was allocated for answering it. */
function withoutProbe(profile: StackProfile): StackProfile {
  const isOfProbe = profile.frames.map(({ file }) => OF_PROBE.test(file))
  const samples = profile.samples.filter(({ stack }) => !stack.some((frame) => isOfProbe[frame]))
  return { ...profile, samples }
}
