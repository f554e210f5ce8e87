import type { QueryClient, QueryKey } from '@tanstack/react-query'
import { askAnew } from './ask-anew.ts'
import { forgetUnseen, withoutInboxes } from './forget-unseen.ts'
import {
  draftsQuery,
  type Gone,
  goneQuery,
  type ListFilter,
  outboxQuery,
  overviewQuery,
  sessionQuery,
  teamQuery,
  threadQuery,
  timelineQuery,
} from './queries.ts'
import { changeRow, placeRow, rowBelongsTo, rowsOf, type ThreadList, withoutRow } from './thread-list.ts'
import { placeItem, type Timeline, withoutItem } from './timeline.ts'
import type {
  InboxOverview,
  MyThreadRow,
  Patch,
  TeamManagement,
  ThreadDetails,
  TimelineItem,
  UserAvailability,
} from './types.ts'

/** What a patch cannot say by itself: who reads, and what is held of the conversation already. */
export type PatchContext = {
  userId: string
  held: MyThreadRow | null
  /** inboxes that stay in sight, where the patch takes some out of it */
  visible: ReadonlySet<string>
}

/**
 * Brings every held answer to what a new fetch would bring. A patch whose `seq` is not above the held one changes nothing,
 * so a stream may repeat itself. What a patch only hints at (people, access, drafts) is asked anew.
 */
export function applyPatch(client: QueryClient, userId: string, patch: Patch): void {
  const context = patchContext(client, userId, patch)
  if (patch.type === 'access-lost') {
    const before = client.getQueryData(overviewQuery.queryKey)
    forgetUnseen(client, { visible: context.visible, before })
  }
  for (const query of client.getQueryCache().getAll()) {
    if (query.state.data === undefined) continue
    const answer = patchedAnswer(query.queryKey, query.state.data, patch, context)
    // The age stays: a patched answer is as old as the fetch that brought it.
    if (answer !== query.state.data) {
      client.setQueryData(query.queryKey, answer, { updatedAt: query.state.dataUpdatedAt })
    }
  }
  if (patch.type === 'gone') {
    const gone: Gone = { joinedInto: patch.joinedInto, lostInbox: null }
    client.setQueryData(goneQuery(patch.threadId).queryKey, gone)
    for (const topic of ['thread', 'timeline', 'drafts']) client.removeQueries({ queryKey: [topic, patch.threadId] })
  }
  if (patch.type === 'access-gained') comeBack(client, ['gone'])
  if (patch.type === 'thread') comeBack(client, goneQuery(patch.row.id).queryKey)
  for (const queryKey of [...questionsToAskAnew(patch), ...detailsToAskAnew(client, patch)]) {
    askAnew(client, { queryKey })
  }
}

/** Conversations that were said to be gone and are there again: they are asked anew where somebody looks at them. */
function comeBack(client: QueryClient, queryKey: QueryKey): void {
  for (const [key, gone] of client.getQueriesData<Gone>({ queryKey })) {
    if (!gone) continue
    client.setQueryData<Gone>(key, null)
    for (const topic of ['thread', 'timeline']) void client.resetQueries({ queryKey: [topic, key[1]] })
  }
}

/** One held answer after a patch; the same object when the patch does not concern it. Pure. */
export function patchedAnswer(queryKey: QueryKey, answer: unknown, patch: Patch, context: PatchContext): unknown {
  switch (queryKey[0]) {
    case 'threads':
      return patchedList(queryKey[1] as ListFilter, answer as ThreadList, patch, context)
    case 'thread':
      return queryKey[1] === threadIdOf(patch) ? patchedDetails(answer as ThreadDetails, patch) : answer
    case 'timeline':
      return queryKey[1] === threadIdOf(patch) ? patchedTimeline(answer as Timeline, patch) : answer
    case 'overview':
      if (patch.type === 'access-lost') return withoutInboxes(answer as InboxOverview, patch.inboxIds)
      return patchedOverview(answer as InboxOverview, patch)
    case 'availability':
      return patch.type === 'availability' ? patchedAvailability(answer as UserAvailability, patch) : answer
    case 'team-management':
      return patch.type === 'availability' ? patchedTeam(answer as TeamManagement, patch) : answer
    default:
      return answer
  }
}

function patchedTimeline(timeline: Timeline, patch: Patch): Timeline {
  if (patch.type === 'item') return placeItem(timeline, patch.item)
  return patch.type === 'item-gone' ? patch.itemIds.reduce(withoutItem, timeline) : timeline
}

function patchedList(filter: ListFilter, list: ThreadList, patch: Patch, context: PatchContext): ThreadList {
  const { userId, held } = context
  switch (patch.type) {
    case 'thread': {
      const here = rowsOf(list).find((row) => row.id === patch.row.id)
      // A list that lacks the row may lack it because of something newer than this patch.
      if (here ? here.seq >= patch.row.seq : held && held.seq > patch.row.seq) return list
      const row = { ...patch.row, ...mine(patch, held) }
      return placeRow(list, row, rowBelongsTo(filter, userId, row))
    }
    case 'gone':
      return withoutRow(list, patch.threadId)
    case 'access-lost':
      return rowsOf(list)
        .filter((row) => !row.inboxIds.some((id) => context.visible.has(id)))
        .reduce((rest, row) => withoutRow(rest, row.id), list)
    case 'read':
      return changeRow(list, patch.threadId, (row) => ({ ...row, readSeq: Math.max(row.readSeq, patch.readSeq) }))
    case 'draft':
      return changeRow(list, patch.threadId, (row) => ({ ...row, ...draftOf(patch) }))
    default:
      return list
  }
}

function patchedDetails(details: ThreadDetails, patch: Patch): ThreadDetails {
  const { thread } = details
  switch (patch.type) {
    case 'thread':
      if (thread.seq >= patch.row.seq) return details
      return { ...details, thread: { ...patch.row, ...mine(patch, thread) } }
    case 'read':
      return { ...details, thread: { ...thread, readSeq: Math.max(thread.readSeq, patch.readSeq) } }
    case 'draft':
      return { ...details, thread: { ...thread, ...draftOf(patch) } }
    default:
      return details
  }
}

function patchedOverview(overview: InboxOverview, patch: Patch): InboxOverview {
  if (patch.type === 'availability') {
    const { userId, availability, until } = patch
    const colleagues = overview.colleagues.map((one) =>
      one.id === userId ? { ...one, availability, availableUntil: until } : one,
    )
    return { ...overview, colleagues }
  }
  if (patch.type !== 'thread') return overview
  const { isExample } = patch.row
  if (overview.hasThreads && (overview.hasExamples || !isExample)) return overview
  return { ...overview, hasThreads: true, hasExamples: overview.hasExamples || isExample }
}

type AvailabilityPatch = Extract<Patch, { type: 'availability' }>

function patchedAvailability(held: UserAvailability, { type: _, ...told }: AvailabilityPatch): UserAvailability {
  return held.userId === told.userId ? told : held
}

function patchedTeam(team: TeamManagement, { type: _, userId, ...told }: AvailabilityPatch): TeamManagement {
  return { ...team, users: team.users.map((user) => (user.id === userId ? { ...user, ...told } : user)) }
}

/** What of a row is the person's own. What was read here and is not known there yet stays read. */
function mine(patch: Extract<Patch, { type: 'thread' }>, held: MyThreadRow | null) {
  return { readSeq: Math.max(patch.readSeq, held?.readSeq ?? 0), ...draftOf(patch) }
}

function draftOf({ hasDraft, draftSnippet }: Extract<Patch, { type: 'thread' | 'draft' }>) {
  return { hasDraft, draftSnippet }
}

/** Who is in the account, which the settings show. */
const peopleQuestions = [['people'], ['teams'], ['invitations']]
const topicsOfSettings = [['inboxSettings'], ['channels'], ['channel'], ['accessCandidates']]

function questionsToAskAnew(patch: Patch): QueryKey[] {
  switch (patch.type) {
    case 'overview':
      return [
        overviewQuery.queryKey,
        sessionQuery.queryKey,
        ['assignable'],
        teamQuery.queryKey,
        ['inboxAccess'],
        ['contact'],
        ['threads'],
        ['thread'],
        ...peopleQuestions,
        ...topicsOfSettings,
      ]
    case 'access-gained':
      return [['threads']]
    case 'draft':
      return [draftsQuery(patch.threadId).queryKey]
    case 'item':
      return questionsOfItem(patch.item)
    case 'item-gone':
      return [outboxQuery.queryKey]
    case 'ticket':
      return [['tickets'], ...(patch.threadId === null ? [] : [threadQuery(patch.threadId).queryKey])]
    default:
      return []
  }
}

/**
 * Suggestions to join, addresses and the contact's other conversations change with messages, and only the details tell
 * them; the outbox follows the deliveries, and a contact's record what happens in his conversations. Of a conversation that was joined into this one all entries came along.
 */
function questionsOfItem({ kind, threadId, change }: TimelineItem): QueryKey[] {
  if (kind === 'moved' || change.why) return [threadQuery(threadId).queryKey, ['contact']]
  if (kind !== 'message' && kind !== 'joined') return [['contact']]
  const changed = [threadQuery(threadId).queryKey, outboxQuery.queryKey, ['contact']]
  return kind === 'joined' ? [...changed, timelineQuery(threadId).queryKey] : changed
}

/** The details of a conversation name others: the contact's, and those that it may belong to. */
function detailsToAskAnew(client: QueryClient, patch: Patch): QueryKey[] {
  return client
    .getQueriesData<ThreadDetails>({ queryKey: ['thread'] })
    .flatMap(([queryKey, details]) => (details && isNamedIn(details, patch) ? [queryKey] : []))
}

function isNamedIn({ thread, contact, otherThreads, suggestions }: ThreadDetails, patch: Patch): boolean {
  if (patch.type === 'thread') return patch.row.contact.id === contact.id && patch.row.id !== thread.id
  if (patch.type !== 'gone') return false
  return [...otherThreads.map((one) => one.id), ...suggestions.map((one) => one.threadId)].includes(patch.threadId)
}

export function patchContext(client: QueryClient, userId: string, patch: Patch): PatchContext {
  const threadId = threadIdOf(patch)
  return {
    userId,
    held: threadId === null ? null : heldRow(client, threadId),
    visible: visibleAfter(client, patch),
  }
}

function visibleAfter(client: QueryClient, patch: Patch): ReadonlySet<string> {
  if (patch.type !== 'access-lost') return new Set()
  const ids = client.getQueryData(overviewQuery.queryKey)?.inboxes.map(({ id }) => id) ?? []
  return new Set(ids.filter((id) => !patch.inboxIds.includes(id)))
}

/** The newest version of a conversation's row that any answer holds, or null. */
export function heldRow(client: QueryClient, threadId: string): MyThreadRow | null {
  const rows = client
    .getQueriesData<ThreadList>({ queryKey: ['threads'] })
    .flatMap(([, list]) => rowsOf(list).find((row) => row.id === threadId) ?? [])
  const details = client.getQueryData(threadQuery(threadId).queryKey)
  if (details) rows.push(details.thread)
  return rows.reduce<MyThreadRow | null>((newest, row) => (newest && newest.seq >= row.seq ? newest : row), null)
}

function threadIdOf(patch: Patch): string | null {
  switch (patch.type) {
    case 'thread':
      return patch.row.id
    case 'item':
      return patch.item.threadId
    case 'overview':
    case 'access-lost':
    case 'access-gained':
    case 'availability':
      return null
    default:
      return patch.threadId
  }
}
