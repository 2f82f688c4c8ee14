import type { Client } from '../../../models/clients/client.ts'
import type { PoolSettings } from '../../../models/pool/settings.ts'

/** A configuration or source file as the user has it. */
export interface ConfigFile {
  /** As messages name it; its ending tells the dialect where there are several. */
  readonly name: string
  readonly text: string
}

/** The settings that a recommendation decides; the others in the user's file are not its business. */
export type WantedSettings = Pick<PoolSettings, 'idleTimeoutMs' | 'maxIdlePerHost' | 'maxConnsPerHost'>

/** A replacement of [from, to) by a text, in UTF-16 units of the file; an insertion where the two are equal. */
export interface Splice {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** One value that a place holds now. */
export interface WrittenValue {
  /** In the file's own words, unique within the place, e.g. `MaxIdleConnsPerHost`. */
  readonly name: string
  /** As it is written, e.g. `90 * time.Second`. */
  readonly text: string
  /** Where its text begins, in UTF-16 units. */
  readonly from: number
}

/** What has to be written so that a place says what is wanted; no splices where it says so already. */
export interface PlacePlan {
  readonly splices: readonly Splice[]
  /** Names of the values that the splices change, add or take away. */
  readonly touches: readonly string[]
  /** What the file cannot say, or what to mind; one sentence each. */
  readonly notes: readonly string[]
}

/** One place in a file that configures one pool of the client, e.g. one `http.Transport` literal. */
export interface ConfigPlace {
  /** For people, e.g. `upstream api` or `http.Transport literal`. */
  readonly title: string
  /** Where it begins, in UTF-16 units. */
  readonly from: number
  /** Every value of the pool that is written there, wanted or not. */
  readonly values: readonly WrittenValue[]
  /** @throws ConfigEditError when it cannot be written safely, e.g. over a value that is computed */
  readonly plan: (wanted: WantedSettings) => PlacePlan
}

/** How the settings of some clients are written in one kind of file. */
export interface ConfigDialect {
  /** For people, e.g. `Go source`. */
  readonly title: string
  /** Names of the clients that it can find and change. */
  readonly clients: readonly string[]
  /** Whether a file of that name (its last part, as the user wrote it) is of this kind. */
  readonly reads: (fileName: string) => boolean
  /**
   * All places that configure the client, in the order of the file.
   *
   * @throws ConfigEditError at the first place that cannot be parsed
   */
  readonly findPlaces: (file: ConfigFile, client: Client) => readonly ConfigPlace[]
}

/** Why a file is left as it is, at one place in it. */
export class ConfigEditError extends Error {
  override readonly name = 'ConfigEditError'
  /** UTF-16 units from the beginning of the file. */
  readonly offset: number

  /** @param message a sentence without its full stop: what is wrong, and what to do */
  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}
