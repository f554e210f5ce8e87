import { type AuditAction, type AuditSubjectType, auditActions, auditSubjectTypes } from '../../../shared/audit.ts'
import type { AuditSearch } from '../../router.tsx'

/** What the address of the page asks, as the API takes it. Days are the reader's own, both ends of them. */
export function filterOf({ who, what, subject, from, to }: AuditSearch): Record<string, string> {
  const [subjectType, subjectId] = subject?.split('.') ?? []
  const type = what && asSubjectType(what)
  const action = what && asAction(what)
  return {
    ...(who ? { userId: who } : {}),
    ...(type ? { subjectType: type } : {}),
    ...(action ? { action } : {}),
    ...(subjectType && subjectId && asSubjectType(subjectType) ? { subjectType, subjectId } : {}),
    ...startOf('from', from, 0),
    ...startOf('to', to, 1),
  }
}

export const asSubjectType = (text: string): AuditSubjectType | undefined =>
  auditSubjectTypes.find((type) => type === text)
const asAction = (text: string): AuditAction | undefined => auditActions.find((action) => action === text)

/** The first instant of a day, or of one that is so many days later. A day that does not exist asks nothing. */
function startOf(name: 'from' | 'to', day: string | undefined, daysLater: number): Record<string, string> {
  const [year = 0, month = 0, date = 0] = day?.split('-').map(Number) ?? []
  const start = new Date(year, month - 1, date + daysLater)
  const isThere = day !== undefined && month >= 1 && month <= 12 && date >= 1 && date <= 31
  return isThere ? { [name]: start.toISOString() } : {}
}
