import { type PlainKey, t } from '../../labels/labels.ts'

const fieldLabels = {
  name: 'audit.field.name',
  email: 'audit.field.email',
  role: 'audit.field.role',
  seat: 'audit.field.seat',
  plan: 'audit.field.plan',
  starterSeats: 'audit.field.starterSeats',
  address: 'audit.field.address',
  access: 'audit.field.access',
  userIds: 'audit.field.userIds',
  userId: 'audit.field.userId',
  teamIds: 'audit.field.teamIds',
  inboxId: 'audit.field.inboxId',
  scopes: 'audit.field.scopes',
  availability: 'audit.field.availability',
  isOn: 'audit.field.isOn',
  isArchived: 'inboxes.archived',
  isActive: 'audit.field.isActive',
  companyName: 'channel.companyName',
  assignsAutomatically: 'assignment.switch',
  assignTo: 'assignment.to',
  onlyAvailable: 'assignment.onlyAvailable',
  reroutesReopened: 'assignment.reopened',
  makesTickets: 'tickets.switch',
  ticketName: 'tickets.name',
  ticketPipeline: 'tickets.pipeline',
  ticketStage: 'ticket.stage',
  ticketPriority: 'ticket.priority',
  ticketCategory: 'tickets.category',
  ticketOwner: 'tickets.owner',
  isSending: 'channel.useForSending',
  fromNameMode: 'channel.fromName',
  fromAddress: 'channel.fromAddress',
  mainTeamId: 'people.mainTeam',
  extraTeamIds: 'people.otherTeams',
  mainUserIds: 'audit.field.mainUserIds',
  extraUserIds: 'audit.field.extraUserIds',
  timeZone: 'availability.timeZone',
  workingHours: 'availability.workingHours',
  holidays: 'availability.holidays',
  asksForBrowser: 'team.asksForBrowser',
  asksForSecondFactor: 'audit.field.asksForSecondFactor',
  endedSessions: 'audit.field.endedSessions',
  openThreads: 'audit.field.openThreads',
  ownerId: 'details.owner',
  moved: 'audit.field.moved',
  change: 'audit.field.change',
} as const

/** What of a field's values has a word on the screens; names, numbers and addresses stand as they are. */
const valueLabels = {
  role: {
    'super-admin': 'people.role.super-admin',
    'account-access': 'people.role.account-access',
    user: 'people.role.user',
  },
  seat: { none: 'people.seat.none', sales: 'people.seat.sales', service: 'people.seat.service' },
  plan: {
    free: 'plan.free',
    starter: 'plan.starter',
    professional: 'plan.professional',
    enterprise: 'plan.enterprise',
  },
  assignTo: { specific: 'assignment.specific', contactOwner: 'assignment.contactOwner' },
  access: { everyone: 'access.everyone', specific: 'access.specific' },
  availability: { available: 'availability.available', away: 'availability.away' },
} as const

/** What is written down without a word of its own here is told by the name that it has there: `timeZone` as "time zone". */
export function fieldText(field: string): string {
  if (Object.hasOwn(fieldLabels, field)) return t(fieldLabels[field as keyof typeof fieldLabels])
  return field.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
}

/** The word for a value of this field; null where it has none. */
export function valueWord(field: string, value: string): string | null {
  if (!Object.hasOwn(valueLabels, field)) return null
  const words: Readonly<Record<string, PlainKey | undefined>> = valueLabels[field as keyof typeof valueLabels]
  const label = Object.hasOwn(words, value) ? words[value] : undefined
  return label ? t(label) : null
}
