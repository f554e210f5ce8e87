const key = 'samtale.invitation'

/** Remembers an invitation's token in this tab while its guest signs in, however many steps that takes. */
export function keepInvitation(token: string): void {
  sessionStorage.setItem(key, token)
}

/** The token that waits for the sign-in which just happened, once. */
export function takeInvitation(): string | null {
  const token = sessionStorage.getItem(key)
  sessionStorage.removeItem(key)
  return token
}
