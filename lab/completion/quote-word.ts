/** A word that bash and zsh take as it is. */
export function posixQuoted(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`
}

/** A word that fish takes as it is. */
export function fishQuoted(word: string): string {
  return `'${word.replaceAll(/[\\']/g, String.raw`\$&`)}'`
}
