/** 292 years, the longest whole seconds whose nanoseconds fit into 64 bits with a sign; in ms. */
export const LONGEST_DURATION_MS = 9_223_372_036_000
