import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/**
 * Progress goes to standard error: standard output belongs to the command that follows.
 * @param {string} sentence
 */
export function say(sentence) {
  process.stderr.write(`${sentence}\n`)
}

/**
 * Ends with a sentence for the person who started us.
 * @param {string} sentence
 * @param {number} [status] 2: wrong use
 * @returns {never}
 */
export function stop(sentence, status = 1) {
  say(sentence)
  process.exit(status)
}
