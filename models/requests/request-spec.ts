/** Anything JSON can hold. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/** How requests may be sent. */
export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS'

/** What a placeholder was replaced with. */
export type ParameterValue = string | number

/**
 * Where the values of a placeholder come from.
 *
 * - `integer`: uniform in min…max, both included.
 * - `choice`: one of the values, uniformly.
 * - `zipf`: rank 1…size, P(k) ∝ k^−exponent: a few ranks are asked for most of the time.
 * - `uuid`: a random (version 4) UUID.
 * - `sequence`: `start` (default 0) + the index of the request in the schedule, so no two requests share a value.
 * - `feed`: the rows of one column of a CSV file in order, cycled by the index of the request; two columns of
 *   one file are therefore always read from the same row.
 */
export type ValueGenerator =
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'choice'; readonly values: readonly ParameterValue[] }
  | { readonly kind: 'zipf'; readonly size: number; readonly exponent: number }
  | { readonly kind: 'uuid' }
  | { readonly kind: 'sequence'; readonly start?: number | undefined }
  | { readonly kind: 'feed'; readonly file: string; readonly column: string }

/** The values of one column of a CSV file that a `feed` generator names. */
export interface Feed {
  readonly file: string
  readonly column: string
  readonly values: readonly string[]
}

/** What `build` is told about the request it is to make. */
export interface BuildContext {
  /** Position in the arrival schedule, from 0. */
  readonly index: number
  /** A number in [0, 1) that depends on the seed and the index alone: use it in place of Math.random. */
  readonly random: () => number
  /** The values that the placeholders and the declared parameters have in this request. */
  readonly parameters: Readonly<Record<string, ParameterValue>>
}

/** What `build` changes; what it leaves out stays as declared. */
export interface BuiltRequest {
  /** In place of the declared one. */
  readonly method?: HttpMethod | undefined
  /** Starts with `/`; sent as it is. */
  readonly path?: string | undefined
  /** Added to the declared headers, over those of the same name. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** `null` sends none. */
  readonly body?: JsonValue | undefined
}

/** Makes a request, or changes what is declared. Called in load threads. */
export type BuildRequest = (context: BuildContext) => BuiltRequest

/** What `check` is told about the response. */
export interface ReceivedResponse {
  /** As HTTP has it, such as 200. */
  readonly status: number
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  /** As it was sent, decoded from chunks but not decompressed. */
  readonly body: Uint8Array
}

/** True, or a sentence saying what is wrong with the response: such a request counts as failed. */
export type CheckResponse = (response: ReceivedResponse) => true | string

/** One kind of request in the mix. */
export interface RequestSpec {
  readonly name?: string | undefined
  /** Share of this kind, relative to the weights of the others; > 0. */
  readonly weight: number
  readonly method: HttpMethod
  /** Starts with `/`; `{name}` stands for a value, which is percent-encoded. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>> | undefined
  /**
   * Text is sent as it is; anything else as JSON, with that content type unless `headers` has one; `null` sends
   * none. A value takes the place of its placeholder inside a JSON string and stays text.
   */
  readonly body?: JsonValue | undefined
  readonly parameters?: Readonly<Record<string, ValueGenerator>> | undefined
  readonly build?: BuildRequest | undefined
}
