/** The local part, without what a mailbox adds to tell mails apart (`bounces+token`, `noreply-17`). */
const localPart = (address: string) => (address.split('@', 1)[0] ?? '').toLowerCase()

const roleLocalParts =
  /^(?:(?:no|donot|do-not|do_not|dont)[-_.]?(?:reply|replay|response|respond)|ikke-?svar(?:e|-?tilbake)?|svar-?ikke|ei-?vastausta|nepasrepondre|ne-pas-repondre|noreponse|nicht-?antworten|keine-?antwort|no-?responder|mailer-?daemon|mail-?daemon|postmaster|hostmaster|bounces?|notifications?|notify|notifier|varsling(?:er)?|varsel|varsler|alerts?|automated|automatic|auto-?mailer|autoreply|auto-?confirm|robot|daemon|cron|root|system|newsletter|nyhetsbrev|nyhetsbrev-?noreply|mailing|mailings|updates)(?:[-_.+=].{0,60})?$|[-_.+]no-?reply$|^no-?reply[a-z]{0,20}$/

/** An address that is no person's and where answers may be read by nobody. */
export function isRoleAddress(address: string): boolean {
  return roleLocalParts.test(localPart(address).slice(0, 64))
}

/** Who must never get an automatic answer: a mail system, a list's robot, whoever says that nobody reads it. */
export function isUnanswerable(address: string): boolean {
  const local = localPart(address).slice(0, 64)
  return (
    isRoleAddress(address) ||
    /^owner-|-(?:request|owner|bounces?|admin)$|^(?:majordomo|listserv|mailman|ecartis)$/.test(local)
  )
}
