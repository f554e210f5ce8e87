import { Type } from 'typebox'
import { invalid } from '../../shared/problems.ts'

/** A query value as it comes: once, or several times. Nothing is converted behind our back; these readers say what it takes. */
export const Text = Type.Optional(
  Type.Union([Type.String({ maxLength: 2000 }), Type.Array(Type.String({ maxLength: 2000 }), { maxItems: 100 })]),
)

type Value = string | string[] | undefined

/** The last of a repeated value, as HubSpot takes it. */
export function readText(value: Value): string | null {
  const last = Array.isArray(value) ? value.at(-1) : value
  return last === undefined || last === '' ? null : last
}

/** A list: repeated, or joined with commas, since HubSpot's clients send either. */
export function readList(value: Value): string[] {
  return [value ?? []]
    .flat()
    .flatMap((one) => one.split(','))
    .map((one) => one.trim())
    .filter((one) => one !== '')
}

/** Up to 18 digits: what is larger may not fit the database's numbers. */
export function readIds(field: string, value: Value): string[] {
  const ids = readList(value)
  for (const id of ids)
    if (!/^\d{1,18}$/.test(id)) throw invalid(field, `takes ids of digits, not "${id.slice(0, 40)}"`)
  return ids
}

export function readLimit(value: Value, { max = 500, byDefault = 100 } = {}): number {
  const text = readText(value)
  if (text === null) return byDefault
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (limit < 1 || limit > max)
    throw invalid('limit', `takes a whole number from 1 to ${max}, not "${text.slice(0, 40)}"`)
  return limit
}

export function readFlag(field: string, value: Value): boolean {
  const text = readText(value)
  if (text === null || text === 'false') return false
  if (text === 'true') return true
  throw invalid(field, `takes true or false, not "${text.slice(0, 40)}"`)
}

export function readChoice<const Choice extends string>(
  field: string,
  value: Value,
  choices: readonly Choice[],
): Choice | null {
  const text = readText(value)
  if (text === null) return null
  const found = choices.find((choice) => choice === text)
  if (found === undefined) throw invalid(field, `takes ${choices.join(', ')}, not "${text.slice(0, 40)}"`)
  return found
}

/** ISO 8601, or milliseconds since 1970. */
export function readInstant(field: string, value: Value): Date | null {
  const text = readText(value)
  if (text === null) return null
  const date = new Date(/^\d{1,15}$/.test(text) ? Number(text) : text)
  if (Number.isNaN(date.getTime()))
    throw invalid(field, `takes an instant such as 2026-03-01T09:30:00.000Z, not "${text.slice(0, 40)}"`)
  return date
}

/** `?property=spam,inboxId`: only these fields, and the id. */
export function pick<Row extends Record<string, unknown>>(row: Row, properties: readonly string[]): Row {
  if (properties.length === 0) return row
  return Object.fromEntries(Object.entries(row).filter(([key]) => key === 'id' || properties.includes(key))) as Row
}
