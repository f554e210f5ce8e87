/** Milliseconds since 1970, now. Passed in wherever the hour decides something, so that a test can move it. */
export type Clock = () => number
