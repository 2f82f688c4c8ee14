import type { Argument, HelpConfiguration, Option } from 'commander'

/** How the help of every command is written. */
export const helpStyle: HelpConfiguration = {
  optionDescription: describeOption,
  argumentDescription: ({ description }: Argument) => description,
}

/** Descriptions name the values that there are; a default is told where a value has one. */
function describeOption({ description, defaultValue, required, optional }: Option): string {
  const takesValue = required || optional
  const isSaid = Array.isArray(defaultValue) ? defaultValue.length > 0 : defaultValue !== undefined
  return takesValue && isSaid ? `${description} (default: ${String(defaultValue)})` : description
}
