import type { Static } from 'typebox'
import type { HsActor as HsActorSchema } from '../../../shared/api/conversations.ts'
import { invalid } from '../../../shared/problems.ts'
import type { UserActor } from '../../account/actor.ts'
import { listUsers } from '../../account/user-store.ts'
import { findContact } from '../../contact/contact-store.ts'
import { type Asker, visibleInboxIds } from '../../inbox/asker.ts'
import type { Db } from '../../platform/database.ts'

type HsActor = Static<typeof HsActorSchema>

/** HubSpot's actor ids: `A-` user, `V-` contact, `E-` bare address, `S-hubspot` the system. null: unknown. */
export async function findActor(db: Db, asker: Asker, id: string): Promise<HsActor | null> {
  const [, kind, value] = /^([AVE])-(.{1,300})$/.exec(id) ?? []
  if (id === 'S-hubspot') return { id, type: 'SYSTEM' }
  if (kind === 'E' && value?.includes('@')) return { id, type: 'EMAIL', email: value }
  if (value === undefined || !/^\d{1,18}$/.test(value)) return null
  if (kind === 'A') {
    const user = (await listUsers(db, asker.actor.accountId)).find((one) => one.id === value)
    return user ? { id, type: 'AGENT', name: user.name, email: user.email } : null
  }
  const contact = await findContact(db, asker.actor.accountId, value, visibleInboxIds(asker))
  return contact
    ? { id, type: 'VISITOR', name: contact.name, ...(contact.email ? { email: contact.email } : {}) }
    : null
}

/** A user of the account, named as `A-12`, `12` or by email address. @throws {Problem} `invalid` */
export async function resolveUserId(db: Db, accountId: string, field: string, text: string): Promise<string> {
  return (await resolveUser(db, accountId, field, text)).userId
}

export async function resolveUser(db: Db, accountId: string, field: string, text: string): Promise<UserActor> {
  const id = /^(?:A-)?(\d{1,18})$/.exec(text)?.[1]
  const users = await listUsers(db, accountId)
  const user = users.find(
    (one) => one.isActive && (id ? one.id === id : one.email.toLowerCase() === text.toLowerCase()),
  )
  if (!user) throw invalid(field, `takes A-{userId} of an active user of this account, not "${text.slice(0, 80)}"`)
  return {
    kind: 'user',
    accountId,
    userId: user.id,
    name: user.name,
    role: user.role,
    seat: user.seat,
    teamIds: new Set(user.teamIds),
  }
}
