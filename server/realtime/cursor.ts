import type { Cursor } from '../platform/events.ts'
import type { Keyring } from '../platform/keyring.ts'

export type SealedCursors = { seal(cursor: Cursor): string; open(text: string): Cursor | null }

/**
 * Cursors as browsers hold them: sealed, because a bare transaction id tells the activity of the whole server, and bound
 * to the database's epoch, because in a restored database transaction ids start anew. `open` answers null for one of
 * another epoch, a forged or a broken one.
 */
export function sealCursors(keyring: Keyring, epoch: string): SealedCursors {
  return {
    seal: ({ xid, id }) => keyring.seal('cursor', `${xid}|${id}`, epoch).toString('base64url'),
    open(text) {
      try {
        const match = /^(\d{1,20})\|(\d{1,19})$/.exec(
          keyring.open('cursor', Buffer.from(text, 'base64url'), epoch).toString(),
        )
        return match?.[1] && match[2] ? { xid: match[1], id: match[2] } : null
      } catch {
        return null
      }
    },
  }
}
