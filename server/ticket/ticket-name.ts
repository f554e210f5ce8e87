import { subjectToken } from '../../shared/ticket.ts'
import { cleanName } from '../account/read-name.ts'
import { maxTicketName } from './ticket-defaults.ts'

const noSubject = { en: 'No subject', nb: 'Uten emne' }

/**
 * What a ticket is called that a conversation makes: as if somebody had typed it, and never empty. `language`: the
 * account's, since all who work in it read the name. Pure.
 */
export function ticketName(
  template: string,
  { subject, language }: { subject: string; language: 'en' | 'nb' },
): string {
  const name = cleanName(template.replaceAll(subjectToken, () => cleanName(subject) || noSubject[language]))
  // Never through the middle of a sign of two halves.
  return name
    .slice(0, maxTicketName)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()
}
