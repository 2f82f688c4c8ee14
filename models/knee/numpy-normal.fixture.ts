import { ln } from '../random/portable-math.ts'

const LENGTH = 624
const SHIFT = 397

/**
 * The first standard normal numbers of NumPy's `RandomState(seed)`, whose stream is fixed for good: Mersenne Twister
 * MT19937 (Matsumoto and Nishimura 1998) with the seeding of 2002, doubles of 53 bits, and the polar method
 * (Marsaglia 1964), of each pair the second number first.
 */
export function numpyNormals(seed: number, count: number): number[] {
  const nextDouble = doubles(seed)
  const normals: number[] = []
  while (normals.length < count) {
    const x = 2 * nextDouble() - 1
    const y = 2 * nextDouble() - 1
    const square = x * x + y * y
    if (square >= 1 || square === 0) continue
    const factor = Math.sqrt((-2 * ln(square)) / square)
    normals.push(factor * y, factor * x)
  }
  return normals.slice(0, count)
}

function doubles(seed: number): () => number {
  const nextWord = words(seed)
  return () => {
    const high = nextWord() >>> 5
    const low = nextWord() >>> 6
    return (high * 67_108_864 + low) / 9_007_199_254_740_992
  }
}

function words(seed: number): () => number {
  const state = new Uint32Array(LENGTH)
  state[0] = seed
  for (let i = 1; i < LENGTH; i++) {
    const before = state[i - 1] ?? 0
    state[i] = Math.imul(1_812_433_253, before ^ (before >>> 30)) + i
  }
  let position = LENGTH
  return () => {
    if (position === LENGTH) {
      twist(state)
      position = 0
    }
    let word = state[position++] ?? 0
    word ^= word >>> 11
    word ^= (word << 7) & 0x9d2c5680
    word ^= (word << 15) & 0xefc60000
    return (word ^ (word >>> 18)) >>> 0
  }
}

function twist(state: Uint32Array): void {
  for (let i = 0; i < LENGTH; i++) {
    const mixed = ((state[i] ?? 0) & 0x80000000) | ((state[(i + 1) % LENGTH] ?? 0) & 0x7fffffff)
    state[i] = (state[(i + SHIFT) % LENGTH] ?? 0) ^ (mixed >>> 1) ^ (mixed % 2 === 0 ? 0 : 0x9908b0df)
  }
}
