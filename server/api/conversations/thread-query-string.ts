import { invalid } from '../../../shared/problems.ts'
import type { ThreadQuery } from '../../conversation/thread-query.ts'
import { type Asker, visibleInboxIds } from '../../inbox/asker.ts'
import { readChoice, readFlag, readIds, readInstant, readLimit, readList, readText } from '../query.ts'

type ThreadQueryString = {
  [Key in
    | 'inboxId'
    | 'threadStatus'
    | 'associatedContactId'
    | 'latestMessageTimestampAfter'
    | 'sort'
    | 'archived'
    | 'limit'
    | 'after']?: string | string[]
}

/** What `GET …/threads` is asked for. @throws {Problem} `invalid` with the parameter and what it takes */
export function readThreadQuery(asker: Asker, query: ThreadQueryString): ThreadQuery {
  const sort =
    readChoice('sort', query.sort, ['id', '-id', 'latestMessageTimestamp', '-latestMessageTimestamp']) ?? 'id'
  const latestMessageAfter = readInstant('latestMessageTimestampAfter', query.latestMessageTimestampAfter)
  const byLatest = sort.endsWith('latestMessageTimestamp')
  if (byLatest && !latestMessageAfter) {
    throw invalid('latestMessageTimestampAfter', 'is needed where sort is latestMessageTimestamp; takes an instant')
  }
  const status = readChoice('threadStatus', query.threadStatus, ['OPEN', 'CLOSED'])
  const [contactId] = readIds('associatedContactId', query.associatedContactId)
  return {
    accountId: asker.actor.accountId,
    visibleInboxIds: visibleInboxIds(asker),
    inboxIds: readIds('inboxId', query.inboxId),
    status: status === null ? null : status === 'OPEN' ? 'open' : 'closed',
    contactId: contactId ?? null,
    latestMessageAfter,
    isArchived: readFlag('archived', query.archived),
    sort: byLatest ? 'latestMessage' : 'id',
    isDescending: sort.startsWith('-'),
    limit: readLimit(query.limit),
    after: readPlace(readText(query.after), byLatest),
  }
}

function readPlace(after: string | null, needsInstant: boolean): ThreadQuery['after'] {
  if (after === null) return null
  const match = /^([\d :.+-]{0,40})\|(\d{1,18})$/.exec(Buffer.from(after, 'base64url').toString())
  const at = match?.[1] || null
  if (!match?.[2] || (needsInstant && (at === null || Number.isNaN(Date.parse(at))))) {
    throw invalid('after', 'takes the paging.next.after of an earlier page')
  }
  return { at, id: match[2] }
}

/** Whether `?association=TICKET` asks for the tickets of each thread. */
export function asksForTickets(value: string | string[] | undefined): boolean {
  const kinds = readList(value)
  const unknown = kinds.find((kind) => kind !== 'TICKET')
  if (unknown !== undefined) throw invalid('association', `takes TICKET, not "${unknown.slice(0, 40)}"`)
  return kinds.length > 0
}
