import { parse } from 'csv-parse/sync'
import { parseMailAddresses } from '../../shared/mail-address.ts'
import { invalid } from '../../shared/problems.ts'
import type { Role, Seat } from './actor.ts'
import { cleanName } from './read-name.ts'

/** A person in a list as it was written; null or empty is what the list leaves open. */
export type ListedPerson = {
  /** from 1 */
  line: number
  email: string
  name: string
  role: string | null
  seat: string | null
  mainTeam: string | null
  extraTeams: string[]
}

const maxPeople = 500

/**
 * Reads a pasted list or a CSV file: with a first line that names the column *email* it is CSV (comma, semicolon or tab;
 * *name*, *role*, *seat*, *team*, *extra teams* beside it, also in Norwegian), else addresses as people write them, one
 * or several a line. What is no address is kept, for the preview to say so.
 * @throws {Problem} `invalid` for more than 500 people, and for CSV whose quotes do not close
 */
export function readInvitationList(text: string): ListedPerson[] {
  const lines = text.replace(/^\uFEFF/, '')
  const first = lines.split(/\r?\n/).find((line) => line.trim() !== '') ?? ''
  const delimiter = [';', '\t', ','].find((one) => first.includes(one)) ?? ','
  const header = first.split(delimiter).map(columnOf)
  const people = header.includes('email') ? readCsv(lines, delimiter) : readAddresses(lines)
  if (people.length > maxPeople)
    throw invalid('text', `takes at most ${maxPeople} people at a time; this has ${people.length}`)
  return people
}

type Column = 'email' | 'name' | 'role' | 'seat' | 'mainTeam' | 'extraTeams'

const columns: Record<string, Column> = {
  email: 'email',
  'e-mail': 'email',
  'email address': 'email',
  epost: 'email',
  'e-post': 'email',
  'e-postadresse': 'email',
  name: 'name',
  navn: 'name',
  role: 'role',
  rolle: 'role',
  seat: 'seat',
  plass: 'seat',
  team: 'mainTeam',
  'main team': 'mainTeam',
  hovedteam: 'mainTeam',
  'extra teams': 'extraTeams',
  ekstrateam: 'extraTeams',
}

/** A map's own keys alone: a column may be called anything. */
const columnOf = (cell: string): Column | null => {
  const name = cell.trim().replace(/^"|"$/g, '').toLowerCase()
  return Object.hasOwn(columns, name) ? (columns[name] ?? null) : null
}

function readCsv(text: string, delimiter: string): ListedPerson[] {
  const [header, ...rows] = parseCsv(text, delimiter)
  const names = header?.cells.map(columnOf) ?? []
  return rows
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .map(({ line, cells }) => {
      const of = (column: Column) => cells[names.indexOf(column)] ?? ''
      return {
        line,
        email: of('email'),
        name: cleanName(of('name')).slice(0, 100),
        role: of('role') || null,
        seat: of('seat') || null,
        mainTeam: of('mainTeam') || null,
        extraTeams: of('extraTeams')
          .split(/[|;,]/)
          .map((team) => team.trim())
          .filter((team) => team !== ''),
      }
    })
}

function parseCsv(text: string, delimiter: string): { line: number; cells: string[] }[] {
  try {
    const rows = parse(text, {
      delimiter,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { info: { lines: number }; record: string[] }[]
    return rows.map(({ info, record }) => ({ line: info.lines, cells: record }))
  } catch (error) {
    throw invalid('text', `takes CSV: ${error instanceof Error ? error.message : 'this cannot be read'}`)
  }
}

function readAddresses(text: string): ListedPerson[] {
  const rest = { role: null, seat: null, mainTeam: null, extraTeams: [] }
  return text.split(/\r?\n/).flatMap((written, index) => {
    const { addresses, rejected } = parseMailAddresses(written)
    const line = index + 1
    const [only] = addresses
    // "kari@solvik.example, Kari Solheim": what stands beside the one address is its name.
    if (only && addresses.length === 1 && rejected.length === 1 && !rejected[0]?.includes('@'))
      return [{ line, email: only.address, name: cleanName(only.name || (rejected[0] ?? '')).slice(0, 100), ...rest }]
    return [
      ...addresses.map(({ address, name }) => ({ line, email: address, name: name.slice(0, 100), ...rest })),
      ...rejected.map((piece) => ({ line, email: piece.slice(0, 254), name: '', ...rest })),
    ]
  })
}

const roles: Record<string, Role> = {
  'super admin': 'super-admin',
  superadministrator: 'super-admin',
  'account access': 'account-access',
  kontotilgang: 'account-access',
  user: 'user',
  bruker: 'user',
}
const seats: Record<string, Seat> = { none: 'none', ingen: 'none', sales: 'sales', salg: 'sales', service: 'service' }

/** The role that a word of a list means, or null. */
export const roleOf = (word: string): Role | null => meaning(roles, word)
/** The seat likewise. */
export const seatOf = (word: string): Seat | null => meaning(seats, word)

function meaning<Value>(words: Record<string, Value>, word: string): Value | null {
  const key = word
    .trim()
    .toLowerCase()
    .replace(/[-_\s]+/g, ' ')
  return Object.hasOwn(words, key) ? (words[key] ?? null) : null
}
