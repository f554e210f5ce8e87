import type { Actor } from '../account/actor.ts'
import type { Db } from '../platform/database.ts'
import { type Action, can, canInAny, type Verdict } from './access.ts'
import { type Inbox, listInboxes } from './inbox-store.ts'

/** Who asks, with the facts that `can()` needs: loaded once per request, asked at every door. */
export type Asker = { actor: Actor; inboxes: ReadonlyMap<string, Inbox> }

export async function loadAsker(db: Db, actor: Actor): Promise<Asker> {
  const inboxes = await listInboxes(db, actor.accountId)
  return { actor, inboxes: new Map(inboxes.map((inbox) => [inbox.id, inbox])) }
}

/** Ids of the inboxes that the asker may see and that are in use. */
export function visibleInboxIds({ actor, inboxes }: Asker): string[] {
  return [...inboxes.values()]
    .filter((inbox) => !inbox.isArchived && can(actor, 'see', inbox).isAllowed)
    .map((inbox) => inbox.id)
}

/** May the asker do this to what these inboxes show (a thread, its messages, its files)? */
export function verdictOn({ actor, inboxes }: Asker, action: Action, inboxIds: readonly string[]): Verdict {
  return canInAny(
    actor,
    action,
    inboxIds.flatMap((id) => inboxes.get(id) ?? []),
  )
}
