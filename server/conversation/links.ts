import type { Keyring } from '../platform/keyring.ts'

/** A link to a mail's HTML is good for one to two hours: the same for everybody within the hour, so that it is cached. */
const hour = 3_600_000
const macBytes = 16

export type Links = ReturnType<typeof createLinks>

/**
 * Links that open without a cookie, because the frame that shows a mail has an opaque origin and sends none. Whoever was
 * shown the conversation has the link; it names one message, and dies by itself.
 */
export function createLinks(keyring: Keyring) {
  return {
    frameUrl(accountId: string, messageId: string, now = Date.now()): string {
      const expires = Math.ceil(now / hour) * hour + hour
      const claim = `${accountId}.${messageId}.${expires / hour}`
      return `/frame/${claim}.${keyring.mac('frame', claim, macBytes).toString('base64url')}`
    },
    /** The message that a frame's token names, or null where it is forged or too old. */
    readFrameToken(token: string, now = Date.now()): { accountId: string; messageId: string } | null {
      const match = /^((\d{1,19})\.([0-9a-f-]{36})\.(\d{1,9}))\.([\w-]{20,24})$/.exec(token)
      if (!match) return null
      const [, claim = '', accountId = '', messageId = '', hours = '', mac = ''] = match
      if (!keyring.verify('frame', claim, Buffer.from(mac, 'base64url')) || Number(hours) * hour < now) return null
      return { accountId, messageId }
    },
  }
}
