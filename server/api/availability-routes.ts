import type { FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import {
  AvailabilityChange,
  AvailabilitySettings,
  TeamManagement,
  UserAvailability,
  WorkingHours,
  WorkingHoursChange,
} from '../../shared/api/availability.ts'
import { Problem } from '../../shared/problems.ts'
import { type Change, changeSchedule, setAsksForBrowser, setAvailability } from '../account/availability.ts'
import { findSchedule, loadAvailabilities, presentAvailability } from '../account/availability-store.ts'
import { canManageUser } from '../account/rights.ts'
import { readSchedule } from '../account/schedule.ts'
import { actorOf, listUsers } from '../account/user-store.ts'
import { loadCountCells, openOfAssignees } from '../conversation/counters.ts'
import { can } from '../inbox/access.ts'
import { visibleInboxIds } from '../inbox/asker.ts'
import { getInboxes } from '../inbox/inbox-store.ts'
import type { ApiApp } from './app.ts'
import { auditSourceOf, personOf } from './doors.ts'
import type { ApiParts } from './parts.ts'
import { idOf } from './people-routes.ts'

const signedIn = { door: 'signed-in' } as const
const managers = { door: { right: 'managePeople' } } as const
const UserParams = Type.Object({ userId: Type.String() })

/** When people take conversations: the switch, working hours and holidays, one's own and others', and the team at a glance. */
export function availabilityRoutes(app: ApiApp, parts: ApiParts): void {
  switchRoutes(app, parts)
  workingHoursRoutes(app, parts)
  settingRoutes(app, parts)
  teamRoutes(app, parts)
}

function switchRoutes(app: ApiApp, { database, now }: ApiParts): void {
  const answer = async ({ accountId, userId }: { accountId: string; userId: string }) => {
    const [stored] = await loadAvailabilities(database.db, accountId, [userId])
    if (!stored) throw new Problem('notFound')
    return presentAvailability(stored, now())
  }
  app.get('/api/availability', { config: signedIn, schema: { response: { 200: UserAvailability } } }, async (request) =>
    answer(personOf(request).actor),
  )
  app.put(
    '/api/availability',
    { config: signedIn, schema: { body: AvailabilityChange, response: { 200: UserAvailability } } },
    async (request) => {
      const change = changeOf(request, personOf(request).actor.userId, now())
      await database.transaction((tx) => setAvailability(tx, change, request.body.availability))
      return answer(change)
    },
  )
  app.put(
    '/api/users/:userId/availability',
    { config: managers, schema: { params: UserParams, body: AvailabilityChange, response: { 200: UserAvailability } } },
    async (request) => {
      const change = changeOf(request, idOf(request.params.userId), now())
      await database.transaction((tx) => setAvailability(tx, change, request.body.availability))
      return answer(change)
    },
  )
}

function workingHoursRoutes(app: ApiApp, { database, now }: ApiParts): void {
  const answer = async ({ accountId, userId }: { accountId: string; userId: string }) => {
    const row = await findSchedule(database.db, accountId, userId)
    if (!row) throw new Problem('notFound')
    return row
  }
  app.get(
    '/api/profile/working-hours',
    { config: signedIn, schema: { response: { 200: WorkingHours } } },
    async (request) => answer(personOf(request).actor),
  )
  app.put(
    '/api/profile/working-hours',
    { config: signedIn, schema: { body: WorkingHoursChange, response: { 200: WorkingHours } } },
    async (request) => {
      const change = changeOf(request, personOf(request).actor.userId, now())
      const schedule = readSchedule(request.body)
      await database.transaction((tx) => changeSchedule(tx, change, schedule))
      return answer(change)
    },
  )
  app.get(
    '/api/users/:userId/working-hours',
    { config: managers, schema: { params: UserParams, response: { 200: WorkingHours } } },
    async (request) => answer({ ...personOf(request).actor, userId: idOf(request.params.userId) }),
  )
  app.put(
    '/api/users/:userId/working-hours',
    { config: managers, schema: { params: UserParams, body: WorkingHoursChange, response: { 200: WorkingHours } } },
    async (request) => {
      const change = changeOf(request, idOf(request.params.userId), now())
      const schedule = readSchedule(request.body)
      await database.transaction((tx) => changeSchedule(tx, change, schedule))
      return answer(change)
    },
  )
}

function settingRoutes(app: ApiApp, { database, now }: ApiParts): void {
  app.put(
    '/api/availability-settings',
    { config: managers, schema: { body: AvailabilitySettings, response: { 200: AvailabilitySettings } } },
    async (request) => {
      const change = changeOf(request, personOf(request).actor.userId, now())
      await database.transaction((tx) => setAsksForBrowser(tx, change, request.body.asksForBrowser))
      return request.body
    },
  )
}

function teamRoutes(app: ApiApp, { database: { db }, now }: ApiParts): void {
  app.get(
    '/api/team-management',
    { config: signedIn, schema: { response: { 200: TeamManagement } } },
    async (request) => {
      const asker = personOf(request)
      const { accountId } = asker.actor
      const visible = visibleInboxIds(asker)
      const [inboxes, users, stored, cells] = await Promise.all([
        // With everybody who was chosen: the asker's own facts say nothing of others.
        getInboxes(db, accountId, visible),
        listUsers(db, accountId),
        loadAvailabilities(db, accountId, 'all'),
        loadCountCells(db, accountId, visible),
      ])
      const availabilities = new Map(stored.map((one) => [one.userId, one]))
      const open = openOfAssignees(asker, cells)
      return {
        asksForBrowser: stored.some(({ facts }) => facts.browserSeenAt !== undefined),
        inboxes: inboxes.map(({ id, name }) => ({ id, name })),
        users: users.flatMap((user) => {
          const availability = availabilities.get(user.id)
          if (!user.isActive || !availability) return []
          const actor = actorOf(accountId, user)
          const { id, name, email, role, seat } = user
          const { all = 0, inboxes: openByInbox = {} } = open.get(id) ?? {}
          const { userId: _, ...presence } = presentAvailability(availability, now())
          return {
            ...{ id, name, email, role, seat },
            ...presence,
            inboxIds: inboxes.filter((inbox) => can(actor, 'act', inbox).isAllowed).map((inbox) => inbox.id),
            open: all,
            openByInbox,
            mayManage: canManageUser(asker.actor, user),
          }
        }),
      }
    },
  )
}

function changeOf(request: FastifyRequest, userId: string, now: number): Change {
  return { source: auditSourceOf(request), accountId: personOf(request).actor.accountId, userId, now }
}
