import { ApiProblem, api } from '../data/api.ts'
import { keptDraftKeys } from '../data/device.ts'
import { type DraftKind, hasWords } from './draft.ts'
import { readLocal } from './draft-keeper.ts'

/**
 * Brings to the server what this device alone has of a person's drafts, before it forgets them. Rejects where the server
 * does not answer: those words are nowhere else. What it refuses it would refuse again (a conversation that is gone).
 */
export async function saveKeptDrafts(userId: string): Promise<void> {
  await Promise.all(
    keptDraftKeys(userId).map(async ({ key, threadId, kind }) => {
      const local = readLocal(localStorage, key)
      if (!local?.isDirty || !hasWords(local.content)) return
      await api.saveDraft(threadId, kind as DraftKind, local.content).catch((error: unknown) => {
        if (!(error instanceof ApiProblem) || error.status === 0 || error.status >= 500) throw error
      })
    }),
  )
}
