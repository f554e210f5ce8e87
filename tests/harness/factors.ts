import { sql } from 'kysely'
import { Secret, TOTP } from 'otpauth'
import { apiClient, type Client } from './api-client.ts'
import { createAuthenticator } from './authenticator.ts'
import { password, type Samtale } from './samtale.ts'

/** The code that an app shows, `steps` times 30 seconds from now. */
export function codeOf(secret: string, steps = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 })
}

/** Sets up an authenticator app; answers its secret and the recovery codes. */
export async function addApp(client: Client): Promise<{ secret: string; recoveryCodes: string[] }> {
  const { secret, setup } = (await client.post('/api/totp', { password }, { expects: 200 })).body
  const added = await client.post('/api/totp/confirm', { setup, code: codeOf(secret) }, { expects: 200 })
  return { secret, recoveryCodes: added.body.recoveryCodes }
}

/** Registers a passkey; answers what holds it and the recovery codes. */
export async function addPasskey(samtale: Samtale, client: Client, name = 'Phone') {
  const authenticator = createAuthenticator(samtale.origin)
  const creation = (await client.post('/api/passkeys/begin', { password }, { expects: 200 })).body
  const added = await client.post('/api/passkeys', { name, ...authenticator.create(creation) }, { expects: 201 })
  return { authenticator, recoveryCodes: added.body.recoveryCodes as string[] | null }
}

/** As if the code of the app had not been used yet: a test does not wait 30 seconds for the next one. */
export const forgetCodes = ({ database }: Samtale) => sql`update login_totp set last_step = 0`.execute(database.db)

export const forgetAttempts = ({ database }: Samtale) => sql`delete from throttle`.execute(database.db)

/** Somebody at the door who has given his password. */
export async function halfIn({ origin }: Samtale, email: string, secret = password) {
  const client = apiClient(origin, {})
  const { body } = await client.post('/api/session', { email, password: secret }, { expects: 202 })
  return { client, challenge: body.challenge as string, methods: body.methods as string[] }
}
