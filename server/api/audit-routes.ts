import { Readable } from 'node:stream'
import { type Static, Type } from 'typebox'
import { type AuditEntry as AuditEntrySchema, AuditPage } from '../../shared/api/audit.ts'
import { auditActions, auditSubjectTypes } from '../../shared/audit.ts'
import { invalid } from '../../shared/problems.ts'
import { type AuditFilter, type AuditRow, listAudit, rememberedName } from '../inbox/audit-log.ts'
import { csvRow } from '../platform/csv.ts'
import type { Db } from '../platform/database.ts'
import type { ApiApp } from './app.ts'
import { personOf } from './doors.ts'
import type { ApiParts } from './parts.ts'
import { readChoice, readIds, readInstant, readLimit, readList, readText, Text } from './query.ts'

type AuditEntry = Static<typeof AuditEntrySchema>

const manageAccount = { door: { right: 'manageAccount' } } as const
const Filters = {
  action: Text,
  userId: Text,
  subjectType: Text,
  subjectId: Text,
  from: Text,
  to: Text,
}
const ListQuery = Type.Object({ ...Filters, limit: Text, after: Text })
const ExportQuery = Type.Object({ ...Filters, format: Text })
const exportPageSize = 1000

/** The audit, for super admins: page by page, and as a file. */
export function auditRoutes(app: ApiApp, { database }: ApiParts): void {
  app.get(
    '/api/audit',
    { config: manageAccount, schema: { querystring: ListQuery, response: { 200: AuditPage } } },
    async (request) => {
      const limit = readLimit(request.query.limit, { byDefault: 50 })
      const rows = await listAudit(database.db, personOf(request).actor.accountId, readFilter(request.query), {
        limit: limit + 1,
        after: readId('after', request.query.after),
      })
      const results = rows.slice(0, limit).map(shape)
      const last = results.at(-1)
      return { results, ...(last && rows.length > limit ? { paging: { next: { after: last.id } } } : {}) }
    },
  )
  app.get(
    '/api/audit/export',
    { config: manageAccount, schema: { querystring: ExportQuery } },
    async (request, reply) => {
      const format = readChoice('format', request.query.format, ['csv', 'jsonl']) ?? 'csv'
      const entries = everyEntry(database.db, personOf(request).actor.accountId, readFilter(request.query))
      const name = `audit-${new Date().toISOString().slice(0, 10)}.${format}`
      return reply
        .header('content-type', format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}"`)
        .send(Readable.from(format === 'csv' ? asCsv(entries) : asJsonLines(entries)))
    },
  )
}

function readFilter(query: Static<typeof ListQuery>): AuditFilter {
  const actions = readList(query.action).map((text) => {
    const action = auditActions.find((one) => one === text)
    if (action === undefined) throw invalid('action', `takes ${auditActions.join(', ')}, not "${text.slice(0, 40)}"`)
    return action
  })
  return {
    actions,
    userId: readId('userId', query.userId),
    subjectType: readChoice('subjectType', query.subjectType, auditSubjectTypes),
    subjectId: readId('subjectId', query.subjectId),
    from: readInstant('from', query.from),
    to: readInstant('to', query.to),
  }
}

/** One id; digits beyond what the database counts to name nothing that could be there. */
function readId(field: string, value: string | string[] | undefined): string | null {
  return readIds(field, readText(value) ?? undefined).at(-1) ?? null
}

/** Read page by page while it is sent, so that an export of any length holds one page in memory. */
async function* everyEntry(db: Db, accountId: string, filter: AuditFilter): AsyncGenerator<AuditEntry[]> {
  let after: string | null = null
  for (;;) {
    const rows: AuditRow[] = await listAudit(db, accountId, filter, { limit: exportPageSize, after })
    if (rows.length > 0) yield rows.map(shape)
    if (rows.length < exportPageSize) return
    after = rows.at(-1)?.id ?? null
  }
}

const csvColumns = ['At', 'Who', 'Who id', 'From', 'Action', 'Subject', 'Subject id', 'Subject name', 'Before', 'After']

async function* asCsv(pages: AsyncIterable<AuditEntry[]>): AsyncGenerator<string> {
  // The mark tells spreadsheets that the file is UTF-8.
  yield `\ufeff${csvRow(csvColumns)}`
  for await (const page of pages) {
    yield page
      .map(({ at, who, remoteAddress, action, subject, before, after }) =>
        csvRow([
          at,
          who.name ?? who.type,
          who.id,
          remoteAddress,
          action,
          subject.type,
          subject.id,
          subject.name,
          JSON.stringify(before),
          JSON.stringify(after),
        ]),
      )
      .join('')
  }
}

async function* asJsonLines(pages: AsyncIterable<AuditEntry[]>): AsyncGenerator<string> {
  for await (const page of pages) yield page.map((entry) => `${JSON.stringify(entry)}\n`).join('')
}

function shape(row: AuditRow): AuditEntry {
  const type = row.userId !== null ? 'user' : row.tokenId !== null ? 'token' : 'system'
  return {
    id: row.id,
    at: row.at.toISOString(),
    action: row.action,
    who: { type, id: row.userId ?? row.tokenId, name: row.userName ?? row.tokenName },
    remoteAddress: row.remoteAddress,
    subject: {
      type: row.subjectType,
      id: row.subjectId,
      name: row.subjectName ?? rememberedName(row),
      // An invitation is known by the address that it went to, whatever became of it.
      isGone: row.subjectName === null && row.subjectType !== 'invitation',
    },
    before: row.before,
    after: row.after,
  }
}
