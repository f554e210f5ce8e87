import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import { statedAddress } from './forward.ts'
import type { Incoming } from './incoming.ts'
import { domainsWithKeys, type KnownDomains, loadKnownDomains } from './known-domains.ts'
import { type SignedIds, splitAddress } from './signed-ids.ts'

/** An existing or new thread while a batch is being decided; what is written is its last state. */
export type ThreadDraft = {
  id: string
  isNew: boolean
  inboxIds: string[]
  contactId: string
  channelAccountId: string
  subject: string
  status: 'open' | 'closed'
  closedAt: Date | null
  seq: number
  receivedSeq: number
  createdAt: Date
  latestMessageAt: Date
  latestReceivedAt: Date | null
  waitingSince: Date | null
  snippet: string
  snippetBy: 'contact' | 'user' | 'comment'
  messageCount: number
  attachmentCount: number
  isExample: boolean
  participants: Set<string>
  newParticipants: Set<string>
}

export type ReceiveFacts = {
  accountId: string
  reopenWithinDays: number | null
  defaultInbox: { inboxId: string; channelAccountId: string }
  /** own addresses by address */
  own: Map<string, { inboxId: string; channelAccountId: string }>
  userAddresses: Set<string>
  domains: KnownDomains
  contacts: Map<string, { id: string; name: string }>
  /** Threads with a message of this id, oldest message first: anybody may use an id that was used before. */
  threadsOfExternalId: Map<string, string[]>
  stored: Map<string, { messageId: string; threadId: string }>
  threads: Map<string, ThreadDraft>
  /** where a joined thread went */
  joinedInto: Map<string, string>
  recent: { threadId: string; contactId: string; subject: string }[]
  nextIds: { contact: string[]; thread: string[]; file: string[] }
}

/**
 * All that deciding over a batch needs, in at most two round trips. The threads that mails may join are locked, in the order of
 * their ids so that two batches never wait for each other in a circle.
 */
export async function loadReceiveFacts(
  tx: Tx,
  signedIds: SignedIds,
  accountId: string,
  batch: readonly Incoming[],
): Promise<ReceiveFacts> {
  const base = await lookUp(tx, accountId, batch)
  const candidates = new Set<string>()
  for (const mail of batch) {
    for (const token of mail.plusParts) add(candidates, signedIds.threadOfReplyToken(accountId, token))
    for (const id of mail.ancestors) add(candidates, signedIds.threadOfMessageId(accountId, id))
  }
  for (const ids of base.threadsOfExternalId.values()) for (const id of ids) candidates.add(id)
  for (const { threadId } of base.stored.values()) candidates.add(threadId)
  const { threads, joinedInto } = await lockThreads(tx, accountId, [...candidates])
  const domains = await loadKnownDomains(tx, accountId, base.fromDomains, base.knownDomains)
  return { accountId, ...base, domains, threads, joinedInto }
}

const add = (set: Set<string>, value: string | null) => {
  if (value !== null) set.add(value)
}

async function lookUp(tx: Tx, accountId: string, batch: readonly Incoming[]) {
  const stated = unique(batch.flatMap((mail) => statedAddress(mail) ?? []))
  const addresses = unique([
    ...batch.flatMap((mail) => [
      ...mail.deliveredTo,
      ...[...mail.to, ...mail.cc].map((one) => one.address.toLowerCase()),
    ]),
    ...stated.map((address) => splitAddress(address).base),
  ])
  const froms = unique(batch.map((mail) => mail.from.address.toLowerCase()))
  const keys = unique(batch.flatMap((mail) => mail.key ?? []))
  const externalIds = unique(batch.flatMap((mail) => mail.ancestors))
  const fromDomains = domainsWithKeys(froms)
  const files = batch.reduce((sum, mail) => sum + mail.attachments.length, 0)
  const { rows } = await sql<{
    reopenWithinDays: number | null
    defaultInbox: { inboxId: string; channelAccountId: string }
    own: { address: string; inboxId: string; channelAccountId: string }[]
    users: string[]
    contacts: { address: string; id: string; name: string }[]
    known: { externalId: string; threadId: string }[]
    stored: { key: string; messageId: string; threadId: string }[]
    recent: { threadId: string; contactId: string; subject: string }[]
    knownDomains: string[]
    contactIds: string[]
    threadIds: string[]
    fileIds: string[]
  }>`
    select a.reopen_within_days as "reopenWithinDays",
      (select json_build_object('inboxId', c.inbox_id::text, 'channelAccountId', c.id::text)
        from channel_account c where c.account_id = a.id and c.is_default) as "defaultInbox",
      (select coalesce(json_agg(json_build_object('address', m.address, 'inboxId', c.inbox_id::text,
          'channelAccountId', c.id::text)), '[]')
        from mail_address m
        join channel_account c on c.account_id = m.account_id and c.id = m.channel_account_id
        where m.address = any(${addresses}) and m.account_id = a.id) as own,
      (select coalesce(json_agg(l.email_key), '[]')
        from login l join "user" u on u.login_id = l.id
        where l.email_key = any(${[...froms, ...stated]}) and u.account_id = a.id) as users,
      (select coalesce(json_agg(json_build_object('address', i.value, 'id', p.id::text, 'name', p.name)), '[]')
        from contact_identity i join contact p on p.account_id = i.account_id and p.id = i.contact_id
        where i.account_id = a.id and i.kind = 'email' and i.scope = '' and i.value = any(${froms})) as contacts,
      (select coalesce(json_agg(json_build_object('externalId', e.id, 'threadId', m.thread_id::text) order by m.id), '[]')
        from unnest(${externalIds}::text[]) as e (id)
        cross join lateral (
          select id, thread_id from message
          where account_id = a.id and internet_message_id = e.id
          -- The first are the ones that were answered; who floods with an id of theirs comes after.
          order by id limit 20
        ) m) as known,
      (select coalesce(json_agg(json_build_object('key', k.key, 'messageId', k.message_id, 'threadId', k.thread_id::text)), '[]')
        from message_key k where k.account_id = a.id and k.key = any(${keys})) as stored,
      (select coalesce(json_agg(json_build_object('threadId', t.id::text, 'contactId', t.contact_id::text, 'subject', t.subject)
          order by t.latest_message_at desc, t.id desc), '[]')
        from contact_identity i
        cross join lateral (
          select id, contact_id, subject, latest_message_at from thread
          where account_id = a.id and contact_id = i.contact_id and latest_message_at > now() - interval '7 days'
            and archived_at is null and joined_into_id is null
          order by latest_message_at desc, id desc limit 20
        ) t
        where i.account_id = a.id and i.kind = 'email' and i.scope = '' and i.value = any(${froms})) as recent,
      array(select d.domain from jsonb_to_recordset(${JSON.stringify(fromDomains)}::jsonb) as d (key text, domain text)
        where exists (select from known_domain k
          where k.account_id = a.id and k.key = d.key and k.domain = d.domain)) as "knownDomains",
      array(select nextval('contact_id_seq')::text from generate_series(1, ${batch.length}::int)) as "contactIds",
      array(select nextval('thread_id_seq')::text from generate_series(1, ${batch.length}::int)) as "threadIds",
      array(select nextval('file_id_seq')::text from generate_series(1, ${files}::int)) as "fileIds"
    from account a where a.id = ${accountId}`.execute(tx)
  const row = rows[0]
  if (!row) throw new Error(`no account ${accountId}`)
  return {
    reopenWithinDays: row.reopenWithinDays,
    defaultInbox: row.defaultInbox,
    own: new Map(row.own.map(({ address, ...rest }) => [address, rest])),
    userAddresses: new Set(row.users),
    contacts: new Map(row.contacts.map(({ address, ...rest }) => [address, rest])),
    threadsOfExternalId: new Map(
      [...Map.groupBy(row.known, (one) => one.externalId)].map(([id, ones]) => [id, ones.map((one) => one.threadId)]),
    ),
    stored: new Map(row.stored.map(({ key, ...rest }) => [key, rest])),
    recent: row.recent,
    fromDomains: fromDomains.map(({ domain }) => domain),
    knownDomains: new Set(row.knownDomains),
    nextIds: { contact: row.contactIds, thread: row.threadIds, file: row.fileIds },
  }
}

async function lockThreads(tx: Tx, accountId: string, ids: readonly string[]) {
  const threads = new Map<string, ThreadDraft>()
  const joinedInto = new Map<string, string>()
  if (ids.length === 0) return { threads, joinedInto }
  const { rows } = await sql<
    Omit<ThreadDraft, 'isNew' | 'participants' | 'newParticipants'> & {
      askedId: string
      participants: string[]
    }
  >`
    with asked as (
      select id as asked_id, coalesce(joined_into_id, id) as id
      from thread where account_id = ${accountId} and id = any(${ids}::bigint[])
    )
    select asked.asked_id as "askedId", t.id, t.inbox_ids as "inboxIds", t.contact_id as "contactId",
      t.channel_account_id as "channelAccountId", t.subject, t.status, t.closed_at as "closedAt", t.seq,
      t.received_seq as "receivedSeq", t.created_at as "createdAt", t.latest_message_at as "latestMessageAt",
      t.latest_received_at as "latestReceivedAt", t.waiting_since as "waitingSince", t.snippet,
      t.snippet_by as "snippetBy", t.message_count as "messageCount", t.attachment_count as "attachmentCount",
      t.is_example as "isExample",
      array(select p.address from thread_participant p where p.account_id = t.account_id and p.thread_id = t.id) as participants
    from asked join thread t on t.account_id = ${accountId} and t.id = asked.id
    where t.archived_at is null and t.joined_into_id is null
    order by t.id
    for update of t`.execute(tx)
  for (const { askedId, participants, ...thread } of rows) {
    joinedInto.set(askedId, thread.id)
    if (!threads.has(thread.id)) {
      threads.set(thread.id, {
        ...thread,
        isNew: false,
        participants: new Set(participants),
        newParticipants: new Set(),
      })
    }
  }
  return { threads, joinedInto }
}

const unique = (values: readonly string[]) => [...new Set(values)]
