import { RandomStream } from '../../../models/random/random-stream.ts'
import type { Blocker } from './blocker.ts'

/** Nested repetition: a text of n letters that does not match at its end is tried in 2 to the power of n − 1 ways. */
const BACKTRACKING = /^(\w+\s?)+$/
/** Matches the same texts, each in one way. */
const LINEAR = /^\w+(?:\s\w+)*\s?$/

const LETTERS = 21

/** Titles that are checked by an expression which takes ever longer for those that are wrong. */
export const backtrackingRegexp: Blocker = {
  guilty(seed) {
    const random = new RandomStream(seed, 'titles')
    return () => Promise.resolve({ isTitle: isTitleSlowly(wrongTitle(random)) })
  },
  fixed(seed) {
    const random = new RandomStream(seed, 'titles')
    return () => Promise.resolve({ isTitle: isTitle(wrongTitle(random)) })
  },
}

function isTitleSlowly(text: string): boolean {
  return BACKTRACKING.exec(text) !== null
}

function isTitle(text: string): boolean {
  return LINEAR.exec(text) !== null
}

/** Letters, and a sign that no title has. */
function wrongTitle(random: RandomStream): string {
  const letters = Array.from({ length: LETTERS }, () => String.fromCharCode(97 + random.below(26)))
  return `${letters.join('')}!`
}
