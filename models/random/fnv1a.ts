/** FNV-1a with 32 bits (Fowler, Noll and Vo; draft-eastlake-fnv): offset basis and prime. */
const OFFSET_BASIS = 0x811c9dc5
const PRIME = 0x01000193

/** 32-bit FNV-1a of some bytes, as an unsigned integer. Tells equal from different; no protection from forgery. */
export function fnv1aOfBytes(bytes: Uint8Array): number {
  let hash = OFFSET_BASIS
  for (const byte of bytes) hash = Math.imul(hash ^ byte, PRIME)
  return hash >>> 0
}

/** 32-bit FNV-1a of a text's UTF-16 code units; for ASCII the same as that of its bytes. */
export function fnv1aOfText(text: string): number {
  let hash = OFFSET_BASIS
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME)
  return hash >>> 0
}
