import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from './api.ts'
import type { ThreadView } from './types.ts'

/**
 * One `queryOptions` per question. The realtime stream keeps lists and overview equal to what a new fetch would bring
 * (`apply-patch.ts`), so they do not grow stale by time; when the stream begins anew everything is asked anew.
 */
const whileStreamed = { staleTime: Number.POSITIVE_INFINITY }

export type ListFilter = { view: ThreadView; inboxId: string | null }

export const threadPageSize = 50
export const timelinePageSize = 50

export const welcomeQuery = queryOptions({
  queryKey: ['welcome'],
  queryFn: ({ signal }) => api.welcome(signal),
  staleTime: 0,
})
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => api.session(signal),
  retry: false,
})
/** How the person signs in, and where he is signed in: changed elsewhere too, so asked each time it is opened. */
export const securityQuery = queryOptions({
  queryKey: ['security'],
  queryFn: ({ signal }) => api.security(signal),
  staleTime: 0,
})
export const openSessionsQuery = queryOptions({
  queryKey: ['sessions'],
  queryFn: ({ signal }) => api.sessions(signal),
  staleTime: 0,
})
export const profileQuery = queryOptions({
  queryKey: ['profile'],
  queryFn: ({ signal }) => api.profile(signal),
})
export const overviewQuery = queryOptions({
  queryKey: ['overview'],
  queryFn: ({ signal }) => api.overview(signal),
  ...whileStreamed,
})

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: async ({ signal }) => (await api.people(signal)).results,
})
export const teamsQuery = queryOptions({
  queryKey: ['teams'],
  queryFn: async ({ signal }) => (await api.teams(signal)).results,
})
export const invitationsQuery = queryOptions({
  queryKey: ['invitations'],
  queryFn: async ({ signal }) => (await api.invitations(signal)).results,
})
export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: async ({ signal }) => (await api.accounts(signal)).results,
})
/** Inboxes and channels as they are set up; the stream says when they have changed (`overview`). */
export const inboxSettingsQuery = queryOptions({
  queryKey: ['inboxSettings'],
  queryFn: ({ signal }) => api.inboxSettings(signal),
})
export const channelsQuery = (inboxId: string) =>
  queryOptions({ queryKey: ['channels', inboxId], queryFn: ({ signal }) => api.channels(inboxId, signal) })
export const assignmentCandidatesQuery = (id: string) =>
  queryOptions({
    queryKey: ['channel', id, 'assignmentCandidates'],
    queryFn: ({ signal }) => api.assignmentCandidates(id, signal),
  })
export const channelQuery = (id: string) =>
  queryOptions({ queryKey: ['channel', id], queryFn: ({ signal }) => api.channel(id, signal) })
/** Under the channel's own key: what changes it asks for these anew. */
export const forwardingQuery = (id: string) =>
  queryOptions({
    queryKey: ['channel', id, 'forwarding'],
    queryFn: ({ signal }) => api.forwardingConfirmations(id, signal),
  })
/** Beside the channel, not under it: other people's DNS is not asked anew by every change of the settings. */
export const fromAddressDnsQuery = (id: string, addressId: string) =>
  queryOptions({
    queryKey: ['fromAddressDns', id, addressId],
    queryFn: ({ signal }) => api.fromAddressDns(id, addressId, signal),
    staleTime: 60_000,
  })
export const accessCandidatesQuery = queryOptions({
  queryKey: ['accessCandidates'],
  queryFn: ({ signal }) => api.accessCandidates(signal),
})
/** One's own switch and what comes of it; kept up to date by the stream. */
export const availabilityQuery = queryOptions({
  queryKey: ['availability'],
  queryFn: ({ signal }) => api.availability(signal),
  ...whileStreamed,
})
/** Null: one's own. */
export const workingHoursQuery = (userId: string | null) =>
  queryOptions({
    queryKey: ['working-hours', userId],
    queryFn: ({ signal }) => api.workingHours(userId, signal),
    staleTime: 0,
  })
/** Its availability is kept up to date by the stream; how many conversations each has is asked anew on every visit. */
export const teamQuery = queryOptions({
  queryKey: ['team-management'],
  queryFn: ({ signal }) => api.team(signal),
  staleTime: 0,
})

export const threadsQuery = (filter: ListFilter) =>
  infiniteQueryOptions({
    queryKey: ['threads', filter],
    queryFn: ({ pageParam, signal }) => api.threads({ ...filter, limit: threadPageSize, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.paging?.next?.after ?? null,
    ...whileStreamed,
  })

export const threadQuery = (threadId: string) =>
  queryOptions({ queryKey: ['thread', threadId], queryFn: ({ signal }) => api.thread(threadId, signal) })

export const timelineQuery = (threadId: string) =>
  infiniteQueryOptions({
    queryKey: ['timeline', threadId],
    queryFn: ({ pageParam, signal }) => api.timeline(threadId, { limit: timelinePageSize, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.paging?.next?.after ?? null,
  })

/** `lostInbox`: the inbox by its name, where the conversation is gone because that inbox is out of the person's sight. */
export type Gone = { joinedInto: string | null; lostInbox: string | null } | null

/** What the stream said of a conversation that is not there any more; never fetched. */
export const goneQuery = (threadId: string) =>
  queryOptions<Gone>({
    queryKey: ['gone', threadId],
    queryFn: () => null,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** The name of an inbox that went out of the person's sight in this window; never fetched. */
export const lostInboxQuery = (inboxId: string) =>
  queryOptions<string | null>({
    queryKey: ['lostInbox', inboxId],
    queryFn: () => null,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** The sentence of the last change of a conversation that the server refused, shown where it was tried; never fetched. */
export const refusalQuery = (threadId: string) =>
  queryOptions<string | null>({
    queryKey: ['refusal', threadId],
    queryFn: () => null,
    staleTime: Number.POSITIVE_INFINITY,
  })

/** Each part of the account's tickets that the list shows; the stream says when one has changed. */
export const ticketsQuery = (state: 'open' | 'mine' | 'closed') =>
  infiniteQueryOptions({
    queryKey: ['tickets', state],
    queryFn: ({ pageParam, signal }) => api.tickets({ state, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.paging?.next?.after ?? null,
    staleTime: 0,
  })
/** One of them; it follows the stream as their lists do. */
export const ticketQuery = (id: string) =>
  queryOptions({ queryKey: ['tickets', 'record', id], queryFn: ({ signal }) => api.ticket(id, signal) })
export const contactTicketsQuery = (contactId: string) =>
  infiniteQueryOptions({
    queryKey: ['tickets', 'of-contact', contactId],
    queryFn: ({ pageParam, signal }) => api.tickets({ state: 'all', contactId, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.paging?.next?.after ?? null,
    staleTime: 0,
  })
/** A contact changes in many places, so it is asked anew on every visit; the stream says when something was said. */
export const contactQuery = (contactId: string) =>
  queryOptions({
    queryKey: ['contact', contactId],
    queryFn: ({ signal }) => api.contact(contactId, signal),
    staleTime: 0,
  })
export const contactThreadsQuery = (contactId: string) =>
  infiniteQueryOptions({
    queryKey: ['contact', contactId, 'threads'],
    queryFn: ({ pageParam, signal }) => api.contactThreads(contactId, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.paging?.next?.after ?? null,
    staleTime: 0,
  })

export const pipelinesQuery = queryOptions({
  queryKey: ['pipelines'],
  queryFn: ({ signal }) => api.pipelines(signal),
})

export const draftsQuery = (threadId: string) =>
  queryOptions({ queryKey: ['drafts', threadId], queryFn: ({ signal }) => api.drafts(threadId, signal) })

export const assignableQuery = (inboxId: string) =>
  queryOptions({ queryKey: ['assignable', inboxId], queryFn: ({ signal }) => api.assignable(inboxId, signal) })

export const outboxQuery = infiniteQueryOptions({
  queryKey: ['outbox'],
  queryFn: ({ pageParam, signal }) => api.outbox(pageParam, signal),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.paging?.next?.after ?? null,
  staleTime: 0,
})

export const planQuery = queryOptions({
  queryKey: ['plan'],
  queryFn: ({ signal }) => api.plan(signal),
  staleTime: 0,
})

export const privateAppsQuery = queryOptions({
  queryKey: ['private-apps'],
  queryFn: ({ signal }) => api.privateApps(signal),
  staleTime: 0,
})

/** `filter`: as the API takes it. */
export const auditQuery = (filter: Record<string, string>) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) => api.audit({ ...filter, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.paging?.next?.after ?? null,
    staleTime: 0,
  })
export const inboxAccessQuery = (inboxId: string) =>
  queryOptions({ queryKey: ['inboxAccess', inboxId], queryFn: ({ signal }) => api.inboxAccess(inboxId, signal) })

/** What is in a file does not change, and is forgotten soon after nobody looks at it. */
const whileLookedAt = { staleTime: 30 * 60_000, gcTime: 60_000 }

/** A file, or one within an attached mail (`part`), as it can be looked at; `page` of a PDF, from 1. */
export const filePreviewQuery = (fileId: string, part: string | null, page: number) =>
  queryOptions({
    queryKey: ['file-preview', fileId, part, page],
    queryFn: ({ signal }) => api.filePreview(fileId, { part, page }, signal),
    ...whileLookedAt,
  })
export const attachedMailQuery = (fileId: string, part: string | null) =>
  queryOptions({
    queryKey: ['attached-mail', fileId, part],
    queryFn: ({ signal }) => api.attachedMail(fileId, { part }, signal),
    ...whileLookedAt,
  })
