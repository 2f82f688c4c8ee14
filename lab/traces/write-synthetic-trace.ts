import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { syntheticTrace } from './synthetic-trace.ts'

/**
 * Writes the files that `scenarios/trace-replay.ts` reads, again the same ones unless what makes them has changed. Run
 * with `node --import tsx lab/traces/write-synthetic-trace.ts`; it takes a moment.
 */
const SEED = 1

const { arrivals, products } = syntheticTrace(SEED)
await write('synthetic-calls.csv', arrivals)
await write('synthetic-products.csv', products)

async function write(name: string, text: string): Promise<void> {
  const url = new URL(`../../scenarios/traces/${name}`, import.meta.url)
  await writeFile(fileURLToPath(url), text)
  console.log(`scenarios/traces/${name}: ${text.length} bytes`)
}
