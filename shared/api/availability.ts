import { Type } from 'typebox'
import { spanDays } from '../availability.ts'
import { Id, Instant, Nullable, OneOf } from './common.ts'
import { Role, Seat } from './session.ts'

const Switch = OneOf('available', 'away')
export const EffectiveAvailability = OneOf('available', 'away', 'outside-hours')
const Until = Nullable(Instant)

export const AvailabilityChange = Type.Object(
  { availability: Switch },
  { title: 'AvailabilityChange', additionalProperties: false },
)

const SetBy = {
  switch: Switch,
  setBy: Nullable(Type.Object({ id: Id, name: Type.String() })),
  setAt: Nullable(Instant),
}

/** One person's switch, who turned it last, and what comes of it now. */
export const UserAvailability = Type.Object(
  { userId: Id, availability: EffectiveAvailability, until: Until, ...SetBy },
  { title: 'UserAvailability' },
)

const WorkingSpan = Type.Object(
  {
    days: OneOf(...spanDays),
    startMinute: Type.Integer({ minimum: 0, maximum: 1439 }),
    endMinute: Type.Integer({ minimum: 1, maximum: 1440 }),
  },
  { additionalProperties: false },
)

const Holiday = Type.Object(
  {
    label: Type.String({ maxLength: 100 }),
    from: Type.String({ maxLength: 16, description: 'local: 2026-12-24 or 2026-12-24T12:00' }),
    to: Type.String({ maxLength: 16, description: 'a date is included, a minute is not' }),
  },
  { additionalProperties: false },
)

const schedule = {
  timeZone: Nullable(Type.String({ maxLength: 64, description: 'an IANA time zone; null: the account’s' })),
  workingHours: Type.Array(WorkingSpan, { maxItems: 70, description: 'none: always' }),
  holidays: Type.Array(Holiday, { maxItems: 200 }),
}

export const WorkingHours = Type.Object({ ...schedule, accountTimeZone: Type.String() }, { title: 'WorkingHours' })
export const WorkingHoursChange = Type.Object(schedule, { title: 'WorkingHoursChange', additionalProperties: false })

export const AvailabilitySettings = Type.Object(
  { asksForBrowser: Type.Boolean({ description: 'also asks for a browser seen in the last 15 minutes' }) },
  { title: 'AvailabilitySettings', additionalProperties: false },
)

/** Who takes conversations now, in which inboxes, and how many open ones each has; of the inboxes that the asker sees. */
export const TeamManagement = Type.Object(
  {
    asksForBrowser: Type.Boolean(),
    inboxes: Type.Array(Type.Object({ id: Id, name: Type.String() })),
    users: Type.Array(
      Type.Object({
        id: Id,
        name: Type.String(),
        email: Type.String(),
        role: Role,
        seat: Seat,
        availability: EffectiveAvailability,
        until: Until,
        ...SetBy,
        inboxIds: Type.Array(Id, { description: 'where the person may act' }),
        open: Type.Integer({ description: 'open conversations assigned' }),
        openByInbox: Type.Record(Id, Type.Integer()),
        mayManage: Type.Boolean({ description: 'the asker may set this person away or available' }),
      }),
    ),
  },
  { title: 'TeamManagement' },
)
