export type UnreadableReason = 'tooSlow' | 'tooMuchMemory' | 'tooManyParts' | 'tooDeep' | 'malformed'

/** The mail cannot be taken apart. `detail` is one sentence for the person who looks at the raw mail instead. */
export class UnreadableMail extends Error {
  readonly reason: UnreadableReason
  readonly detail: string

  constructor(reason: UnreadableReason, detail: string, options?: ErrorOptions) {
    super(`Unreadable mail (${reason}): ${detail}`, options)
    this.name = 'UnreadableMail'
    this.reason = reason
    this.detail = detail
  }
}
