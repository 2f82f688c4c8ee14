/** Colours of a page and its charts, by the names of the page's CSS variables. */
export interface Palette {
  readonly page: string
  readonly card: string
  readonly text: string
  readonly muted: string
  readonly rule: string
  readonly accent: string
  readonly good: string
  readonly bad: string
  readonly warn: string
  readonly before: string
  readonly after: string
  readonly code: string
  readonly late: string
  readonly poolWait: string
  readonly connect: string
  readonly tls: string
  readonly firstByte: string
  readonly body: string
}

export type ColourName = keyof Palette

/** Orange and blue, and the parts of a request after Okabe and Ito (2008, Color Universal Design), told apart by everyone. */
export const light: Palette = {
  page: '#f6f7f9',
  card: '#ffffff',
  text: '#16191f',
  muted: '#565d6b',
  rule: '#dde1e8',
  accent: '#1f5fbf',
  good: '#0b7a4b',
  bad: '#b3261e',
  warn: '#8a5a00',
  before: '#c2560c',
  after: '#1f5fbf',
  code: '#f0f2f6',
  late: '#8a8f99',
  poolWait: '#e69f00',
  connect: '#d55e00',
  tls: '#c0629a',
  firstByte: '#0072b2',
  body: '#56b4e9',
}

export const dark: Palette = {
  page: '#0f1217',
  card: '#181c23',
  text: '#e9ecf1',
  muted: '#a3abb9',
  rule: '#2d333e',
  accent: '#7db1ff',
  good: '#56d39b',
  bad: '#ff8a80',
  warn: '#f0b849',
  before: '#ff9d57',
  after: '#6aa8ff',
  code: '#11151b',
  late: '#8f96a3',
  poolWait: '#f0b429',
  connect: '#e8702a',
  tls: '#d98cbb',
  firstByte: '#3b94d9',
  body: '#8ccdf2',
}

/** A colour as a chart names it: the page says what it is, in light and in dark. */
export function colour(name: ColourName): string {
  return `var(--${name})`
}
