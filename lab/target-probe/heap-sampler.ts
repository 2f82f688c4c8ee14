import type { HeapSamplingNode, HeapSamplingProfile } from '../../models/profile/heap-sampling-profile.ts'
import { AdminError } from './admin-error.ts'
import { InspectorSession } from './inspector-session.ts'
import { Lease } from './lease.ts'
import { SourceFrames } from './source-frames.ts'
import { asUnavailable } from './unavailable.ts'

const MOST_UNASKED_MINUTES = 10
const WHAT = 'heap sampling'

/** Samples which code allocated what is live. One at a time; ends 10 minutes after it was last asked for. */
export class HeapSampler {
  readonly #session: InspectorSession
  readonly #lease = new Lease(MOST_UNASKED_MINUTES * 60_000, () => this.#abandon())
  #isRunning = false

  constructor(session: InspectorSession = new InspectorSession()) {
    this.#session = session
  }

  /** Whether this runtime can; tries it. */
  async isAvailable(): Promise<boolean> {
    if (this.#isRunning) return true
    try {
      await this.#session.post('HeapProfiler.startSampling', { samplingInterval: 2 ** 20 })
      await this.#session.post('HeapProfiler.stopSampling')
      return true
    } catch {
      return false
    }
  }

  /**
   * @param intervalBytes allocated between two samples, on average
   * @throws AdminError 409 while it runs, 501 where the runtime cannot
   */
  async start(intervalBytes: number): Promise<void> {
    if (this.#isRunning) throw new AdminError(409, 'the heap is being sampled already')
    this.#isRunning = true
    try {
      await this.#session.post('HeapProfiler.startSampling', { samplingInterval: intervalBytes })
      this.#lease.renew()
    } catch (error) {
      this.#isRunning = false
      throw asUnavailable(error, WHAT)
    }
  }

  /**
   * What is live of what was allocated since the start.
   *
   * @throws AdminError 409 when it does not run, or not any more
   */
  async profile(): Promise<HeapSamplingProfile> {
    this.#requireRunning()
    this.#lease.renew()
    const { profile } = await this.#session.post<SamplingAnswer>('HeapProfiler.getSamplingProfile')
    const sources = new SourceFrames()
    return { head: withSources(profile.head, sources) }
  }

  /** @throws AdminError 409 when it does not run, or not any more */
  async stop(): Promise<void> {
    this.#requireRunning()
    this.#isRunning = false
    this.#lease.end()
    await this.#session.post('HeapProfiler.stopSampling')
  }

  close(): void {
    this.#lease.end()
    this.#isRunning = false
    this.#session.close()
  }

  #requireRunning(): void {
    if (this.#isRunning) return
    throw new AdminError(
      409,
      `the heap is not being sampled; that ends ${MOST_UNASKED_MINUTES} minutes after it was last asked for`,
    )
  }

  #abandon(): void {
    this.#isRunning = false
    this.#session.post('HeapProfiler.stopSampling').catch(() => {})
  }
}

interface SamplingAnswer {
  readonly profile: HeapSamplingProfile
}

function withSources(node: HeapSamplingNode, sources: SourceFrames): HeapSamplingNode {
  return {
    callFrame: sources.toSource(node.callFrame),
    selfSize: node.selfSize,
    id: node.id,
    children: node.children.map((child) => withSources(child, sources)),
  }
}
