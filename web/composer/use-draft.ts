import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { api } from '../data/api.ts'
import { draftKey } from '../data/device.ts'
import { draftsQuery } from '../data/queries.ts'
import { useSession } from '../data/session.ts'
import type { Draft } from '../data/types.ts'
import { onFlushDrafts } from '../inbox/composer-focus.ts'
import type { Content, DraftKind } from './draft.ts'
import { createDraftKeeper, type DraftKeeper, type KeptDraft } from './draft-keeper.ts'

type Options = { threadId: string; kind: DraftKind; server: Draft | null; fresh: () => Content }

/** The person's draft of this conversation, kept as `DraftKeeper` says for as long as the caller is mounted. */
export function useDraft({ threadId, kind, server, fresh }: Options): { keeper: DraftKeeper; kept: KeptDraft } {
  const client = useQueryClient()
  const { user } = useSession()
  const [keeper] = useState(() =>
    createDraftKeeper({
      storage: localStorage,
      storageKey: draftKey(user.id, threadId, kind),
      server,
      fresh,
      save: (content) => api.saveDraft(threadId, kind, content),
      discard: () => api.discardDraft(threadId, kind),
      onServerChanged: (draft) =>
        client.setQueryData(draftsQuery(threadId).queryKey, (drafts) => drafts && { ...drafts, [kind]: draft }),
    }),
  )
  useEffect(() => keeper.hearServer(server), [keeper, server])
  useEffect(() => {
    keeper.reopen()
    const stopFlushing = onFlushDrafts(threadId, keeper.flush)
    return () => {
      stopFlushing()
      keeper.close()
    }
  }, [keeper, threadId])
  const kept = useSyncExternalStore(keeper.subscribe, keeper.get)
  return { keeper, kept }
}
