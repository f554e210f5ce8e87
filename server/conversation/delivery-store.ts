import { sql } from 'kysely'
import type { LoginChange } from '../account/login-notice.ts'
import { isOpenChannel } from '../inbox/channel-account-store.ts'
import { arrivesElsewhere } from '../inbox/from-address-store.ts'
import type { Db } from '../platform/database.ts'

/** A mail to one recipient that is due: of a message, or a notice (a mail of Samtale's own to a person). */
export type DueDelivery = {
  accountId: string
  id: string
  messageId: string | null
  notice: 'passwordReset' | 'invitation' | 'loginChanged' | 'contactOwner' | 'fromAddress' | null
  /** of a password reset or a changed login: whose */
  loginId: string | null
  loginChange: LoginChange | null
  /** the address that it was changed from; empty: the command line */
  loginChangedFrom: string | null
  invitationId: string | null
  /** of a message that a contact's owner is mailed: the conversation */
  aboutThreadId: string | null
  /** of a proof: which address is to be proven */
  fromAddressId: string | null
  address: string
  attempts: number
  firstDueAt: Date
  /** The process that has it; of an interrupted one, the process that died. */
  leasedBy: string
}

/**
 * Hands deliveries on within this process: `leasedBy` goes into their rows, and `take` begins them once they are
 * committed. With null the rows wait for whoever looks.
 */
export type DeliveryHandover = { leasedBy: string | null; take(deliveries: readonly DueDelivery[]): void }

/**
 * Takes deliveries that are due for this process. A lease of a process that is gone counts for nothing; what such a
 * process left in `sending` is settled by `settleInterrupted`, never taken again. A lease of its own on what it does not
 * know of (`inHand`) is of a commit whose answer was lost.
 */
export async function claimDue(
  db: Db,
  processId: string,
  limit: number,
  inHand: readonly string[],
): Promise<DueDelivery[]> {
  const { rows } = await sql<DueDelivery>`
    update recipient r set leased_by = ${processId}
    from (
      select account_id, id from recipient
      where state = 'queued' and due_at <= now()
        and (leased_by is null or leased_by = ${processId} and id <> all(${inHand}::bigint[])
          or not exists (select from process p where p.id = recipient.leased_by))
      order by due_at, id limit ${limit} for update skip locked
    ) due
    where r.account_id = due.account_id and r.id = due.id
    returning r.account_id as "accountId", r.id, r.message_id as "messageId", r.notice, r.login_id as "loginId",
      r.login_change as "loginChange", r.login_changed_from as "loginChangedFrom",
      r.invitation_id as "invitationId", r.about_thread_id as "aboutThreadId", r.from_address_id as "fromAddressId", r.address, r.attempts, r.first_due_at as "firstDueAt", r.leased_by as "leasedBy"`.execute(
    db,
  )
  return rows
}

/** Gives back what was taken and not begun. */
export async function releaseLeases(db: Db, processId: string): Promise<void> {
  await sql`update recipient set leased_by = null where leased_by = ${processId} and state = 'queued'`.execute(db)
}

/**
 * - `sending`: it is known durably that the data is about to go
 * - `closed`: its channel was switched off or its inbox archived meanwhile; nothing may leave
 * - `removed`: its channel is gone for good
 * - `unproven`: the account may no longer send from the address that the mail was composed with
 * - `not-ours`: it is no longer this process's to send
 */
export type Permission = 'sending' | 'closed' | 'removed' | 'unproven' | 'not-ours'

/**
 * Says durably that the data is about to go, and asks a last time whether it may.
 * One statement of its own, committed before the first byte leaves: after a crash it is known that they may have it.
 * `fromAddressId`: the address of the account's own that it was composed with, which must be proven at this moment.
 * The shared locks make who switches the channel off wait for it: once that is committed, nothing leaves any more (S51).
 */
export async function markSending(
  db: Db,
  processId: string,
  delivery: DueDelivery,
  fromAddressId: string | null,
): Promise<Permission> {
  const { rows } = await sql<{
    isMarked: boolean
    isOpen: boolean | null
    isRemoved: boolean | null
    isProven: boolean
  }>`
    with gate as (
      select ${isOpenChannel} as is_open, c.archived_at is not null as is_removed
      from message m
      join channel_account c on c.account_id = m.account_id and c.id = m.channel_account_id
      join inbox i on i.account_id = c.account_id and i.id = c.inbox_id
      where m.account_id = ${delivery.accountId} and m.id = ${delivery.messageId}
      for share of c, i
    ), proof as (
      select from from_address f
      where f.account_id = ${delivery.accountId} and f.id = ${fromAddressId} and f.proven_at is not null
        and not ${arrivesElsewhere}
      -- Who gives it up waits for us, or we for him.
      for share of f
    ), may_send_as as (
      select ${fromAddressId}::bigint is null or exists (select from proof) as is_proven
    ), marked as (
      update recipient set state = 'sending', attempts = attempts + 1
      where account_id = ${delivery.accountId} and id = ${delivery.id} and state = 'queued' and leased_by = ${processId}
        -- A notice is of no channel.
        and (${delivery.messageId === null}::boolean or (select is_open from gate))
        and (select is_proven from may_send_as)
      returning id
    )
    select exists (select from marked) as "isMarked", (select is_open from gate) as "isOpen",
      (select is_removed from gate) as "isRemoved", (select is_proven from may_send_as) as "isProven"`.execute(db)
  const [row] = rows
  if (row?.isMarked) return 'sending'
  if (row?.isRemoved) return 'removed'
  if (row?.isOpen === false) return 'closed'
  return row?.isProven === false ? 'unproven' : 'not-ours'
}

/** Deliveries whose process died between the first byte of the data and its answer. */
export async function listInterrupted(db: Db): Promise<DueDelivery[]> {
  const { rows } = await sql<DueDelivery>`
    select r.account_id as "accountId", r.id, r.message_id as "messageId", r.notice, r.login_id as "loginId",
      r.login_change as "loginChange", r.login_changed_from as "loginChangedFrom",
      r.invitation_id as "invitationId", r.about_thread_id as "aboutThreadId", r.from_address_id as "fromAddressId", r.address, r.attempts, r.first_due_at as "firstDueAt", r.leased_by as "leasedBy"
    from recipient r
    where r.state = 'sending' and not exists (select from process p where p.id = r.leased_by)
    limit 500`.execute(db)
  return rows
}

export type OutgoingRow = {
  accountId: string
  messageId: string
  threadId: string
  internetMessageId: string
  fromName: string
  fromAddress: string
  /** Which proof it may stand in From by; null: an address of ours. */
  fromAddressId: string | null
  addresses: { to?: { name: string; address: string }[]; cc?: { name: string; address: string }[] }
  subject: string
  createdAt: Date
  text: string
  html: string | null
  /** the account's first address: answers and reports come to it */
  defaultAddress: string
  language: 'en' | 'nb'
  timeZone: string
  answered: AnsweredMail | null
  /** Written by a machine. */
  isAutomatic: boolean
  references: string[]
  attachments: { name: string; mediaType: string; storageKey: string }[]
  /** What closes it, as it was when it was written; null: nothing. */
  signatureHtml: string | null
  signatureImages: { id: string; mediaType: string; storageKey: string }[]
}

export type AnsweredMail = {
  internetMessageId: string | null
  fromName: string
  fromAddress: string
  at: string
  text: string
}

/**
 * What a message is composed of. Name and address are those that it was queued with (S30), but for an address that the
 * account may no longer send from: then it is the channel's own. The mail that it answers (named, else the thread's latest that came in) is quoted below
 * it; References are the ids of the thread's mails, oldest first. Comments are not mails and never among them.
 */
export async function loadOutgoing(db: Db, accountId: string, messageId: string): Promise<OutgoingRow | null> {
  const { rows } = await sql<OutgoingRow>`
    select m.account_id as "accountId", m.id as "messageId", m.thread_id as "threadId",
      m.internet_message_id as "internetMessageId", m.from_name as "fromName", case when f.id is not null or exists (select from mail_address o
        where o.account_id = m.account_id and o.address = lower(m.from_address)) then m.from_address
        else own.address end as "fromAddress",
      f.id as "fromAddressId", m.addresses, m.subject, m.created_at as "createdAt", 'autoReply' = any(m.traits) as "isAutomatic", b.text, b.html, b.signature_html as "signatureHtml", c.address as "defaultAddress",
      a.language, a.time_zone as "timeZone",
      (select json_build_object('internetMessageId', q.internet_message_id, 'fromName', q.from_name,
          'fromAddress', q.from_address, 'at', q.at, 'text', left(qb.text, 100000))
        from message q join message_body qb on qb.account_id = q.account_id and qb.message_id = q.id
        where q.account_id = m.account_id and q.thread_id = m.thread_id and q.kind = 'message' and q.id < m.id
          and case when m.answers_message_id is null then q.direction = 'incoming' else q.id = m.answers_message_id end
        order by q.id desc limit 1) as answered,
      array(select x.internet_message_id from (
          select q.id, q.internet_message_id from message q
          where q.account_id = m.account_id and q.thread_id = m.thread_id and q.kind = 'message' and q.id < m.id
            and q.internet_message_id is not null
          order by q.id desc limit 40) x
        order by x.id) as references,
      (select coalesce(json_agg(json_build_object('name', t.name, 'mediaType', f.media_type, 'storageKey', f.storage_key)
          order by t.position), '[]')
        from attachment t join file f on f.account_id = t.account_id and f.id = t.file_id
        where t.account_id = m.account_id and t.message_id = m.id) as attachments,
      (select coalesce(json_agg(json_build_object('id', s.id, 'mediaType', s.media_type, 'storageKey', s.storage_key)
          order by s.created_at, s.id), '[]')
        from signature_image s
        where s.account_id = m.account_id and s.id = any(array(select found[1]::uuid
          from regexp_matches(b.signature_html, 'data-cid="signature-([0-9a-f-]{36})"', 'g') found))) as "signatureImages"
    from message m
    join message_body b on b.account_id = m.account_id and b.message_id = m.id
    join account a on a.id = m.account_id
    join channel_account c on c.account_id = m.account_id and c.is_default
    join channel_account own on own.account_id = m.account_id and own.id = m.channel_account_id
    left join from_address f on f.account_id = m.account_id and f.address_key = lower(m.from_address)
      and f.proven_at is not null and not ${arrivesElsewhere}
    where m.account_id = ${accountId} and m.id = ${messageId} and m.kind = 'message' and m.direction = 'outgoing'`.execute(
    db,
  )
  return rows[0] ?? null
}
