import { useState, useSyncExternalStore } from 'react'
import { newReply } from '../composer/draft.ts'
import { newUuid } from '../composer/new-uuid.ts'
import { contactMailKey } from '../data/device.ts'
import { useSession } from '../data/session.ts'
import { createMailKeeper, type MailDraft, type MailKeeper } from './mail-draft.ts'

/** The person's mail to this contact, as this device keeps it. */
export function useMailDraft(contactId: string): { keeper: MailKeeper; draft: MailDraft } {
  const { user } = useSession()
  const [keeper] = useState(() =>
    createMailKeeper(localStorage, contactMailKey(user.id, contactId), () => newReply(null, newUuid())),
  )
  const draft = useSyncExternalStore(keeper.subscribe, keeper.get)
  return { keeper, draft }
}
