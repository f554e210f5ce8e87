import { t } from '../labels/labels.ts'

// The server's bounds (shared/api/session.ts); an installation tells its own lower one in `Welcome`.
const minLength = 10
const maxLength = 200

/** The sentence that says what to mend about a new password, or null. Length alone counts: no rule about signs. */
export function passwordProblem(password: string, atLeast: number = minLength): string | null {
  if (password.length < atLeast) return t('signIn.shortPassword', { count: atLeast })
  return password.length > maxLength ? t('signIn.longPassword') : null
}
