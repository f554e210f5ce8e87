import { Type } from 'typebox'
import { once } from '../account/idempotency.ts'
import { exampleMails } from '../channels/fallback-email/example-mails.ts'
import { loadExamples } from '../channels/fallback-email/load-examples.ts'
import { removeExamples } from '../conversation/examples.ts'
import { can, requireAllowed } from '../inbox/access.ts'
import type { Asker } from '../inbox/asker.ts'
import { getDefaultChannelAccount } from '../inbox/channel-account-store.ts'
import { composeMail } from '../mail/compose-mail.ts'
import { newUuid } from '../platform/uuid.ts'
import type { ApiApp } from './app.ts'
import { personOf, sessionOf } from './doors.ts'
import { idempotencyOf } from './idempotency-key.ts'
import type { ApiParts } from './parts.ts'

const signedIn = { door: 'signed-in' } as const

const testMail = {
  en: {
    subject: 'A test mail to our inbox',
    text: 'Hello,\n\nthis mail came in through the same door as your customers’ mail.\n',
  },
  nb: {
    subject: 'En testmail til innboksen vår',
    text: 'Hei,\n\ndenne e-posten kom inn gjennom samme dør som e-posten fra kundene dine.\n',
  },
}

/** The welcome page's helpers: a test mail through the real SMTP port, and example conversations. */
export function onboardingRoutes(app: ApiApp, parts: ApiParts): void {
  const { database } = parts
  app.post('/api/onboarding/test-mail', { config: signedIn }, async (request, reply) => {
    const session = sessionOf(request)
    const home = await getDefaultChannelAccount(database.db, session.actor.accountId)
    const words = testMail[session.profile.language ?? session.account.language]
    const raw = await composeMail({
      from: { name: session.actor.name, address: session.email },
      to: [{ name: '', address: home.address }],
      ...words,
      messageId: `${newUuid()}@${home.address.split('@')[1]}`,
      date: new Date(),
    })
    await parts.sendTestMail({ from: session.email, to: home.address, raw })
    return reply.code(204).send()
  })
  app.post(
    '/api/onboarding/examples',
    { config: signedIn, schema: { response: { 201: Type.Object({ threads: Type.Integer() }) } } },
    async (request, reply) => {
      const asker = personOf(request)
      requireDefaultInbox(asker)
      const session = sessionOf(request)
      const mails = exampleMails[session.profile.language ?? session.account.language]
      const home = await getDefaultChannelAccount(database.db, asker.actor.accountId)
      const threads = await database.transaction((tx) =>
        once(tx, idempotencyOf(request, {}), () => loadExamples(tx, asker.actor.accountId, home.address, mails)),
      )
      parts.nudgeWorkers()
      return reply.code(201).send({ threads })
    },
  )
  app.delete('/api/onboarding/examples', { config: signedIn }, async (request, reply) => {
    const asker = personOf(request)
    requireDefaultInbox(asker)
    await removeExamples(database, asker.actor.accountId)
    return reply.code(204).send()
  })
}

/** Examples lie in the default inbox: who may act there may load and remove them. */
function requireDefaultInbox({ actor, inboxes }: Asker): void {
  const home = [...inboxes.values()].find((inbox) => inbox.isDefault)
  requireAllowed(home ? can(actor, 'act', home) : { isAllowed: false, mayKnow: false, code: 'notFound', inboxName: '' })
}
