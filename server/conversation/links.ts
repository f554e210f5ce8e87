import type { Keyring } from '../platform/keyring.ts'

/** A link to a mail's HTML is good for one to two hours: the same for everybody within the hour, so that it is cached. */
const hour = 3_600_000
const macBytes = 16

export type Links = ReturnType<typeof createLinks>

/** A mail that is a file, or lies in one: `part` as attached-mail.ts reads it. */
export type AttachedMailClaim = { accountId: string; fileId: string; part: string | null }

/**
 * Links that open without a cookie, because the frame that shows a mail has an opaque origin and sends none. Whoever was
 * shown the conversation has the link; it names one message, and dies by itself.
 */
export function createLinks(keyring: Keyring) {
  const pictureMac = (token: string, place: number) => keyring.mac('remote-picture', `${token}/${place}`, macBytes)
  return {
    frameUrl(accountId: string, messageId: string, now = Date.now()): string {
      const claim = `${accountId}.${messageId}.${expiryHours(now)}`
      return `/frame/${claim}.${keyring.mac('frame', claim, macBytes).toString('base64url')}`
    },
    /** The same for a mail that came attached: it names the file, and the place within it where it is deeper. */
    attachedFrameUrl({ accountId, fileId, part }: AttachedMailClaim, now = Date.now()): string {
      const claim = `${accountId}.${fileId}.${part?.replaceAll('.', '-') ?? ''}.${expiryHours(now)}`
      return `/frame/attached/${claim}.${keyring.mac('attached-frame', claim, macBytes).toString('base64url')}`
    },
    /** The attached mail that a token names, or null where it is forged or too old. */
    readAttachedFrameToken(token: string, now = Date.now()): AttachedMailClaim | null {
      const match = /^((\d{1,19})\.(\d{1,19})\.((?:\d{1,4}(?:-\d{1,4}){0,2})?)\.(\d{1,9}))\.([\w-]{20,24})$/.exec(token)
      if (!match) return null
      const [, claim = '', accountId = '', fileId = '', place = '', hours = '', mac = ''] = match
      if (!keyring.verify('attached-frame', claim, Buffer.from(mac, 'base64url')) || Number(hours) * hour < now)
        return null
      return { accountId, fileId, part: place === '' ? null : place.replaceAll('-', '.') }
    },
    /** The message that a frame's token names, or null where it is forged or too old. */
    readFrameToken(token: string, now = Date.now()): { accountId: string; messageId: string } | null {
      const match = /^((\d{1,19})\.([0-9a-f-]{36})\.(\d{1,9}))\.([\w-]{20,24})$/.exec(token)
      if (!match) return null
      const [, claim = '', accountId = '', messageId = '', hours = '', mac = ''] = match
      if (!keyring.verify('frame', claim, Buffer.from(mac, 'base64url')) || Number(hours) * hour < now) return null
      return { accountId, messageId }
    },
    /**
     * A picture on the web that a mail shows, by its place among them: made where somebody asked to see them, and good as
     * long as the token of the frame that shows it.
     */
    remotePicture(token: string, place: number): string {
      return `/frame/${token}/remote/${place}.${pictureMac(token, place).toString('base64url')}`
    },
    /** The place that such a link names, or null where nobody made it. */
    readRemotePicture(token: string, picture: string): number | null {
      const [, place = '', mac = ''] = /^(\d{1,4})\.([\w-]{20,24})$/.exec(picture) ?? []
      const isOurs = keyring.verify('remote-picture', `${token}/${Number(place)}`, Buffer.from(mac, 'base64url'))
      return isOurs ? Number(place) : null
    },
  }
}

const expiryHours = (now: number) => Math.ceil(now / hour) + 1
