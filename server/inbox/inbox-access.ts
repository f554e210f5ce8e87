import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { ChangeInboxAccess, InboxAccess } from '../../shared/api/access.ts'
import { invalid } from '../../shared/problems.ts'
import { type AuditSource, recordAudit } from '../account/audit.ts'
import { lockAccount } from '../account/lock-account.ts'
import { listUsers } from '../account/user-store.ts'
import type { Database, Db, Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import { type Action, can, requireAllowed } from './access.ts'
import type { Asker } from './asker.ts'
import { getInboxes, type Inbox } from './inbox-store.ts'

type Choice = Static<typeof ChangeInboxAccess>

/**
 * Who has access to an inbox (S10), for who may look at its settings.
 * @throws {Problem} `notFound`, `notAllowed`
 */
export async function getInboxAccess(db: Db, asker: Asker, inboxId: string): Promise<Static<typeof InboxAccess>> {
  requireInUse(asker, 'seeSettings', inboxId)
  const { accountId } = asker.actor
  const [[inbox], users, teams] = await Promise.all([
    getInboxes(db, accountId, [inboxId]),
    listUsers(db, accountId),
    db.selectFrom('team').select(['id', 'name']).where('account_id', '=', accountId).orderBy('name').execute(),
  ])
  const people = users.filter((user) => user.isActive).map(({ isActive: _, ...user }) => user)
  const active = new Set(people.map(({ id }) => id))
  return {
    inbox: { id: inboxId, name: inbox?.name ?? '' },
    access: inbox?.access ?? 'specific',
    userIds: [...(inbox?.userIds ?? [])].filter((id) => active.has(id)),
    teamIds: [...(inbox?.teamIds ?? [])],
    people,
    teams,
  }
}

/**
 * Sets who has access to an inbox. It holds from the commit on; open browsers hear of it by the event.
 * @throws {Problem} `notFound`, `notAllowed`, `planExtraInbox`, `invalid` for somebody who is no active user or no team of the account
 */
export async function changeInboxAccess(
  database: Database,
  asker: Asker,
  inboxId: string,
  source: AuditSource,
  choice: Choice,
): Promise<void> {
  requireInUse(asker, 'configure', inboxId)
  const { accountId } = asker.actor
  await database.transaction(async (tx) => {
    // As who changes people and teams: nobody who is just leaving is chosen, and neither waits for the other in a circle.
    await lockAccount(tx, accountId)
    await sql`select from inbox where account_id = ${accountId} and id = ${inboxId} for no key update`.execute(tx)
    const [inbox] = await getInboxes(tx, accountId, [inboxId])
    if (!inbox) return
    const before = choiceOf(inbox)
    const after = normal(choice)
    await requireKnown(tx, accountId, after)
    if (JSON.stringify(before) === JSON.stringify(after)) return
    await writeChoice(tx, accountId, inboxId, after)
    await recordAudit(tx, {
      accountId,
      source,
      action: 'inbox.access_changed',
      subject: { type: 'inbox', id: inboxId },
      before,
      after,
    })
    await appendEvents(tx, [{ accountId, type: 'inbox.changed', inboxId }])
  })
}

function requireInUse({ actor, inboxes }: Asker, action: Action, inboxId: string): void {
  const inbox = inboxes.get(inboxId)
  const isThere = inbox !== undefined && !inbox.isArchived
  requireAllowed(
    isThere ? can(actor, action, inbox) : { isAllowed: false, mayKnow: false, code: 'notFound', inboxName: '' },
  )
}

const choiceOf = ({ access, userIds, teamIds }: Inbox) =>
  normal({ access, userIds: [...userIds], teamIds: [...teamIds] })

/** Each id once and in order, so that equal choices are equal. */
function normal({ access, userIds, teamIds }: Choice): Choice {
  const inOrder = (ids: readonly string[]) => [...new Set(ids)].sort((a, b) => Number(a) - Number(b))
  return { access, userIds: inOrder(userIds), teamIds: inOrder(teamIds) }
}

async function requireKnown(tx: Tx, accountId: string, { access, userIds, teamIds }: Choice): Promise<void> {
  if (access === 'everyone' && userIds.length > 0) throw invalid('userIds', 'takes nobody where everyone has access')
  if (access === 'everyone' && teamIds.length > 0) throw invalid('teamIds', 'takes no team where everyone has access')
  const { rows } = await sql<{ user: string | null; team: string | null }>`
    select
      (select id from unnest(${userIds}::bigint[]) as one (id) where not exists (
        select from "user" u where u.account_id = ${accountId} and u.id = one.id and u.is_active) limit 1) as user,
      (select id from unnest(${teamIds}::bigint[]) as one (id) where not exists (
        select from team t where t.account_id = ${accountId} and t.id = one.id) limit 1) as team`.execute(tx)
  const unknown = rows[0]
  if (unknown?.user) throw invalid('userIds', `takes active users of the account, not "${unknown.user}"`)
  if (unknown?.team) throw invalid('teamIds', `takes teams of the account, not "${unknown.team}"`)
}

async function writeChoice(tx: Tx, accountId: string, inboxId: string, choice: Choice): Promise<void> {
  await sql`
    update inbox set access = ${choice.access}, updated_at = now()
    where account_id = ${accountId} and id = ${inboxId}`.execute(tx)
  await sql`delete from inbox_access where account_id = ${accountId} and inbox_id = ${inboxId}`.execute(tx)
  await sql`
    insert into inbox_access (account_id, inbox_id, user_id, team_id)
    select ${accountId}::bigint, ${inboxId}::bigint, one.id, null from unnest(${choice.userIds}::bigint[]) as one (id)
    union all
    select ${accountId}::bigint, ${inboxId}::bigint, null, one.id from unnest(${choice.teamIds}::bigint[]) as one (id)`.execute(
    tx,
  )
}
