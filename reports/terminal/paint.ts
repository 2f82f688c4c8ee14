/** Gives text the colour of what it means; where there are no colours, it stays as it is. */
export interface Paint {
  /** Better, valid, kept. */
  readonly good: (text: string) => string
  /** Worse, invalid, withdrawn, not kept. */
  readonly bad: (text: string) => string
  /** What may be a reason to look. */
  readonly warn: (text: string) => string
  /** Headings. */
  readonly strong: (text: string) => string
  /** What is said for completeness. */
  readonly dim: (text: string) => string
}

const unchanged = (text: string): string => text

/** For files, pipes and terminals without colours. */
export const plainPaint: Paint = {
  good: unchanged,
  bad: unchanged,
  warn: unchanged,
  strong: unchanged,
  dim: unchanged,
}
