import { sql } from 'kysely'
import { Problem } from '../../shared/problems.ts'
import { type AuditSource, recordAudit } from '../account/audit.ts'
import { lockAccount } from '../account/lock-account.ts'
import { readName } from '../account/read-name.ts'
import type { Tx } from '../platform/database.ts'
import { appendEvents } from '../platform/events.ts'
import { chooseAccess, type InboxAccess } from './choose-access.ts'
import { type Inbox, insertInbox, listInboxes } from './inbox-store.ts'
import { requireRoomForInbox } from './plan-limits.ts'

/** An inbox of the account; its row is locked until the transaction ends. @throws {Problem} `notFound` */
export async function lockInbox(tx: Tx, accountId: string, inboxId: string): Promise<Inbox> {
  await sql`select from inbox where account_id = ${accountId} and id = ${inboxId} for no key update`.execute(tx)
  const inbox = (await listInboxes(tx, accountId)).find((one) => one.id === inboxId)
  if (!inbox) throw new Problem('notFound')
  return inbox
}

/**
 * Creates a further inbox (S40, S41). Answers its id.
 * @throws {Problem} `planLimit`, `inboxNameTaken`, `invalid`
 */
export async function createInbox(
  tx: Tx,
  accountId: string,
  source: AuditSource,
  input: InboxAccess & { name: string },
): Promise<string> {
  const name = readName('name', input.name)
  await requireRoomForInbox(tx, accountId)
  await requireFreeName(tx, accountId, name, null)
  const inboxId = await insertInbox(tx, { accountId, name, isDefault: false, access: input.access })
  await chooseAccess(tx, accountId, inboxId, input)
  const { access, userIds, teamIds } = input
  const after = access === 'specific' ? { name, access, userIds, teamIds } : { name, access }
  await recordAudit(tx, { accountId, source, action: 'inbox.created', subject: { type: 'inbox', id: inboxId }, after })
  return inboxId
}

/** @throws {Problem} `notFound`, `inboxNameTaken`, `invalid` */
export async function renameInbox(
  tx: Tx,
  accountId: string,
  source: AuditSource,
  inboxId: string,
  newName: string,
): Promise<void> {
  const name = readName('name', newName)
  await lockAccount(tx, accountId)
  const inbox = await lockInbox(tx, accountId, inboxId)
  if (inbox.name === name) return
  await requireFreeName(tx, accountId, name, inboxId)
  await tx
    .updateTable('inbox')
    .set({ name, updated_at: sql`now()` })
    .where('account_id', '=', accountId)
    .where('id', '=', inboxId)
    .execute()
  await appendEvents(tx, [{ accountId, type: 'inbox.changed', inboxId }])
  await recordAudit(tx, {
    accountId,
    source,
    action: 'inbox.renamed',
    subject: { type: 'inbox', id: inboxId },
    before: { name: inbox.name },
    after: { name },
  })
}

/** Two inboxes that differ by case alone are one to a person. Under the account's lock. */
async function requireFreeName(tx: Tx, accountId: string, name: string, except: string | null): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select name from inbox
    where account_id = ${accountId} and id is distinct from ${except}::bigint
      and casefold(name collate pg_unicode_fast) = casefold(${name}::text collate pg_unicode_fast)`.execute(tx)
  if (rows[0]) throw new Problem('inboxNameTaken', { name: rows[0].name })
}
