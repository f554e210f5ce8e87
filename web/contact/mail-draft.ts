import type { Content, LocalDraft } from '../composer/draft.ts'
import { hasWords } from '../composer/draft.ts'
import type { KeptDraft } from '../composer/draft-keeper.ts'
import type { ContactRecord, ContactSender, EmailContact } from '../data/types.ts'

/** What is written of a mail to a contact: the words of a draft, with what only the first mail of a conversation has. */
type MailHead = { subject: string; channelAccountId: string | null; to: string | null }
export type MailDraft = KeptDraft & MailHead

type MailStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>
export type MailKeeper = ReturnType<typeof createMailKeeper>

/**
 * Keeps a mail that has no conversation yet: on this device with every key, so that a dialog closed by mistake, or a page,
 * loses nothing. Who signs out leaves none behind (`forgetDrafts`).
 */
export function createMailKeeper(storage: MailStorage, storageKey: string, fresh: () => Content) {
  let draft = restore() ?? begin()
  const listeners = new Set<() => void>()

  function begin(): MailDraft {
    return {
      content: fresh(),
      saveState: 'untouched',
      revision: 0,
      subject: '',
      channelAccountId: null,
      to: null,
    }
  }

  function restore(): MailDraft | null {
    try {
      const kept = JSON.parse(storage.getItem(storageKey) ?? 'null') as (LocalDraft & MailHead) | null
      if (!kept) return null
      const { content, subject, channelAccountId, to } = kept
      return { content, saveState: 'onDevice', revision: 0, subject, channelAccountId, to }
    } catch {
      return null
    }
  }

  function set(change: Partial<MailDraft>) {
    draft = { ...draft, ...change }
    draft = { ...draft, saveState: keep() ? 'onDevice' : 'untouched' }
    for (const listener of listeners) listener()
  }

  /** Answers whether it is kept. */
  function keep(): boolean {
    try {
      if (!isBegun(draft)) {
        storage.removeItem(storageKey)
        return false
      }
      const { content, subject, channelAccountId, to } = draft
      storage.setItem(storageKey, JSON.stringify({ content, subject, channelAccountId, to }))
      return true
    } catch {
      // A full or forbidden storage keeps nothing, and typing must go on.
      return false
    }
  }

  return {
    get: (): MailDraft => draft,
    subscribe(listener: () => void): () => void {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    /** `isFromEditor`: the editor shows it already. */
    change(update: (content: Content) => Content, isFromEditor = false): void {
      set({ content: update(draft.content), revision: draft.revision + (isFromEditor ? 0 : 1) })
    },
    address(head: Partial<MailHead>): void {
      set(head)
    },
    /** It was sent or thrown away. */
    forget(): void {
      set({ ...begin(), revision: draft.revision + 1 })
    },
  }
}

/** Whether there is anything to lose. */
export const isBegun = ({ content, subject }: Pick<MailDraft, 'content' | 'subject'>) =>
  hasWords(content) || subject.trim() !== ''

/** The address that it leaves from: the chosen one while it can send, else the first that can. */
export function senderOf({ senders }: ContactRecord, { channelAccountId }: MailDraft): ContactSender | null {
  const sending = senders.filter(({ refusal }) => refusal === null)
  return sending.find((one) => one.channelAccountId === channelAccountId) ?? sending[0] ?? null
}

/** The contact's address that it goes to: the chosen one, else the first. */
export const addressOf = ({ addresses }: ContactRecord, { to }: MailDraft): string | null =>
  addresses.find((one) => one === to) ?? addresses[0] ?? null

/** The draft as `POST …/emails` takes it. */
export function toEmail(content: Content, subject: string, from: ContactSender, to: string): EmailContact {
  return {
    channelAccountId: from.channelAccountId,
    to,
    cc: content.cc,
    bcc: content.bcc,
    subject,
    text: content.text,
    html: content.html,
    fileIds: content.attachments.map(({ fileId }) => fileId),
  }
}
