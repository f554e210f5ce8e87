import { invalid } from '../../shared/problems.ts'

/** The zone's own name for what somebody wrote. @throws {Problem} `invalid` */
export function readTimeZone(text: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone
  } catch {
    throw invalid('timeZone', `takes an IANA time zone such as Europe/Oslo, not "${text.slice(0, 64)}"`)
  }
}
