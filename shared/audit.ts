/** What the audit writes down: the thing, a dot, and the past tense of what was done to it. */
export const auditActions = [
  'account.plan_changed',
  'account.seats_changed',
  'account.settings_changed',
  'user.created',
  'user.invited',
  'user.changed',
  'user.role_changed',
  'user.seat_changed',
  'user.availability_changed',
  'user.deactivated',
  'user.reactivated',
  'user.removed',
  'user.password_changed',
  'user.factors_changed',
  'user.sessions_ended',
  'invitation.accepted',
  'invitation.withdrawn',
  'team.created',
  'team.changed',
  'team.removed',
  'inbox.created',
  'inbox.renamed',
  'inbox.access_changed',
  'inbox.archived',
  'inbox.restored',
  'channel.connected',
  'channel.changed',
  'channel.from_address_asked',
  'channel.from_address_proven',
  'channel.from_address_removed',
  'channel.moved',
  'channel.switched_on',
  'channel.switched_off',
  'channel.removed',
  'token.created',
  'token.revoked',
] as const
export type AuditAction = (typeof auditActions)[number]

/** What it was done to. */
export const auditSubjectTypes = ['account', 'user', 'team', 'invitation', 'inbox', 'channel', 'token'] as const
export type AuditSubjectType = (typeof auditSubjectTypes)[number]
