import type { PoolPolicy } from '../pool/policy.ts'
import type { PoolSettingName, PoolSettings } from '../pool/settings.ts'

/**
 * One HTTP client or proxy: what it calls the canonical settings, what it does when they are left alone, how
 * its pool behaves and how a change is written in its own dialect. One client, one file; adding a client is
 * adding a file and a line in `catalogue.ts`.
 */
export interface Client {
  /** The name used in scenarios and on the command line, e.g. `go-net-http`. */
  readonly name: string
  /** The name people know it by, e.g. `Go net/http`. */
  readonly title: string
  /** What an untouched client does, in the versions that `versions` names. */
  readonly defaults: PoolSettings
  /** The versions that defaults and policy describe, e.g. `Go 1.19 to 1.24`. */
  readonly versions: string
  /** Defaults that were others in earlier versions, the latest first. */
  readonly formerDefaults: readonly FormerDefaults[]
  readonly policy: PoolPolicy
  /** How its pool behaves once `patch` was applied, where the patch changes more than the settings. */
  readonly patchedPolicy?: PoolPolicy
  /** The client's own name and unit for each setting it has; a canonical setting that is absent cannot be set. */
  readonly native: NativeSettings
  /** What surprises people about this client's pool, one sentence each. */
  readonly traps: readonly string[]
  /** The recommended settings, written as this client wants them. */
  readonly patch: (settings: PoolSettings) => ConfigPatch
}

/** What an earlier version did where nobody had set anything. */
export interface FormerDefaults {
  /** The last versions that did, e.g. `up to v0.10.2`. */
  readonly versions: string
  readonly settings: Partial<PoolSettings>
}

export type NativeSettings = Partial<Record<PoolSettingName, NativeSetting>>

/** One setting as the client writes it. */
export interface NativeSetting {
  readonly name: string
  /** What a bare number counts; `duration` is text with units, such as `90s` or `1h30m`. */
  readonly unit: 'count' | 'ms' | 's' | 'duration'
  /** Values that mean something else than they say, with their canonical meaning, e.g. `{ '0': 2, '-1': 0 }`. */
  readonly special?: Readonly<Record<string, number>>
  /**
   * How much more the client allows than the number that is written: canonical = native + offset, in the unit of the
   * canonical setting. 0 where absent; special values and no limit are taken as they are.
   */
  readonly offset?: number
}

/** The policy in force with today's configuration, or with a patched one. */
export function policyOf(client: Client, configuration: 'today' | 'patched'): PoolPolicy {
  return configuration === 'patched' ? (client.patchedPolicy ?? client.policy) : client.policy
}

/** A change to a configuration, as text in the dialect of the program that reads it. */
export interface ConfigPatch {
  /** Name for the patch's own file, e.g. `transport.go`. */
  readonly fileName: string
  /** Language for highlighting, e.g. `go`, `nginx`, `typescript`. */
  readonly language: string
  /** The snippet itself, ending with a newline. */
  readonly text: string
  /** What the snippet cannot express, or what to mind when applying it; one sentence each. */
  readonly notes: readonly string[]
}
