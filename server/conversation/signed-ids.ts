import { fromBase32, toBase32 } from '../platform/base32.ts'
import type { Keyring } from '../platform/keyring.ts'

/**
 * The ids that mail of ours carries and that come back in answers: proof that its writer had a mail of that thread in
 * hand (ARCHITECTURE.md, law 9). They are base32, because mail programs and servers fold the case of addresses, and
 * short enough for the 64 characters of a local part (RFC 5321 §4.5.3.1.1).
 *
 * reply address   support+TOKEN@solvik.inbox.example      TOKEN = key id, thread, MAC (80 bits) of account and thread
 * Message-ID      <MESSAGE.TOKEN@solvik.inbox.example>    TOKEN likewise, the MAC also over the message
 * envelope sender bounces+TOKEN@solvik.inbox.example      TOKEN = key id, recipient row, MAC of account and row
 */
const macBytes = 10
const idBytes = 6

export type SignedIds = ReturnType<typeof createSignedIds>

export function createSignedIds(keyring: Keyring) {
  const sign = (purpose: string, accountId: string, id: string, extra = '') => {
    const bytes = Buffer.alloc(1 + idBytes)
    bytes.writeUInt8(keyring.keyId, 0)
    bytes.writeUIntBE(Number(id), 1, idBytes)
    return toBase32(Buffer.concat([bytes, keyring.mac(purpose, `${accountId}:${id}:${extra}`, macBytes)]))
  }
  const open = (purpose: string, accountId: string, token: string, extra = ''): string | null => {
    const bytes = fromBase32(token.toLowerCase())
    if (bytes?.length !== 1 + idBytes + macBytes || bytes.readUInt8(0) !== keyring.keyId) return null
    const id = String(bytes.readUIntBE(1, idBytes))
    const mac = bytes.subarray(1 + idBytes)
    return keyring.verify(purpose, `${accountId}:${id}:${extra}`, mac) ? id : null
  }
  return {
    /** The address that answers to this thread go to; it does not expire. */
    replyAddress(accountId: string, threadId: string, defaultAddress: string): string {
      const { local, domain } = splitAddress(defaultAddress)
      return `${local}+${sign('reply', accountId, threadId)}@${domain}`
    },
    /** The thread that the plus part of an address proves, or null. */
    threadOfReplyToken: (accountId: string, token: string) => open('reply', accountId, token),

    messageId(accountId: string, threadId: string, messageId: string, defaultAddress: string): string {
      const compact = messageId.replaceAll('-', '')
      return `${compact}.${sign('message', accountId, threadId, compact)}@${splitAddress(defaultAddress).domain}`
    },
    /** The thread that a Message-ID of ours (without `<>`) proves, or null. */
    threadOfMessageId(accountId: string, internetMessageId: string): string | null {
      const match = /^([0-9a-f]{32})\.([a-z2-7]+)@/i.exec(internetMessageId)
      return match?.[1] && match[2] ? open('message', accountId, match[2], match[1].toLowerCase()) : null
    },
    /** The message that a Message-ID of ours names, or null. */
    messageOfMessageId(accountId: string, internetMessageId: string): string | null {
      if (this.threadOfMessageId(accountId, internetMessageId) === null) return null
      const compact = internetMessageId.slice(0, 32).toLowerCase()
      return compact.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    },
    /** The mark that every mail of this installation bears, so that it knows its own again. */
    installation: keyring.fingerprint(),

    bounceAddress(accountId: string, recipientId: string, defaultAddress: string): string {
      return `bounces+${sign('bounce', accountId, recipientId)}@${splitAddress(defaultAddress).domain}`
    },
    /** Names one delivery within a mail that may come back whole (X-Samtale-Delivery): who bears it had that copy in hand. */
    deliveryToken: (accountId: string, recipientId: string) => sign('bounce', accountId, recipientId),
    recipientOfBounceToken: (accountId: string, token: string) => open('bounce', accountId, token),
  }
}

/** Lower case, the plus part taken off the local part: what `mail_address` is looked up by. */
export function splitAddress(address: string): { local: string; plus: string | null; domain: string; base: string } {
  const at = address.lastIndexOf('@')
  const full = address.slice(0, at).toLowerCase()
  const domain = address.slice(at + 1).toLowerCase()
  const plusAt = full.indexOf('+')
  const local = plusAt > 0 ? full.slice(0, plusAt) : full
  return { local, plus: plusAt > 0 ? full.slice(plusAt + 1) : null, domain, base: `${local}@${domain}` }
}
