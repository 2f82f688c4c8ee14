import { RandomStream } from '../../../models/random/random-stream.ts'
import type { ItemList } from '../../target/hooks/codec/item-message.ts'

const WORDS = ['lamp', 'table', 'chair', 'oak', 'steel', 'Müller', 'small', 'large', 'blue', 'outdoor']

/** Articles as a shop has them; the same for the same count. */
export function sampleItems(count: number): ItemList {
  const stream = new RandomStream(1, 'sample-items')
  const word = (): string => WORDS[Math.floor(stream.float() * WORDS.length)] ?? ''
  return {
    items: Array.from({ length: count }, (_, i) => ({
      id: `item-${i}`,
      name: `${word()} ${word()} ${word()}`,
      price: Math.floor(stream.float() * 100_000) / 100,
      tags: [word(), word(), word()],
      attributes: { material: word(), color: word(), maker: word() },
    })),
  }
}
