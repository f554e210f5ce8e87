import { Secret, TOTP } from 'otpauth'

const stepSeconds = 30

/** 160 bits, as RFC 4226 §4 asks; base32, as people type it into their app. */
export const newTotpSecret = () => new Secret({ size: 20 }).base32

/** What the picture holds that an authenticator app scans. */
export const totpUri = (secret: string, email: string) => totp(secret, email).toString()

/**
 * The 30 seconds (counted from 1970) that a code belongs to, or null: the present ones, and one before and after, for
 * clocks that do not quite agree (RFC 6238 §5.2). Whether it was used before the caller has to know.
 */
export function totpStep(secret: string, code: string, now: Date): number | null {
  const delta = totp(secret).validate({ token: code.replace(/\s/g, ''), window: 1, timestamp: now.getTime() })
  return delta === null ? null : Math.floor(now.getTime() / 1000 / stepSeconds) + delta
}

function totp(secret: string, email = ''): TOTP {
  return new TOTP({ issuer: 'Samtale', label: email, period: stepSeconds, secret: Secret.fromBase32(secret) })
}
