import type { ServiceTarget } from '../../../models/scenario/targets/service-target.ts'
import type { Certificate } from '../certificate.ts'

/** Another service, as the one before it calls it. */
export interface DownstreamOptions {
  readonly origin: string
  /** PEM of what to trust, or `null` without TLS. */
  readonly ca: string | null
}

/** One process of the built-in service. */
export interface ServiceOptions extends Pick<
  ServiceTarget,
  'hooks' | 'serviceMs' | 'errorRate' | 'listLength' | 'itemBytes'
> {
  /** What it is called in traces. */
  readonly name: string
  /** Of which requests to `/throw` fail. */
  readonly seed: number
  readonly codec: ServiceTarget['codec'] | null
  readonly headers: ServiceTarget['headers'] | null
  /** `null` for any number. */
  readonly slots: number | null
  /** Connections over which `/work` is handed on; `null` for any number. */
  readonly pools: Exclude<ServiceTarget['pools'], undefined> | null
  /** Where `/downstream` goes on to; `null` for the last service. */
  readonly downstream: DownstreamOptions | null
  readonly certificate: Certificate | null
}
