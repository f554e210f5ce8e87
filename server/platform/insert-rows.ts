import { type RawBuilder, sql } from 'kysely'
import type { Tx } from './database.ts'

/** Rows of one table; `columns` gives each column's SQL type. Every row has every column. */
export type RowSet = {
  table: string
  columns: Readonly<Record<string, string>>
  rows: readonly Record<string, unknown>[]
  /** Columns whose values the inserted rows got from the database and that are answered; of one set at most. */
  returning?: readonly string[]
}

/**
 * Inserts rows of several tables in one round trip: one statement, a WITH clause per table. Foreign keys between them are
 * checked at its end, so the order does not matter. The text depends only on which tables have rows: it stays prepared.
 * `alsoRun`: other statements of the same round trip; none of them sees what the rest writes. Answers what a set returns.
 */
export async function insertTogether<Row = never>(
  tx: Tx,
  sets: readonly RowSet[],
  alsoRun: readonly RawBuilder<unknown>[] = [],
): Promise<Row[]> {
  const filled = sets.filter((set) => set.rows.length > 0)
  const statements = [...filled.map(insertOf), ...alsoRun]
  if (statements.length === 0) return []
  const parts = statements.map((statement, index) => sql`${sql.raw(`w${index}`)} as (${statement})`)
  const returned = filled.findIndex((set) => set.returning)
  const answer = sql.raw(returned === -1 ? 'select 1 where false' : `select * from w${returned}`)
  const { rows } = await sql<Row>`with ${sql.join(parts)} ${answer}`.execute(tx)
  return rows
}

function insertOf({ table, columns, rows, returning }: RowSet): RawBuilder<unknown> {
  const names = Object.keys(columns)
  const list = sql.join(names.map((name) => sql.id(name)))
  const typed = sql.raw(names.map((name) => `"${name}" ${columns[name]}`).join(', '))
  const answer = returning ? sql` returning ${sql.join(returning.map((name) => sql.id(name)))}` : sql``
  return sql`insert into ${sql.id(table)} (${list}) select ${list} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (${typed})${answer}`
}

/**
 * Text that PostgreSQL can hold: without U+0000, which it has no room for, and without halves of surrogate pairs, which
 * JSON may carry and UTF-8 cannot.
 */
export function storableText(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}

/**
 * A value as the text of a `jsonb`, with each text in it storable. Not to be mended in the JSON itself: there, somebody's
 * literal `\u0000` would be taken for an escape, and the backslash left over would escape the quote after it.
 */
export function storableJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? storableText(part) : part))
}
