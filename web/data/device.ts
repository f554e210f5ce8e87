import type { Language } from '../labels/labels.ts'

/**
 * What this device keeps of a person in `localStorage`, all of it under `samtale.`: how the app looked last, for the next
 * first paint, and drafts that the server has not got. What was seen is kept by `persisted-cache.ts`.
 */
const prefix = 'samtale.'
const draftPrefix = `${prefix}draft.`

type Look = { theme: string | null; language: Language | null }

export function rememberLook({ theme, language }: Look): void {
  for (const [name, value] of Object.entries({ theme, language })) {
    if (value === null) localStorage.removeItem(prefix + name)
    else localStorage.setItem(prefix + name, value)
  }
}

export function recallLook(): Look {
  const language = localStorage.getItem(`${prefix}language`)
  return {
    theme: localStorage.getItem(`${prefix}theme`),
    language: language === 'en' || language === 'nb' ? language : null,
  }
}

export function forgetLook(): void {
  rememberLook({ theme: null, language: null })
}

/** Where a draft is kept: one place per person, conversation and kind. */
export function draftKey(userId: string, threadId: string, kind: string): string {
  return `${draftPrefix}${userId}.${threadId}.${kind}`
}

/** Where a mail to a contact is kept, which has no conversation yet. */
export function contactMailKey(userId: string, contactId: string): string {
  return `${draftPrefix}${userId}.contact-${contactId}`
}

/** The drafts of a person's conversations that are kept here. */
export function keptDraftKeys(userId: string): { key: string; threadId: string; kind: string }[] {
  return Object.keys(localStorage).flatMap((key) => {
    const [owner, threadId, kind] = key.startsWith(draftPrefix) ? key.slice(draftPrefix.length).split('.') : []
    return owner === userId && threadId && kind ? [{ key, threadId, kind }] : []
  })
}

export function forgetDrafts({ exceptOf }: { exceptOf?: string } = {}): void {
  for (const key of Object.keys(localStorage)) {
    const isSpared = exceptOf !== undefined && key.startsWith(`${draftPrefix}${exceptOf}.`)
    if (key.startsWith(draftPrefix) && !isSpared) localStorage.removeItem(key)
  }
}

/** Removes the drafts of conversations that none of the inboxes shows which the person sees. */
export function forgetUnseenDrafts(userId: string, visible: ReadonlySet<string>): void {
  for (const { key } of keptDraftKeys(userId)) {
    const inboxIds = inboxIdsIn(localStorage.getItem(key))
    if (inboxIds && !inboxIds.some((id) => visible.has(id))) localStorage.removeItem(key)
  }
}

/** The inboxes that showed the conversation when the draft was written; null where it does not say. */
function inboxIdsIn(text: string | null): string[] | null {
  try {
    return (JSON.parse(text ?? '') as { inboxIds?: string[] }).inboxIds ?? null
  } catch {
    return null
  }
}
