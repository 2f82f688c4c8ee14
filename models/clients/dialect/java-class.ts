/**
 * The source of a Java class that makes a client: the imports that it needs, and one static method `create`
 * that returns an expression.
 *
 * @param className also the name of the file
 * @param returns simple name of the type that is returned
 * @param importable fully qualified names; those whose simple name the source mentions are imported, sorted
 * @param body lines of the method, not indented
 */
export function javaClass(
  className: string,
  returns: string,
  importable: readonly string[],
  body: readonly string[],
): string {
  const source = [
    `public final class ${className} {`,
    `    public static ${returns} create() {`,
    ...body.map((line) => `        ${line}`),
    '    }',
    '}',
    '',
  ].join('\n')
  const imports = importable.filter((name) => mentions(source, name.slice(name.lastIndexOf('.') + 1)))
  return [...imports.toSorted().map((name) => `import ${name};`), '', source].join('\n')
}

function mentions(source: string, simpleName: string): boolean {
  return new RegExp(`(?<![.\\w])${simpleName}\\b`).test(source)
}
