import { CODEC_KINDS, type CodecKind, MEDIA_TYPES } from './codec-registry.ts'

interface MediaRange {
  readonly type: string
  readonly subtype: string
  /** 0 to 1; 0 means that it is not wanted. */
  readonly quality: number
}

/**
 * Which kind a reply is to be of (RFC 9110, section 12.5.1): that of the highest quality, and of those the first that
 * is offered. The most specific range of the header that fits a media type is the one that counts for it.
 *
 * @param accept the header, or undefined where the client takes anything
 * @param offered in order of preference
 * @returns null when the client takes none of them
 */
export function acceptedKind(accept: string | undefined, offered: readonly CodecKind[]): CodecKind | null {
  if (accept === undefined || accept.trim() === '') return offered[0] ?? null
  const only = kindOf(accept)
  if (only !== null && offered.includes(only)) return only
  const ranges = accept.split(',').flatMap(readRange)
  let best: CodecKind | null = null
  let bestQuality = 0
  for (const kind of offered) {
    const quality = Math.max(...MEDIA_TYPES[kind].map((mediaType) => qualityOf(mediaType, ranges)))
    if (quality > bestQuality) {
      best = kind
      bestQuality = quality
    }
  }
  return best
}

/** Of the one media type that most clients name. */
function kindOf(mediaType: string): CodecKind | null {
  return CODEC_KINDS.find((kind) => MEDIA_TYPES[kind].includes(mediaType)) ?? null
}

function readRange(text: string): MediaRange[] {
  const [mediaType = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const [type = '', subtype = ''] = mediaType.split('/')
  if (type === '' || subtype === '') return []
  const weight = parameters.find((parameter) => parameter.startsWith('q='))
  const quality = weight === undefined ? 1 : Number(weight.slice(2))
  return [{ type, subtype, quality: quality >= 0 && quality <= 1 ? quality : 0 }]
}

function qualityOf(mediaType: string, ranges: readonly MediaRange[]): number {
  const [type = '', subtype = ''] = mediaType.split('/')
  const exact = ranges.find((range) => range.type === type && range.subtype === subtype)
  const ofType = ranges.find((range) => range.type === type && range.subtype === '*')
  const any = ranges.find((range) => range.type === '*' && range.subtype === '*')
  return (exact ?? ofType ?? any)?.quality ?? 0
}
