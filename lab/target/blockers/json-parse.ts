import { RandomStream } from '../../../models/random/random-stream.ts'
import type { Blocker } from './blocker.ts'

interface Product {
  readonly id: number
  readonly name: string
  readonly cents: number
}

interface Catalogue {
  readonly products: readonly Product[]
}

const PRODUCTS = 12_000

/** A catalogue of about a megabyte, parsed anew for each request that asks for one product of it. */
export const jsonParse: Blocker = {
  guilty(seed) {
    const text = catalogueText(seed)
    return (index) => Promise.resolve(productAt(parseProducts(text), index))
  },
  fixed(seed) {
    const { products } = JSON.parse(catalogueText(seed)) as Catalogue
    return (index) => Promise.resolve(productAt(products, index))
  },
}

function parseProducts(text: string): readonly Product[] {
  return (JSON.parse(text) as Catalogue).products
}

function productAt(products: readonly Product[], index: number): object {
  return { product: products[index % products.length] }
}

function catalogueText(seed: number): string {
  const random = new RandomStream(seed, 'catalogue')
  const products = Array.from({ length: PRODUCTS }, (_, id) => ({
    id,
    name: `product ${id} of a catalogue that is read from a shared store`,
    cents: random.below(100_000),
    tags: ['new', 'sale', `shelf-${random.below(100)}`],
  }))
  return JSON.stringify({ products })
}
