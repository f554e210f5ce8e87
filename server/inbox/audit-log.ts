import { sql } from 'kysely'
import type { AuditAction, AuditSubjectType } from '../../shared/audit.ts'
import type { Db } from '../platform/database.ts'

export type AuditFilter = {
  actions: readonly AuditAction[]
  userId: string | null
  subjectType: AuditSubjectType | null
  subjectId: string | null
  from: Date | null
  /** the first instant that is not asked for any more */
  to: Date | null
}

export type AuditRow = {
  id: string
  at: Date
  action: AuditAction
  userId: string | null
  userName: string | null
  tokenId: string | null
  tokenName: string | null
  remoteAddress: string
  subjectType: AuditSubjectType
  subjectId: string
  /** as it is called now; null: it is gone */
  subjectName: string | null
  before: Record<string, unknown>
  after: Record<string, unknown>
}

/** Newest first; `after`: the id of the last row of the page before. */
export async function listAudit(
  db: Db,
  accountId: string,
  filter: AuditFilter,
  page: { limit: number; after: string | null },
): Promise<AuditRow[]> {
  const { actions, userId, subjectType, subjectId, from, to } = filter
  const conditions = [
    sql`a.account_id = ${accountId}`,
    // One, as the screen asks, is read along its index in the order of the page; several may have to be looked for.
    ...(actions.length === 1 ? [sql`a.action = ${actions[0]}`] : []),
    ...(actions.length > 1 ? [sql`a.action = any(${actions})`] : []),
    ...(userId === null ? [] : [sql`a.user_id = ${userId}`]),
    ...(subjectType === null ? [] : [sql`a.subject_type = ${subjectType}`]),
    ...(subjectId === null ? [] : [sql`a.subject_id = ${subjectId}`]),
    ...(from === null ? [] : [sql`a.at >= ${from}`]),
    ...(to === null ? [] : [sql`a.at < ${to}`]),
    ...(page.after === null ? [] : [sql`a.id < ${page.after}`]),
  ]
  const { rows } = await sql<AuditRow>`
    select a.id, a.at, a.action, a.user_id as "userId", u.name as "userName", a.token_id as "tokenId",
      t.name as "tokenName", a.remote_address as "remoteAddress", a.subject_type as "subjectType",
      a.subject_id as "subjectId", a.before, a.after, ${subjectName} as "subjectName"
    from audit a
    left join "user" u on u.account_id = a.account_id and u.id = a.user_id
    left join app_token t on t.account_id = a.account_id and t.id = a.token_id
    where ${sql.join(conditions, sql` and `)}
    order by a.id desc
    limit ${page.limit}`.execute(db)
  return rows
}

const subjectName = sql`case a.subject_type
  when 'account' then (select s.name from account s where s.id = a.account_id)
  when 'user' then (select s.name from "user" s where s.account_id = a.account_id and s.id = a.subject_id)
  when 'team' then (select s.name from team s where s.account_id = a.account_id and s.id = a.subject_id)
  when 'inbox' then (select s.name from inbox s where s.account_id = a.account_id and s.id = a.subject_id)
  when 'channel' then (select s.address from channel_account s where s.account_id = a.account_id and s.id = a.subject_id)
  when 'token' then (select s.name from app_token s where s.account_id = a.account_id and s.id = a.subject_id)
  when 'contact' then (select coalesce(nullif(s.name, ''), s.email) from contact s
    where s.account_id = a.account_id and s.id = a.subject_id)
end`

/** What the row itself remembers its subject by: the name that it had then. */
export function rememberedName({ before, after }: Pick<AuditRow, 'before' | 'after'>): string | null {
  for (const key of ['name', 'email', 'address'])
    for (const values of [after, before]) {
      const value = values[key]
      if (typeof value === 'string' && value !== '') return value
    }
  return null
}
