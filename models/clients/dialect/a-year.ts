/** Stands for no limit, in ms, where a client has no word for it. */
export const A_YEAR_MS = 365 * 86_400_000
