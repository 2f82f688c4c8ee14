/**
 * What a Python number of seconds counts in ms when a test reads it back. A hair less than 1000, because
 * 2.007 * 1000 is 2007.0000000000002 in floating point, more than the 2007 ms that were asked for.
 */
export const PYTHON_SECOND_MS = 1000 - 1e-9
