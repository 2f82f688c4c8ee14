/** Text that stands in a line of Markdown as it is: nothing in it is taken for a mark or an element. */
export function plainMarkdown(text: string): string {
  return text.replaceAll(/[\\*`<>[\]]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, String.raw`\$&`)
}
