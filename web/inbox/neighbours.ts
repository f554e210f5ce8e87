/** The row after (1) or before (-1) the one with `id`; the first row when none is selected; null at the ends. */
export function neighbourOf(rows: readonly { id: string }[], id: string | null, by: 1 | -1): string | null {
  if (id === null) return rows[0]?.id ?? null
  const at = rows.findIndex((row) => row.id === id)
  return at < 0 ? (rows[0]?.id ?? null) : (rows[at + by]?.id ?? null)
}
