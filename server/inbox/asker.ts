import type { Actor, UserActor } from '../account/actor.ts'
import type { Db, Tx } from '../platform/database.ts'
import { type Action, can, canInAny, type Verdict } from './access.ts'
import { type Inbox, listInboxesFor } from './inbox-store.ts'

/**
 * Who asks, with the facts that `can()` needs of him: loaded once per request, asked at every door. Of those chosen for
 * an inbox the asker's own choice alone is known; where another's right is asked, `askFor` loads it.
 */
export type Asker = { actor: Actor; inboxes: ReadonlyMap<string, Inbox> }

export async function loadAsker(db: Db | Tx, actor: Actor): Promise<Asker> {
  // A program's scopes decide, and nobody chooses programs.
  const person = actor.kind === 'user' ? actor : { userId: '0', teamIds: new Set<string>() }
  return askerOver(actor, await listInboxesFor(db, actor.accountId, person))
}

export function askerOver(actor: Actor, inboxes: readonly Inbox[]): Asker {
  return { actor, inboxes: new Map(inboxes.map((inbox) => [inbox.id, inbox])) }
}

/** The asker himself where it is he; else who is asked about, with facts of his own. */
export async function askFor(db: Db | Tx, asker: Asker, actor: UserActor): Promise<Asker> {
  const isHe = asker.actor.kind === 'user' && asker.actor.userId === actor.userId
  return isHe ? asker : loadAsker(db, actor)
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
