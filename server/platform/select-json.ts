import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from './database.ts'

/**
 * The rows of a query in its order, made into one JSON value by the server. The driver reads row by row and field by
 * field in JavaScript, which for a page of fifty wide rows takes longer than the query itself.
 *
 * What JSON does to them: an `int8` becomes a number, so ids are cast to text in the query; an instant becomes
 * PostgreSQL's ISO text, which `isoInstant` brings into the API's form, or is written in it by `apiInstant`.
 */
export async function selectJson<Row>(db: Db | Tx, query: RawBuilder<unknown>): Promise<Row[]> {
  const { rows } = await sql<{ rows: Row[] }>`select ${jsonOf(query)} as rows`.execute(db)
  return rows[0]?.rows ?? []
}

/** The rows of a query in its order, as one JSON value within another query. */
export const jsonOf = (query: RawBuilder<unknown>) => sql`(select coalesce(json_agg(each), '[]') from (${query}) each)`

/** A `timestamptz` as the API writes instants: `2026-11-24T09:41:38.465Z`, null for null. */
export const apiInstant = (instant: RawBuilder<unknown>) =>
  sql`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** `2026-11-24T09:41:38.465123+00:00` as `2026-11-24T09:41:38.465Z`. */
export const isoInstant = (text: string) => new Date(text).toISOString()
