import { isAutomatic } from '../../shared/mail-traits.ts'
import type { MailAddress } from '../mail/parsed-mail.ts'
import { rowWords } from '../mail/row-words.ts'
import type { NewEvent } from '../platform/events.ts'
import { newUuid } from '../platform/uuid.ts'
import type { AwaitedVerdict, HasJoined } from './awaited-verdict.ts'
import { type StoredForward, statedAuthor, storedForward } from './forward.ts'
import type { Incoming, Received } from './incoming.ts'
import type { KnownContact, ReceiveFacts, ThreadDraft } from './receive-facts.ts'
import { senderOf } from './sender-signs.ts'
import { type Sender, type Trust, trustIn } from './sender-truth.ts'
import type { SignedIds } from './signed-ids.ts'
import { snippetOf } from './snippet.ts'
import { bareSubject, continuationOf, type Suggestion } from './threading.ts'

export type NewMessage = {
  id: string
  threadId: string
  seq: number
  mail: Incoming
  contactId: string
  channelAccountId: string
  sender: Sender | null
  forwarded: StoredForward | null
  fileIds: string[]
}

type NewContact = { id: string; name: string; address: string; bornInInboxId: string; isStated: boolean }

/** What a batch comes to; `receive-writes.ts` puts it down. */
export type Decisions = {
  received: Received[]
  newContacts: NewContact[]
  /** Who was known by a forwarder's word alone and now writes himself, under the name that he gives. */
  provenContacts: { id: string; name: string }[]
  threads: Set<ThreadDraft>
  messages: NewMessage[]
  reopened: { id: string; threadId: string; seq: number }[]
  repeated: { messageId: string; seq: number }[]
  suggestions: (Suggestion & { ofThreadId: string })[]
  /** By arrival: of mails whose verdict is still to come and may change something. */
  awaits: Map<string, AwaitedVerdict>
  events: NewEvent[]
}

/**
 * Decides over a batch in its order: each mail sees what those before it came to, so that an answer in the same batch
 * joins, and a second copy is a copy. Changes the facts it is given as it goes; looks nothing up and writes nothing.
 */
export function decideBatch(facts: ReceiveFacts, signedIds: SignedIds, batch: readonly Incoming[]): Decisions {
  const decisions: Decisions = {
    received: [],
    newContacts: [],
    provenContacts: [],
    threads: new Set(),
    messages: [],
    reopened: [],
    repeated: [],
    suggestions: [],
    awaits: new Map(),
    events: [],
  }
  for (const mail of batch) {
    const known = mail.key === null ? undefined : facts.stored.get(mail.key)
    if (known) decisions.received.push(repeat(facts, decisions, signedIds, mail, known))
    else decisions.received.push(store(facts, decisions, signedIds, mail))
  }
  return decisions
}

/** A second delivery adds its inbox and is counted on the message. */
function repeat(
  facts: ReceiveFacts,
  decisions: Decisions,
  signedIds: SignedIds,
  mail: Incoming,
  known: { messageId: string; threadId: string },
): Received {
  const threadId = facts.joinedInto.get(known.threadId) ?? known.threadId
  const thread = facts.threads.get(threadId)
  // A thread in the trash, or gone for good, stays there: the copy is remembered by its arrival alone.
  if (thread) {
    thread.seq++
    addInboxes(facts, signedIds, mail, thread)
    decisions.threads.add(thread)
    decisions.repeated.push({ messageId: known.messageId, seq: thread.seq })
    decisions.events.push({
      accountId: facts.accountId,
      type: 'message.delivered_again',
      threadId,
      messageId: known.messageId,
    })
  }
  return { arrivalId: mail.arrivalId, state: 'duplicate', messageId: known.messageId, threadId }
}

function store(facts: ReceiveFacts, decisions: Decisions, signedIds: SignedIds, mail: Incoming): Received {
  const fromAddress = mail.from.address.toLowerCase()
  const isFromUs = facts.userAddresses.has(fromAddress) || facts.own.has(fromAddress)
  // Who was only ever named by others writes for the first time.
  const isNewContact = fromAddress === '' || facts.contacts.get(fromAddress)?.isStated !== false
  const verdict = mail.verdict === 'checking' ? { state: 'checking' as const, by: null, because: null } : mail.verdict
  const trust = trustIn(verdict, isFromUs)
  const contact = findSender(facts, decisions, signedIds, mail, trust)
  const sender = senderOf(mail, {
    isNewContact,
    isFromUs,
    isProvenUs: isFromUs && trust === 'yes',
    likeDomain: facts.domains.likeOf(fromAddress),
  })
  if (isNewContact) facts.domains.learn(fromAddress)
  const continuation = continuationOf(
    {
      fromAddress,
      // An absence notice has it as rightly as a report, and belongs where its person is spoken with.
      hasNullReturnPath: mail.hasNullReturnPath && !mail.traits.includes('autoReply'),
      isFromUs,
      trust,
      signed: signedThreads(facts, signedIds, mail),
      known: mail.ancestors.flatMap((id) =>
        (facts.threadsOfExternalId.get(id) ?? []).flatMap((threadId) => resolve(facts, threadId)),
      ),
      sameSubject: sameSubject(facts, contact.id, mail.subject),
    },
    facts.threads,
    { now: mail.receivedAt, reopenWithinDays: facts.reopenWithinDays },
  )
  if (continuation.kind === 'joins') {
    const before = trust === 'wait' ? beforeJoining(facts, continuation.threadId) : null
    const { thread, reopenedLineId } = joinThread(facts, decisions, signedIds, mail, continuation.threadId)
    const received = addMessage(facts, decisions, signedIds, mail, thread, contact.id, sender)
    if (before) {
      const joined = { threadId: thread.id, because: continuation.because, reopenedLineId, thread }
      decisions.awaits.set(mail.arrivalId, hasJoined(facts, signedIds, mail, joined, before))
    }
    return received
  }
  const { suggestions, joinsLater } = continuation
  if (joinsLater !== null) decisions.awaits.set(mail.arrivalId, { kind: 'mayJoin', threadId: joinsLater })
  const thread = openThread(facts, decisions, signedIds, mail, contact.id, suggestions)
  return addMessage(facts, decisions, signedIds, mail, thread, contact.id, sender)
}

type Before = Omit<HasJoined['before'], 'newParticipants'> & { participants: ReadonlySet<string> }

/** How a conversation stands that a mail joins whose sender is still being checked. */
function beforeJoining(facts: ReceiveFacts, threadId: string): Before {
  const thread = facts.threads.get(threadId)
  if (!thread) throw new Error(`thread ${threadId} was not loaded`)
  return {
    inboxIds: [...thread.inboxIds],
    closedAt: thread.closedAt?.toISOString() ?? null,
    receivedSeq: thread.receivedSeq,
    latestMessageAt: thread.latestMessageAt.toISOString(),
    latestReceivedAt: thread.latestReceivedAt?.toISOString() ?? null,
    waitingSince: thread.waitingSince?.toISOString() ?? null,
    participants: new Set(thread.participants),
  }
}

function hasJoined(
  facts: ReceiveFacts,
  signedIds: SignedIds,
  mail: Incoming,
  joined: Pick<HasJoined, 'threadId' | 'because' | 'reopenedLineId'> & { thread: ThreadDraft },
  { participants, ...before }: Before,
): HasJoined {
  const { thread, ...rest } = joined
  const home = homeOf(facts, signedIds, mail)
  return {
    kind: 'hasJoined',
    ...rest,
    home,
    participants: [mail.from, ...mail.to, ...mail.cc]
      .map((one) => one.address.toLowerCase())
      .filter((one) => thread.participants.has(one)),
    before: { ...before, newParticipants: [...thread.participants].filter((one) => !participants.has(one)) },
  }
}

/** The contact of From. Known by a forwarder's word alone until now, he gets the name that he gives himself. */
function findSender(
  facts: ReceiveFacts,
  decisions: Decisions,
  signedIds: SignedIds,
  mail: Incoming,
  trust: Trust,
): KnownContact {
  const contact = findOrAddContact(facts, decisions, signedIds, mail, { ...mail.from, isStated: false })
  if (contact.isStated && trust !== 'no') {
    contact.isStated = false
    decisions.provenContacts.push({ id: contact.id, name: mail.from.name })
  }
  return contact
}

/** Nothing of a contact that exists is changed: whoever names somebody says nothing about him (abuse-11). */
function findOrAddContact(
  facts: ReceiveFacts,
  decisions: Decisions,
  signedIds: SignedIds,
  mail: Incoming,
  person: MailAddress & { isStated: boolean },
): KnownContact {
  const { name, isStated } = person
  const address = person.address.toLowerCase()
  const known = address === '' ? undefined : facts.contacts.get(address)
  if (known) return known
  const contact = { id: take(facts.nextIds.contact), isStated }
  if (address !== '') facts.contacts.set(address, contact)
  const bornInInboxId = inboxesOf(facts, signedIds, mail)[0] ?? facts.defaultInbox.inboxId
  decisions.newContacts.push({ id: contact.id, name, address, bornInInboxId, isStated })
  return contact
}

function signedThreads(facts: ReceiveFacts, signedIds: SignedIds, mail: Incoming): string[] {
  const byAddress = mail.plusParts.map((token) => signedIds.threadOfReplyToken(facts.accountId, token))
  const byId = mail.ancestors.map((id) => signedIds.threadOfMessageId(facts.accountId, id))
  return [...byAddress, ...byId].flatMap((id) => resolve(facts, id ?? undefined))
}

const resolve = (facts: ReceiveFacts, id: string | undefined) =>
  id === undefined ? [] : [facts.joinedInto.get(id) ?? id]

function sameSubject(facts: ReceiveFacts, contactId: string, subject: string): string[] {
  const bare = bareSubject(subject)
  if (bare === '') return []
  const same = facts.recent.filter((one) => one.contactId === contactId && bareSubject(one.subject) === bare)
  for (const one of same) if (!facts.threads.has(one.threadId)) facts.threads.set(one.threadId, unlocked(one))
  return same.map((one) => one.threadId)
}

/** A thread that can only be suggested: nothing of it is changed, so it needs no lock and no state. */
const unlocked = ({ threadId, contactId, subject }: ReceiveFacts['recent'][number]): ThreadDraft => ({
  id: threadId,
  isNew: false,
  inboxIds: [],
  contactId,
  channelAccountId: '',
  subject,
  status: 'open',
  closedAt: null,
  seq: 0,
  receivedSeq: 0,
  createdAt: new Date(0),
  latestMessageAt: new Date(0),
  latestReceivedAt: null,
  waitingSince: null,
  snippet: '',
  snippetBy: 'contact',
  isContactStated: false,
  messageCount: 0,
  attachmentCount: 0,
  isExample: false,
  participants: new Set(),
  newParticipants: new Set(),
})

type OwnAddress = { inboxId: string; channelAccountId: string }

/**
 * Our addresses that it came to, whether or not they are still on: it was accepted. The first in To, then Cc, then the
 * envelope: the first of them is the home.
 */
function ownAddressesOf(facts: ReceiveFacts, signedIds: SignedIds, mail: Incoming): OwnAddress[] {
  const delivered = mail.deliveredTo.map((address, at) => ({
    address,
    own: ownAddressAt(facts, signedIds, address, mail.deliveredPlus[at] ?? null),
  }))
  // To and Cc order the inboxes; only where it was really delivered does it show.
  const named = [...mail.to, ...mail.cc].map((one) => withoutPlus(one.address.toLowerCase()))
  const ordered = [...named.flatMap((address) => delivered.filter((one) => one.address === address)), ...delivered]
  return ordered.flatMap(({ own }) => own ?? [])
}

/**
 * Reply addresses are all made of the account's default address. Each stands for the home of its conversation: an answer
 * to Sales shows in Sales, and not in the default inbox to people who do not see Sales.
 */
function ownAddressAt(
  facts: ReceiveFacts,
  signedIds: SignedIds,
  address: string,
  plus: string | null,
): OwnAddress | undefined {
  const own = facts.own.get(address)
  const signed = plus === null ? null : signedIds.threadOfReplyToken(facts.accountId, plus)
  const thread = signed === null ? undefined : facts.threads.get(facts.joinedInto.get(signed) ?? signed)
  const home = thread?.inboxIds[0]
  return own && thread && home ? { inboxId: home, channelAccountId: thread.channelAccountId } : own
}

const withoutPlus = (address: string) => address.replace(/^([^+@]+)\+[^@]*@/, '$1@')

function inboxesOf(facts: ReceiveFacts, signedIds: SignedIds, mail: Incoming): string[] {
  return [...new Set(ownAddressesOf(facts, signedIds, mail).map((own) => own.inboxId))]
}

/**
 * Where else it was delivered, the conversation shows too. What comes in on the conversation's own channel says nothing of
 * the inbox: the conversation may have been moved, or stayed behind when its channel was.
 */
function addInboxes(facts: ReceiveFacts, signedIds: SignedIds, mail: Incoming, thread: ThreadDraft): void {
  for (const { inboxId, channelAccountId } of ownAddressesOf(facts, signedIds, mail)) {
    if (channelAccountId !== thread.channelAccountId && !thread.inboxIds.includes(inboxId))
      thread.inboxIds.push(inboxId)
  }
}

function joinThread(
  facts: ReceiveFacts,
  decisions: Decisions,
  signedIds: SignedIds,
  mail: Incoming,
  threadId: string,
): { thread: ThreadDraft; reopenedLineId: string | null } {
  const thread = facts.threads.get(threadId)
  if (!thread) throw new Error(`thread ${threadId} was not loaded`)
  addInboxes(facts, signedIds, mail, thread)
  if (thread.status === 'open' || isAutomatic(mail.traits)) return { thread, reopenedLineId: null }
  thread.status = 'open'
  thread.closedAt = null
  thread.seq++
  const id = newUuid()
  decisions.reopened.push({ id, threadId, seq: thread.seq })
  decisions.events.push({
    accountId: facts.accountId,
    type: 'thread.status_changed',
    threadId,
    messageId: id,
    payload: { to: 'open', reason: 'message' },
  })
  return { thread, reopenedLineId: id }
}

/** Where a mail stands that opens a conversation: of our addresses the first is its home. */
function homeOf(facts: ReceiveFacts, signedIds: SignedIds, mail: Incoming): HasJoined['home'] {
  const home = ownAddressesOf(facts, signedIds, mail)[0] ?? facts.defaultInbox
  const inboxIds = [...new Set([home.inboxId, ...inboxesOf(facts, signedIds, mail)])]
  return { inboxIds, channelAccountId: home.channelAccountId }
}

function openThread(
  facts: ReceiveFacts,
  decisions: Decisions,
  signedIds: SignedIds,
  mail: Incoming,
  senderId: string,
  suggestions: readonly Suggestion[],
): ThreadDraft {
  const { inboxIds, channelAccountId } = homeOf(facts, signedIds, mail)
  const author = statedAuthor(mail, rulesOf(facts, channelAccountId))
  const stated = author && findOrAddContact(facts, decisions, signedIds, mail, { ...author, isStated: true })
  const contactId = stated?.id ?? senderId
  const thread: ThreadDraft = {
    ...unlocked({ threadId: take(facts.nextIds.thread), contactId, subject: mail.subject }),
    isNew: true,
    inboxIds,
    channelAccountId,
    isContactStated: stated !== null,
    createdAt: mail.receivedAt,
    isExample: mail.isExample,
  }
  facts.threads.set(thread.id, thread)
  facts.recent.unshift({ threadId: thread.id, contactId, subject: mail.subject })
  for (const suggestion of suggestions) decisions.suggestions.push({ ...suggestion, ofThreadId: thread.id })
  decisions.events.push({
    accountId: facts.accountId,
    type: 'thread.opened',
    threadId: thread.id,
    inboxId: inboxIds[0] ?? null,
  })
  return thread
}

function addMessage(
  facts: ReceiveFacts,
  decisions: Decisions,
  signedIds: SignedIds,
  mail: Incoming,
  thread: ThreadDraft,
  contactId: string,
  sender: Sender | null,
): Received {
  const id = newUuid()
  thread.seq++
  thread.receivedSeq = thread.seq
  thread.latestMessageAt = later(thread.latestMessageAt, mail.receivedAt)
  thread.latestReceivedAt = mail.receivedAt
  thread.waitingSince ??= isAutomatic(mail.traits) ? null : mail.receivedAt
  thread.snippet = snippetOf(rowWords(mail.visibleText ?? mail.text, { isForward: mail.traits.includes('forwarded') }))
  thread.snippetBy = 'contact'
  thread.messageCount++
  thread.attachmentCount += mail.attachments.filter((file) => !file.isInline).length
  for (const one of [mail.from, ...mail.to, ...mail.cc]) addParticipant(facts, thread, one)
  decisions.threads.add(thread)
  decisions.messages.push({
    id,
    threadId: thread.id,
    seq: thread.seq,
    mail,
    contactId,
    channelAccountId: ownAddressesOf(facts, signedIds, mail)[0]?.channelAccountId ?? thread.channelAccountId,
    sender,
    forwarded: storedForward(mail, {
      ...rulesOf(facts, homeOf(facts, signedIds, mail).channelAccountId),
      isByUser: facts.userAddresses.has(mail.from.address.toLowerCase()),
    }),
    fileIds: mail.attachments.map(() => take(facts.nextIds.file)),
  })
  if (mail.key !== null) facts.stored.set(mail.key, { messageId: id, threadId: thread.id })
  if (mail.externalId !== null) {
    facts.threadsOfExternalId.set(mail.externalId, [
      ...(facts.threadsOfExternalId.get(mail.externalId) ?? []),
      thread.id,
    ])
  }
  const about = { accountId: facts.accountId, threadId: thread.id, messageId: id }
  decisions.events.push({ ...about, type: 'message.received' })
  // Whoever reacts to mail follows this one alone, whenever it comes.
  if (sender?.state !== 'checking')
    decisions.events.push({ ...about, type: 'message.checked', payload: { state: sender?.state ?? null } })
  return { arrivalId: mail.arrivalId, state: 'stored', messageId: id, threadId: thread.id }
}

/** What a channel makes of forwards (S22). */
function rulesOf(facts: ReceiveFacts, channelAccountId: string) {
  return {
    isOurs: (address: string) => isOneOfUs(facts, address),
    usesOriginalSender: !facts.forwardersChannels.has(channelAccountId),
  }
}

function isOneOfUs(facts: ReceiveFacts, address: string): boolean {
  const key = address.toLowerCase()
  return facts.userAddresses.has(key) || facts.own.has(withoutPlus(key))
}

/** Addresses of ours are no participants: whoever forges one would join. */
function addParticipant(facts: ReceiveFacts, thread: ThreadDraft, { address }: MailAddress): void {
  const key = address.toLowerCase()
  if (key === '' || thread.participants.has(key) || isOneOfUs(facts, key)) return
  thread.participants.add(key)
  thread.newParticipants.add(key)
}

const later = (a: Date, b: Date) => (a > b ? a : b)

function take(ids: string[]): string {
  const id = ids.shift()
  if (id === undefined) throw new Error('no id left of those set aside for the batch')
  return id
}
