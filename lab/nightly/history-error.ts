import { UsageError } from '../usage-error.ts'

/** Something about the history of nights that the user must put right; the message says what. */
export class HistoryError extends UsageError {}
