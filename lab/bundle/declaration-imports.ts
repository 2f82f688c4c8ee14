export interface DeclarationImports {
  /** Relative specifiers, as they are written. */
  readonly files: readonly string[]
  /** Names of packages. */
  readonly packages: readonly string[]
  /** What the runtime itself brings, such as `node:net`. */
  readonly builtins: readonly string[]
}

const SPECIFIER = /(\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)(['"])([^'"\n]+)\2/g

/** What a declaration file imports, in code and in types. */
export function declarationImports(text: string): DeclarationImports {
  const code = text.replace(/\/\*[^]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  const specifiers = [...new Set([...code.matchAll(SPECIFIER)].map((match) => match[3] ?? ''))]
  const files = specifiers.filter((specifier) => specifier.startsWith('.'))
  const others = specifiers.filter((specifier) => !/^(\.|node:)/.test(specifier))
  const builtins = specifiers.filter((specifier) => specifier.startsWith('node:'))
  return { files, packages: [...new Set(others.map(packageOf))], builtins }
}

/** The same declarations with `./x.js` in place of `./x.ts`, which every compiler and tool resolves. */
export function withJavaScriptEndings(text: string): string {
  return text.replace(SPECIFIER, (whole, before: string, quote: string, specifier: string) =>
    specifier.startsWith('.') ? `${before}${quote}${specifier.replace(/\.ts$/, '.js')}${quote}` : whole,
  )
}

function packageOf(specifier: string): string {
  const [scope = '', name = ''] = specifier.split('/')
  return scope.startsWith('@') ? `${scope}/${name}` : scope
}
