/**
 * Why the start cannot go on. The message is for the person who started Samtale: one or two sentences, what is wrong
 * and what to do. The edge prints it without a stack and ends with status 1.
 */
export class StartError extends Error {
  override name = 'StartError'
}
