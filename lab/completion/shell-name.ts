/** The shells that completion is written for. */
export const shellNames = ['bash', 'zsh', 'fish'] as const

export type ShellName = (typeof shellNames)[number]
