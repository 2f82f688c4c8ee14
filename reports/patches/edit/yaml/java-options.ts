/** One option of a Java command line, as `JAVA_TOOL_OPTIONS` and `JDK_JAVA_OPTIONS` hold them. */
export interface JavaOption {
  /** Within the text of the variable, with quotes. */
  readonly from: number
  readonly to: number
  /** Without quotes. */
  readonly text: string
}

/** A system property set by `-Dname=value`. */
export interface JavaProperty {
  readonly name: string
  readonly value: string
  /** Where the value stands within the text of the variable. */
  readonly from: number
  readonly to: number
}

/**
 * Options are set apart by white space; single and double quotes keep white space together, and there are no escapes
 * (JDK tool specification of `java`, "Using the JDK_JAVA_OPTIONS Launcher Environment Variable").
 *
 * @returns `null` where a quote is not closed
 */
export function javaOptions(text: string): JavaOption[] | null {
  const options: JavaOption[] = []
  let quote: string | null = null
  let from: number | null = null
  let plain = ''
  for (let i = 0; i <= text.length; i++) {
    const unit = text[i]
    if (unit === undefined || (quote === null && /\s/.test(unit))) {
      if (from !== null) options.push({ from, to: i, text: plain })
      from = null
      plain = ''
      continue
    }
    from ??= i
    if (unit === quote) quote = null
    else if (quote === null && /["']/.test(unit)) quote = unit
    else plain += unit
  }
  return quote === null ? options : null
}

/** The properties that the options set, in their order; of one set twice the last counts. */
export function javaProperties(text: string, options: readonly JavaOption[]): JavaProperty[] {
  return options.flatMap((option) => {
    const [, name, value] = /^-D([^=]+)=([^]*)$/.exec(option.text) ?? []
    if (name === undefined || value === undefined) return []
    const from = text.indexOf('=', option.from) + 1
    return [{ name, value, from, to: option.to }]
  })
}
