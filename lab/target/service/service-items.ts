import type { Item, ItemList } from '../hooks/codec/item-message.ts'

/** The articles of the service: every id is one, and all that it has follows from its id. */
export class ServiceItems {
  readonly #description: string

  /** @param itemBytes of each description, a whole number of 0 or more */
  constructor(itemBytes: number) {
    this.#description = SENTENCE.repeat(Math.ceil(itemBytes / SENTENCE.length)).slice(0, itemBytes)
  }

  find(id: string): Item {
    const mixed = mix(id)
    return {
      id,
      name: `Item ${id}`,
      price: (100 + (mixed % 9900)) / 100,
      tags: [`group-${mixed % 7}`, mixed % 2 === 0 ? 'even' : 'odd'],
      attributes: { color: COLORS[mixed % COLORS.length] ?? '', description: this.#description },
    }
  }

  list(count: number): ItemList {
    return { items: Array.from({ length: count }, (_, i) => this.find(String(i + 1))) }
  }

  /** What a client that sends an item gets back: the item at a price with tax, and marked as seen. */
  transform(item: Item): Item {
    return { ...item, price: Math.round(item.price * TAXED * 100) / 100, tags: [...item.tags, 'seen'] }
  }
}

const SENTENCE = 'Sturdy, made to last, and easy to clean. '
const COLORS = ['black', 'white', 'red', 'green', 'blue'] as const
const TAXED = 1.19

function mix(id: string): number {
  let mixed = 7
  for (let i = 0; i < id.length; i++) mixed = (Math.imul(mixed, 31) + id.charCodeAt(i)) >>> 0
  return mixed
}
