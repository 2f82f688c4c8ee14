/** The longest delay of setTimeout, 2^31 − 1 ms (24.8 days); Node turns a longer one into 1 ms. */
export const LARGEST_TIMER_MS = 2_147_483_647
