import { expect, test } from 'vitest'
import { declarationImports, withJavaScriptEndings } from './declaration-imports.ts'

const TEXT = `import type { Dispatcher } from 'undici/index.js';
import * as z from "zod";
import 'node:net';
export * from './scenario/schema.ts';
/** Use it so: \`import { x } from './elsewhere.ts'\`. */
export declare function load(): Promise<import('../pool/settings.ts').PoolSettings>;
// export * from './gone.ts'
export type Tree = import('@lezer/common').Tree;
export declare const path: 'from ./here.ts';
`

test('finds files and packages in imports of code and of types, and none in comments', () => {
  expect(declarationImports(TEXT)).toEqual({
    files: ['./scenario/schema.ts', '../pool/settings.ts'],
    packages: ['undici', 'zod', '@lezer/common'],
    builtins: ['node:net'],
  })
})

test('names the modules that run, and leaves everything else as it is', () => {
  const text = withJavaScriptEndings(TEXT)
  expect(text).toContain("export * from './scenario/schema.js'")
  expect(text).toContain("import('../pool/settings.js').PoolSettings")
  expect(text).toContain("'undici/index.js'")
  expect(text).toContain("'from ./here.ts'")
})
