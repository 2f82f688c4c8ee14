import { deflateSync } from 'node:zlib'
import type { LatencyHistogram } from '../../models/measurement/latency-histogram.ts'
import { hlogPayload } from '../../reports/formats/hlog-payload.ts'

/** "V2 compressed" of HdrHistogram's encoding. */
const COOKIE = 0x1c849314

const BEST_COMPRESSION = 9

/** As histogram logs hold it: base64 of cookie, length, and the payload as zlib compresses it. */
export function encodeHlogHistogram(histogram: LatencyHistogram): string {
  const compressed = deflateSync(hlogPayload(histogram), { level: BEST_COMPRESSION })
  const header = Buffer.alloc(8)
  header.writeUInt32BE(COOKIE, 0)
  header.writeInt32BE(compressed.length, 4)
  return Buffer.concat([header, compressed]).toString('base64')
}
