import type { Trust } from './sender-truth.ts'

/**
 * Which conversation a mail continues. Pure: the caller has looked up what the mail's ids and addresses lead to.
 *
 * | the mail carries, first that fits            | from a participant            | from anybody else             |
 * | our signed reply address or Message-ID       | joins                         | new conversation, linked      |
 * | another known Message-ID                     | joins                         | new conversation, linked      |
 * | the same subject and contact, under 7 days   | new conversation, linked      | new conversation              |
 *
 * "Linked": an agent can join the two in one click. A number in a subject is never proof, and nobody's mail gives a
 * reader the right to write. A participant whose mail fails its domain's policy is anybody else. While that is being
 * looked up, our own ids join at once (and it moves out again if it fails), another's id only afterwards (`joinsLater`).
 * A mail that says it is from one of us joins only by an id of ours, and only when its domain proves it.
 */
export type Continuation =
  | { kind: 'joins'; threadId: string; because: Suggestion['because'] }
  | { kind: 'opens'; suggestions: Suggestion[]; joinsLater: string | null }

export type Suggestion = { threadId: string; because: 'replyAddress' | 'messageId' | 'subject' }

export type ThreadFacts = {
  id: string
  status: 'open' | 'closed'
  closedAt: Date | null
  participants: ReadonlySet<string>
}

export type MailFacts = {
  /** lower case; '' where the mail has none */
  fromAddress: string
  /** MAIL FROM:<>, which only reports and automatic answers use (RFC 5321 §4.5.5) */
  hasNullReturnPath: boolean
  /** From is a user or an address of the account */
  isFromUs: boolean
  trust: Trust
  /** threads proven by our signed reply addresses in envelope, To, Cc, then by our signed ids; best first */
  signed: readonly string[]
  /** threads of other known Message-IDs in In-Reply-To and References, nearest ancestor first; one id may have several */
  known: readonly string[]
  /** the contact's threads with the same subject in the last 7 days; newest first */
  sameSubject: readonly string[]
}

export function continuationOf(
  mail: MailFacts,
  threads: ReadonlyMap<string, ThreadFacts>,
  { now, reopenWithinDays }: { now: Date; reopenWithinDays: number | null },
): Continuation {
  const isThere = (id: string) => threads.has(id)
  const signed = mail.signed.find(isThere)
  const known = mail.known.filter(isThere)
  // An id that others used as well proves the thread in which its bearer takes part.
  const proof = signed ?? known.find((id) => threads.get(id)?.participants.has(mail.fromAddress)) ?? known[0]
  if (proof === undefined) {
    const similar = mail.isFromUs ? undefined : mail.sameSubject.find(isThere)
    return { kind: 'opens', suggestions: similar ? [{ threadId: similar, because: 'subject' }] : [], joinsLater: null }
  }
  const because = signed ? 'replyAddress' : 'messageId'
  const thread = threads.get(proof)
  const isTaking = thread !== undefined && !mail.hasNullReturnPath && !isClosedTooLong(thread, now, reopenWithinDays)
  const joins = isTaking ? whenItJoins(mail, thread, because) : 'never'
  if (joins === 'now') return { kind: 'joins', threadId: proof, because }
  return {
    kind: 'opens',
    suggestions: [{ threadId: proof, because }],
    joinsLater: joins === 'whenTrusted' ? proof : null,
  }
}

function whenItJoins(
  { fromAddress, isFromUs, trust }: MailFacts,
  { participants }: ThreadFacts,
  because: Suggestion['because'],
): 'now' | 'whenTrusted' | 'never' {
  const isOurId = because === 'replyAddress'
  if (trust === 'no' || !(isFromUs ? isOurId : participants.has(fromAddress))) return 'never'
  if (trust === 'yes' || (isOurId && !isFromUs)) return 'now'
  return trust === 'wait' ? 'whenTrusted' : 'never'
}

function isClosedTooLong(thread: ThreadFacts, now: Date, days: number | null): boolean {
  if (days === null || thread.status === 'open' || !thread.closedAt) return false
  return now.getTime() - thread.closedAt.getTime() > days * 86_400_000
}

/** A subject without the marks of answers and forwards, for comparing: "SV: Re[2]: Faktura" is "faktura". */
export function bareSubject(subject: string): string {
  let bare = subject.trim().toLowerCase()
  for (;;) {
    const next = bare.replace(/^(re|sv|vs|aw|antw|fw|fwd|vb|wg|tr|rv|enc|odp|ang)(\[\d{1,3}\])?\s?:\s*/, '')
    if (next === bare) return bare.replace(/\s+/g, ' ')
    bare = next
  }
}
