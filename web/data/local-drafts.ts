/** Where this device keeps a draft: one place per person, conversation and kind. */
export function draftKey(userId: string, threadId: string, kind: 'reply' | 'comment'): string {
  return `${draftPrefix(userId)}${threadId}.${kind}`
}

type DraftStorage = Pick<Storage, 'length' | 'key' | 'getItem' | 'removeItem'>

/** Removes what this device keeps of drafts in conversations that none of the inboxes shows which the person sees. */
export function forgetLocalDrafts(storage: DraftStorage, userId: string, visible: ReadonlySet<string>): void {
  const keys = Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '')
  for (const key of keys.filter((one) => one.startsWith(draftPrefix(userId)))) {
    const inboxIds = inboxIdsIn(storage.getItem(key))
    if (inboxIds && !inboxIds.some((id) => visible.has(id))) storage.removeItem(key)
  }
}

const draftPrefix = (userId: string) => `samtale.draft.${userId}.`

/** The inboxes that showed the conversation when the draft was written; null where it does not say. */
function inboxIdsIn(text: string | null): string[] | null {
  try {
    const kept = JSON.parse(text ?? '') as { inboxIds?: string[] }
    return kept.inboxIds ?? null
  } catch {
    return null
  }
}
