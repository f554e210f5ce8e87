import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { restoreAnswers } from './data/persisted-cache.ts'
import { overviewQuery, sessionQuery } from './data/queries.ts'
import { isSignedOut } from './data/query-client.ts'
import { wear } from './data/session.ts'
import type { EffectiveAvailability, ThreadView } from './data/types.ts'
import { InboxScreen } from './inbox/inbox-screen.tsx'
import { loadSettingsLabels } from './labels/labels.ts'
import { BrokenPage, NotFoundPage } from './shell/broken-page.tsx'
import { Shell } from './shell/shell.tsx'

/** The place in the inbox; what is left out is the default: all open, of all inboxes. */
export type InboxSearch = { view?: ThreadView; inbox?: string }

/** Which inbox is set up, and the tab; what is left out is the default: the first inbox, its channels. */
export type InboxSettingsSearch = { inbox?: string; tab?: 'access' }

/** What the audit shows: whose changes, of what, on which days (`2026-11-24`); what is left out is not asked. */
export type AuditSearch = { who?: string; what?: string; subject?: string; from?: string; to?: string }

/** Whose working hours; what is left out is one's own. */
export type AvailabilitySearch = { user?: string }

/** Whom *Team management* shows; what is left out is everybody. */
export type TeamSearch = { status?: EffectiveAvailability; inbox?: string }

/** Which tickets are listed; what is left out is the open ones. */
export type TicketsSearch = { state?: 'mine' | 'closed' }

/** The conversation from which a contact's record was opened, and to which its way back leads. */
export type ContactSearch = { thread?: string }

const root = createRootRouteWithContext<{ client: QueryClient }>()({
  component: Outlet,
  errorComponent: BrokenPage,
  notFoundComponent: NotFoundPage,
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async ({ context }) => {
    if (await isSignedIn(context.client)) throw redirect({ to: '/inbox' })
  },
  component: lazyRouteComponent(() => import('./sign-in/sign-in-screen.tsx'), 'SignInScreen'),
})

const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset',
  component: lazyRouteComponent(() => import('./sign-in/reset-screen.tsx'), 'ResetScreen'),
})

// Outside the shell: nothing of the inbox answers before.
const setUp = createRoute({
  getParentRoute: () => root,
  path: '/second-factor',
  beforeLoad: async ({ context }) => {
    if (!(await isSignedIn(context.client))) throw redirect({ to: '/' })
    if (!mustSetUpFactor(context.client)) throw redirect({ to: '/inbox' })
    await loadSettingsLabels()
  },
  component: lazyRouteComponent(() => import('./settings/security/set-up-screen.tsx'), 'SetUpScreen'),
})

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./sign-in/invitation-screen.tsx'), 'InvitationScreen'),
})

const fromAddress = createRoute({
  getParentRoute: () => root,
  path: '/from-address',
  component: lazyRouteComponent(() => import('./sign-in/from-address-screen.tsx'), 'FromAddressScreen'),
})

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  beforeLoad: async ({ context }) => {
    if (!(await isSignedIn(context.client))) throw redirect({ to: '/' })
    if (mustSetUpFactor(context.client)) throw redirect({ to: '/second-factor' })
  },
  loader: ({ context }) => context.client.ensureQueryData(overviewQuery),
  component: Shell,
})

const inbox = createRoute({
  getParentRoute: () => shell,
  path: '/inbox',
  validateSearch: inboxSearch,
  component: InboxScreen,
})
// The list stays as it is while threads are opened beside it, so the screen is the parent's and reads the child's id.
const inboxIndex = createRoute({ getParentRoute: () => inbox, path: '/' })
const thread = createRoute({ getParentRoute: () => inbox, path: 'threads/$threadId' })

const outbox = createRoute({
  getParentRoute: () => shell,
  path: '/outbox',
  validateSearch: inboxSearch,
  component: lazyRouteComponent(() => import('./outbox/outbox-screen.tsx'), 'OutboxScreen'),
})

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  beforeLoad: loadSettingsLabels,
  component: lazyRouteComponent(() => import('./settings/settings-frame.tsx'), 'SettingsFrame'),
})
const settingsIndex = createRoute({
  getParentRoute: () => settings,
  path: '/',
  component: lazyRouteComponent(() => import('./settings/settings-frame.tsx'), 'SettingsIndex'),
})
const profileSettings = createRoute({
  getParentRoute: () => settings,
  path: 'profile',
  component: lazyRouteComponent(() => import('./settings/profile/profile-screen.tsx'), 'ProfileScreen'),
})
const inboxSettings = createRoute({
  getParentRoute: () => settings,
  path: 'inboxes',
  validateSearch: inboxSettingsSearch,
  component: lazyRouteComponent(() => import('./settings/inboxes/inboxes-screen.tsx'), 'InboxesScreen'),
})
const channelSettings = createRoute({
  getParentRoute: () => settings,
  path: 'inboxes/$inboxId/channels/$channelId',
  component: lazyRouteComponent(() => import('./settings/channel/channel-screen.tsx'), 'ChannelScreen'),
})

const planSettings = createRoute({
  getParentRoute: () => settings,
  path: 'plan',
  component: lazyRouteComponent(() => import('./settings/plan/plan-screen.tsx'), 'PlanScreen'),
})
const auditSettings = createRoute({
  getParentRoute: () => settings,
  path: 'audit',
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import('./settings/audit/audit-screen.tsx'), 'AuditScreen'),
})
const privateAppSettings = createRoute({
  getParentRoute: () => settings,
  path: 'private-apps',
  component: lazyRouteComponent(() => import('./settings/private-apps/private-apps-screen.tsx'), 'PrivateAppsScreen'),
})
const securitySettings = createRoute({
  getParentRoute: () => settings,
  path: 'security',
  component: lazyRouteComponent(() => import('./settings/security/security-screen.tsx'), 'SecurityScreen'),
})
const peopleSettings = createRoute({
  getParentRoute: () => settings,
  path: 'users',
  validateSearch: peopleSearch,
  component: lazyRouteComponent(() => import('./settings/people/people-screen.tsx'), 'PeopleScreen'),
})

const availability = createRoute({
  getParentRoute: () => settings,
  path: 'availability',
  validateSearch: availabilitySearch,
  component: lazyRouteComponent(() => import('./settings/availability/availability-screen.tsx'), 'AvailabilityScreen'),
})

const team = createRoute({
  getParentRoute: () => shell,
  path: '/team-management',
  validateSearch: teamSearch,
  component: lazyRouteComponent(() => import('./team/team-screen.tsx'), 'TeamScreen'),
})

const tickets = createRoute({
  getParentRoute: () => shell,
  path: '/tickets',
  validateSearch: ticketsSearch,
  component: lazyRouteComponent(() => import('./ticket/tickets-screen.tsx'), 'TicketsScreen'),
})

const ticket = createRoute({
  getParentRoute: () => shell,
  path: '/tickets/$ticketId',
  component: lazyRouteComponent(() => import('./ticket/ticket-screen.tsx'), 'TicketScreen'),
})

const contact = createRoute({
  getParentRoute: () => shell,
  path: '/contacts/$contactId',
  validateSearch: contactSearch,
  component: lazyRouteComponent(() => import('./contact/contact-screen.tsx'), 'ContactScreen'),
})

const routeTree = root.addChildren([
  signIn,
  reset,
  fromAddress,
  setUp,
  invitation,
  shell.addChildren([
    inbox.addChildren([inboxIndex, thread]),
    outbox,
    team,
    tickets,
    ticket,
    contact,
    settings.addChildren([
      settingsIndex,
      profileSettings,
      securitySettings,
      availability,
      peopleSettings,
      inboxSettings,
      channelSettings,
      planSettings,
      auditSettings,
      privateAppSettings,
    ]),
  ]),
])

export function createAppRouter(client: QueryClient) {
  return createRouter({
    routeTree,
    context: { client },
    defaultPreload: false,
    defaultPendingMs: 150,
    // Plain names and values: the default would write "inbox=%2212%22".
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const text = new URLSearchParams(Object.entries(search).filter(([, value]) => value !== undefined)).toString()
      return text && `?${text}`
    },
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}

const mustSetUpFactor = (client: QueryClient) => client.getQueryData(sessionQuery.queryKey)?.mustSetUpFactor === true

/** Asks once and remembers; a server that does not answer is no sign-out and goes to the error page. */
async function isSignedIn(client: QueryClient): Promise<boolean> {
  if (client.getQueryData(sessionQuery.queryKey)) return true
  try {
    const session = await client.fetchQuery(sessionQuery)
    await Promise.all([wear(session), restoreAnswers(client, session)])
    return true
  } catch (error) {
    if (isSignedOut(error)) return false
    throw error
  }
}

function peopleSearch({ tab }: Record<string, unknown>): { tab?: 'teams' | 'roles' } {
  return tab === 'teams' || tab === 'roles' ? { tab } : {}
}

function inboxSearch(search: Record<string, unknown>): InboxSearch {
  const { view, inbox } = search
  return {
    ...(view === 'mine' || view === 'unassigned' || view === 'closed' ? { view } : {}),
    ...(typeof inbox === 'string' && /^\d{1,19}$/.test(inbox) ? { inbox } : {}),
  }
}

function contactSearch({ thread }: Record<string, unknown>): ContactSearch {
  return typeof thread === 'string' && /^\d{1,19}$/.test(thread) ? { thread } : {}
}

const day = /^\d{4}-\d\d-\d\d$/

function availabilitySearch({ user }: Record<string, unknown>): AvailabilitySearch {
  return typeof user === 'string' && /^\d{1,19}$/.test(user) ? { user } : {}
}

function teamSearch({ status, inbox }: Record<string, unknown>): TeamSearch {
  return {
    ...(status === 'available' || status === 'away' || status === 'outside-hours' ? { status } : {}),
    ...inboxSearch({ inbox }),
  }
}

function ticketsSearch({ state }: Record<string, unknown>): TicketsSearch {
  return state === 'mine' || state === 'closed' ? { state } : {}
}

function inboxSettingsSearch(search: Record<string, unknown>): InboxSettingsSearch {
  const { inbox, tab } = search
  return {
    ...(typeof inbox === 'string' && /^\d{1,19}$/.test(inbox) ? { inbox } : {}),
    ...(tab === 'access' ? { tab } : {}),
  }
}

function auditSearch(search: Record<string, unknown>): AuditSearch {
  const shapes = { who: /^\d{1,18}$/, what: /^[a-z_.]{1,60}$/, subject: /^[a-z]+\.\d{1,18}$/, from: day, to: day }
  return Object.fromEntries(
    Object.entries(shapes).flatMap(([key, shape]) => {
      const value = search[key]
      return typeof value === 'string' && shape.test(value) ? [[key, value]] : []
    }),
  )
}
