/** What single requests on a quiet target show, before any load. Times in ms. */
export interface ProbeArtifact {
  readonly origin: string
  /** Opening a connection (TCP, and TLS where there is any), one at a time. */
  readonly dialMs: readonly number[]
  /** What TCP alone took of each of these: a round trip, but over a link that charges it to the first bytes. */
  readonly tcpMs: readonly number[]
  /** The same as `dialMs`, so many at once. */
  readonly burstDialMs: readonly number[]
  readonly burstSize: number
  /** First response on each of those connections. */
  readonly firstMs: readonly number[]
  /** Later responses on the same connections. */
  readonly reusedMs: readonly number[]
  /** `timeout` of the server's `Keep-Alive` header, or `null` when it sends none. */
  readonly hintMs: number | null
  /** Whether the server answered a second request on the same connection. */
  readonly reuses: boolean
  readonly tls: { readonly protocol: string; readonly cipher: string } | null
}
