import { invalid } from '../../shared/problems.ts'

/** The zone's name as the platform writes it. @throws {Problem} `invalid` */
export function readTimeZone(field: string, text: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone
  } catch {
    throw invalid(field, `takes an IANA time zone such as Europe/Oslo, not "${text.slice(0, 64)}"`)
  }
}
