/** 2^31 − 1, the largest 32-bit integer with a sign: the largest count that an `int` of every build takes. */
export const LARGEST_INT = 2_147_483_647
