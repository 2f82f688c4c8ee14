import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { DOCS_INDEX, docsIndex } from './docs-index.ts'
import { firstSentence } from './first-sentence.ts'
import { projectFiles } from './project-files.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

describe('docs/README.md', () => {
  it('is what lab/docs/write-docs-index.ts writes', async () => {
    const written = readFileSync(join(root, DOCS_INDEX), 'utf8')
    expect(written, 'run node --import tsx lab/docs/write-docs-index.ts').toBe(
      await docsIndex(projectFiles(root)),
    )
    expect(written).toContain('](clients/README.md)')
    expect(written).toContain('](knee.md)')
    expect(written).not.toContain('](clients/undici.md)')
  })
})

describe('the first sentence', () => {
  it.each([
    ['# A\n\n```sh\nx. Y\n```\n\nIt is `a.b`\nand [c](d.md). More.', 'It is `a.b` and c.'],
    ['# A\n\n| a |\n| - |\n\nOne: two. Three.', 'One: two.'],
    ['One of these:\n\n- a', 'One of these.'],
    ['no end', 'no end'],
    ['', ''],
  ])('of %j', (text, sentence) => {
    expect(firstSentence(text)).toBe(sentence)
  })
})
