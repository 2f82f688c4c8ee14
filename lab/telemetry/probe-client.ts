import type { TargetSample } from '../../models/measurement/target-sample.ts'
import type { EventLoopBlock } from '../../models/profile/event-loop-block.ts'
import type { HeapSamplingProfile } from '../../models/profile/heap-sampling-profile.ts'
import type { RecordedCpuProfile } from '../../models/profile/recorded-cpu-profile.ts'
import type { ProbeCapabilities } from '../target-probe/probe-capabilities.ts'
import { askProbe, type ProbeRequest } from './probe-client-request.ts'
import { TelemetryError, type TargetTelemetry } from './target-telemetry.ts'

/** While load goes on, a late sample is worth less than the next one. */
export const SAMPLE_LIMIT_MS = 1_000
const COMMAND_LIMIT_MS = 10_000
/** Collecting, or writing down, a large heap or a long profile stops the target for a while. */
const LONG_LIMIT_MS = 120_000

/**
 * Asks the probe in a target's own process. Every method throws a TelemetryError that says what is wrong when the probe
 * does not answer, and ProbeUnavailable, which names the runtime, for what cannot be done there.
 */
export class ProbeClient {
  readonly adminUrl: string
  readonly #token: string

  /** @param adminUrl without a path, e.g. `http://127.0.0.1:40123` */
  constructor(adminUrl: string, token: string) {
    this.adminUrl = adminUrl
    this.#token = token
  }

  async capabilities(): Promise<ProbeCapabilities> {
    const answer = await this.#ask('GET', '/capabilities', COMMAND_LIMIT_MS)
    return this.#sensible<ProbeCapabilities>(answer, 'runtime')
  }

  /** @param signal gives it up */
  async stats(signal?: AbortSignal, timeoutMs = COMMAND_LIMIT_MS): Promise<TargetSample> {
    const answer = await this.#ask('GET', '/stats', timeoutMs, undefined, signal)
    return this.#sensible<TargetSample>(answer, 'atEpochMs')
  }

  /** Collects all garbage, which stops the target meanwhile; then its figures. */
  async collectGarbage(): Promise<TargetSample> {
    return this.#sensible<TargetSample>(await this.#ask('POST', '/gc', LONG_LIMIT_MS), 'atEpochMs')
  }

  /** Blocks of the event loop of more than 10 ms, in order of time; of all that are kept, those that ended later. */
  async blocks(sinceEpochMs = 0): Promise<readonly EventLoopBlock[]> {
    const answer = await this.#ask('GET', `/blocks?sinceEpochMs=${sinceEpochMs}`, COMMAND_LIMIT_MS)
    if (!Array.isArray(answer)) throw this.#nonsense()
    return answer as EventLoopBlock[]
  }

  /** @param options `intervalUs` between two samples: 50 to 1,000,000, 1,000 unless told */
  async startCpuProfile(options: { readonly intervalUs?: number } = {}): Promise<void> {
    await this.#ask('POST', '/cpu-profile/start', COMMAND_LIMIT_MS, options)
  }

  async stopCpuProfile(): Promise<RecordedCpuProfile> {
    const answer = await this.#ask('POST', '/cpu-profile/stop', LONG_LIMIT_MS)
    return this.#sensible<RecordedCpuProfile>(answer, 'profile')
  }

  /** @param options `intervalBytes` between two samples: 1,024 to 1 GiB, 32,768 unless told */
  async startHeapSampling(options: { readonly intervalBytes?: number } = {}): Promise<void> {
    await this.#ask('POST', '/heap-sampling/start', COMMAND_LIMIT_MS, options)
  }

  /** What is live of what was allocated since the sampling started, which goes on. */
  async heapProfile(): Promise<HeapSamplingProfile> {
    const answer = await this.#ask('GET', '/heap-sampling', LONG_LIMIT_MS)
    return this.#sensible<HeapSamplingProfile>(answer, 'head')
  }

  async stopHeapSampling(): Promise<void> {
    await this.#ask('POST', '/heap-sampling/stop', LONG_LIMIT_MS)
  }

  /** @param file absolute, in a folder that exists, where there is nothing yet */
  async heapSnapshot(file: string): Promise<void> {
    await this.#ask('POST', '/heap-snapshot', LONG_LIMIT_MS, { file })
  }

  #ask(
    method: ProbeRequest['method'],
    path: string,
    timeoutMs: number,
    body?: object,
    signal?: AbortSignal,
  ): Promise<unknown> {
    const request = { method, path, timeoutMs, ...(body === undefined ? {} : { body }) }
    return askProbe(this.adminUrl, this.#token, request, signal)
  }

  #sensible<Answer>(answer: unknown, key: keyof Answer & string): Answer {
    if (typeof answer !== 'object' || answer === null || !(key in answer)) throw this.#nonsense()
    return answer as Answer
  }

  #nonsense(): TelemetryError {
    return new TelemetryError(`${this.adminUrl} is not a probe: it answered something else`)
  }
}

/** A target's own figures, by its probe. */
export function createProbeTelemetry(client: ProbeClient): TargetTelemetry {
  const closed = new AbortController()
  return {
    source: `${client.adminUrl}/stats`,
    sample: () => client.stats(closed.signal, SAMPLE_LIMIT_MS),
    close: () => closed.abort(),
  }
}
