import { sql } from 'kysely'
import type { Static } from 'typebox'
import type { ContactThreadPage, ContactRecord as RecordSchema } from '../../shared/api/contact.ts'
import { mailName } from '../../shared/from-name.ts'
import { Problem, refusalOf } from '../../shared/problems.ts'
import type { UserActor } from '../account/actor.ts'
import { findContact, loadContactFacts } from '../contact/contact-store.ts'
import { type Asker, verdictOn, visibleInboxIds } from '../inbox/asker.ts'
import { listChannelAccounts } from '../inbox/channel-account-store.ts'
import type { Db } from '../platform/database.ts'
import { sendingRefusal } from './sending-channel.ts'
import { ownSignature } from './signature.ts'
import { readPlace, writePlace } from './thread-rows.ts'

type ContactRecord = Static<typeof RecordSchema>
type ContactThread = Static<typeof ContactThreadPage>['results'][number]

/** A contact, and from where he can be written to. @throws {Problem} `notFound` */
export async function getContactRecord(
  db: Db,
  asker: Asker & { actor: UserActor },
  contactId: string,
): Promise<ContactRecord> {
  const { accountId } = asker.actor
  if (!(await findContact(db, accountId, contactId, visibleInboxIds(asker)))) throw new Problem('notFound')
  const [facts, senders, signature] = await Promise.all([
    loadContactFacts(db, accountId, contactId),
    listSenders(db, asker),
    ownSignature(db, asker.actor),
  ])
  return { ...facts, senders, signature }
}

/**
 * A page of what was said with a contact, the newest first: of the inboxes that the asker may see, without spam and trash.
 * @throws {Problem} `notFound`, `invalid`
 */
export async function listContactThreads(
  db: Db,
  asker: Asker,
  contactId: string,
  { limit, after }: { limit: number; after: string | null },
): Promise<{ results: ContactThread[]; next: string | null }> {
  const { accountId } = asker.actor
  const visible = visibleInboxIds(asker)
  if (!(await findContact(db, accountId, contactId, visible))) throw new Problem('notFound')
  const place = after === null ? null : readPlace(after)
  const { rows } = await sql<ThreadOf>`
    select id, subject, status, latest_message_at as "latestMessageAt", latest_message_at::text as place, snippet,
      snippet_by as "snippetBy", assignee_user_id as "assigneeId", is_contact_stated as "isStated",
      inbox_ids as "inboxIds"
    from thread
    where account_id = ${accountId} and contact_id = ${contactId}
      -- As a function, or the planner takes so few to be visible that it reads and sorts all.
      and coalesce(inbox_ids && ${visible}::bigint[], false)
      and archived_at is null and joined_into_id is null and not is_spam
      ${place ? sql`and (latest_message_at, id) < (${place.at}::timestamptz, ${place.id}::bigint)` : sql``}
    order by latest_message_at desc, id desc limit ${limit + 1}`.execute(db)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    results: page.map(({ place: _, inboxIds, latestMessageAt, ...row }) => ({
      ...row,
      latestMessageAt: latestMessageAt.toISOString(),
      // The name of one that he may see, where a second inbox shows it too.
      inboxName: asker.inboxes.get(inboxIds.find((id) => visible.includes(id)) ?? '')?.name ?? '',
    })),
    next: last && rows.length > limit ? writePlace(last.place, last.id) : null,
  }
}

type ThreadOf = Omit<ContactThread, 'latestMessageAt' | 'inboxName'> & {
  latestMessageAt: Date
  place: string
  inboxIds: string[]
}

async function listSenders(db: Db, asker: Asker & { actor: UserActor }): Promise<ContactRecord['senders']> {
  const channels = await listChannelAccounts(db, asker.actor.accountId, visibleInboxIds(asker))
  return channels
    .filter((one) => one.archivedAt === null && verdictOn(asker, 'act', [one.inboxId]).isAllowed)
    .map((one) => {
      const refusal = sendingRefusal(one)
      return {
        channelAccountId: one.id,
        address: one.address,
        mailName: mailName(one.fromNameMode, one.companyName, asker.actor.name),
        inboxName: asker.inboxes.get(one.inboxId)?.name ?? '',
        refusal: refusal && refusalOf(refusal),
      }
    })
}
