import type { QueryClient } from '@tanstack/react-query'
import {
  assignableQuery,
  type Gone,
  goneQuery,
  inboxAccessQuery,
  type ListFilter,
  lostInboxQuery,
  outboxQuery,
  overviewQuery,
} from './queries.ts'
import { changeRow, rowsOf, type ThreadList } from './thread-list.ts'
import type { InboxOverview, ThreadDetails } from './types.ts'

type Sight = {
  /** every inbox that the person may see */
  visible: ReadonlySet<string>
  /** what was known of inboxes before: names for the sentence in place of an open conversation */
  before: InboxOverview | undefined
}

/**
 * Drops everything that is held of inboxes that the person may not see (any more): lists, conversations, drafts. What
 * another inbox of theirs shows too stays. Answers whether there was anything.
 */
export function forgetUnseen(client: QueryClient, { visible, before }: Sight): boolean {
  const isSeen = (inboxIds: readonly string[]) => inboxIds.some((id) => visible.has(id))
  const overview = client.getQueryData(overviewQuery.queryKey)
  const lostIds = [...(before?.inboxes ?? []), ...(overview?.inboxes ?? [])].flatMap(({ id }) =>
    visible.has(id) ? [] : [id],
  )
  const unseen = unseenThreads(client, isSeen)
  if (lostIds.length === 0 && unseen.size === 0) return false

  if (overview) client.setQueryData(overviewQuery.queryKey, withoutInboxes(overview, lostIds))
  forgetLists(client, visible, unseen)
  const names = new Map(before?.inboxes.map(({ id, name }) => [id, name]))
  for (const [threadId, inboxIds] of unseen) {
    const lostInbox = inboxIds.map((id) => names.get(id)).find(Boolean) ?? null
    const gone: Gone = { joinedInto: null, lostInbox }
    client.setQueryData(goneQuery(threadId).queryKey, gone)
    for (const topic of ['thread', 'timeline', 'drafts', 'refusal'])
      client.removeQueries({ queryKey: [topic, threadId] })
  }
  forgetMentions(client)
  for (const id of lostIds) {
    client.setQueryData(lostInboxQuery(id).queryKey, names.get(id) ?? null)
    for (const { queryKey } of [assignableQuery(id), inboxAccessQuery(id)]) client.removeQueries({ queryKey })
  }
  for (const queryKey of [outboxQuery.queryKey, ['contact'], ['tickets']]) void client.resetQueries({ queryKey })
  return true
}

/** The overview without these inboxes. */
export function withoutInboxes(overview: InboxOverview, inboxIds: readonly string[]): InboxOverview {
  const lost = new Set(inboxIds)
  if (lost.size === 0) return overview
  const { inboxes, counters } = overview
  const kept = Object.entries(counters.inboxes).filter(([id]) => !lost.has(id))
  return {
    ...overview,
    inboxes: inboxes.filter(({ id }) => !lost.has(id)),
    counters: { ...counters, inboxes: Object.fromEntries(kept) },
  }
}

/** Conversations that are held though no inbox in sight shows them, with those that did. */
function unseenThreads(
  client: QueryClient,
  isSeen: (inboxIds: readonly string[]) => boolean,
): Map<string, readonly string[]> {
  const lists = client.getQueriesData<ThreadList>({ queryKey: ['threads'] }).flatMap(([, list]) => rowsOf(list))
  const details = client.getQueriesData<ThreadDetails>({ queryKey: ['thread'] }).flatMap(([, one]) => one?.thread ?? [])
  return new Map([...lists, ...details].flatMap(({ id, inboxIds }) => (isSeen(inboxIds) ? [] : [[id, inboxIds]])))
}

function forgetLists(client: QueryClient, visible: ReadonlySet<string>, unseen: ReadonlyMap<string, unknown>) {
  for (const [queryKey, list] of client.getQueriesData<ThreadList>({ queryKey: ['threads'] })) {
    const { inboxId } = queryKey[1] as ListFilter
    if (inboxId !== null && !visible.has(inboxId)) client.removeQueries({ queryKey, exact: true })
    else if (list)
      client.setQueryData(
        queryKey,
        [...unseen.keys()].reduce((rest, id) => changeRow(rest, id, () => null), list),
      )
  }
}

/** Details name other conversations, and do not say in which inboxes: those on screen are asked anew, the rest forget. */
function forgetMentions(client: QueryClient) {
  for (const [queryKey, details] of client.getQueriesData<ThreadDetails>({ queryKey: ['thread'] })) {
    if (details) client.setQueryData(queryKey, { ...details, otherThreads: [], suggestions: [] })
    void client.invalidateQueries({ queryKey })
  }
}
