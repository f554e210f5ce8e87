/** The command was called in a way that it cannot be: status 2, with how it is used. */
export class UsageError extends Error {
  override name = 'UsageError'
}
