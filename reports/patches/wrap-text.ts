/**
 * Breaks a paragraph at spaces so that no line is longer than `columns`; a word that is longer stands alone on
 * its line. Every line after the first starts with `indent`, which counts as part of it.
 */
export function wrapText(text: string, columns: number, indent = ''): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line === '') line = word
    else if (line.length + 1 + word.length <= columns) line += ` ${word}`
    else {
      lines.push(line)
      line = indent + word
    }
  }
  lines.push(line)
  return lines
}
