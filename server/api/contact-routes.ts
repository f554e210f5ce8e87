import { Type } from 'typebox'
import { ChangeContact, ContactRecord, ContactThreadPage, EmailContact, SentEmail } from '../../shared/api/contact.ts'
import { Problem } from '../../shared/problems.ts'
import { once } from '../account/idempotency.ts'
import { findContact, setContactOwner } from '../contact/contact-store.ts'
import { getContactRecord, listContactThreads } from '../conversation/contact-record.ts'
import type { DueDelivery } from '../conversation/delivery-store.ts'
import { emailContact } from '../conversation/email-contact.ts'
import { visibleInboxIds } from '../inbox/asker.ts'
import type { ApiApp } from './app.ts'
import { auditSourceOf, personOf } from './doors.ts'
import { idempotencyOf } from './idempotency-key.ts'
import type { ApiParts } from './parts.ts'
import { idOf } from './path-id.ts'
import { readLimit, readText, Text } from './query.ts'

const signedIn = { door: 'signed-in' } as const
const params = Type.Object({ contactId: Type.String() })

/** The record of a contact: who he is, whose he is, what was said with him, and *Email*. */
export function contactRoutes(app: ApiApp, parts: ApiParts): void {
  const { database } = parts
  app.get(
    '/api/contacts/:contactId',
    { config: signedIn, schema: { params, response: { 200: ContactRecord } } },
    async (request) => getContactRecord(database.db, personOf(request), idOf(request.params.contactId)),
  )
  app.get(
    '/api/contacts/:contactId/threads',
    {
      config: signedIn,
      schema: { params, querystring: Type.Object({ limit: Text, after: Text }), response: { 200: ContactThreadPage } },
    },
    async (request) => {
      const { results, next } = await listContactThreads(
        database.db,
        personOf(request),
        idOf(request.params.contactId),
        {
          limit: readLimit(request.query.limit, { byDefault: 50 }),
          after: readText(request.query.after),
        },
      )
      return { results, ...(next ? { paging: { next: { after: next } } } : {}) }
    },
  )
  app.patch(
    '/api/contacts/:contactId',
    { config: signedIn, schema: { params, body: ChangeContact, response: { 200: ContactRecord } } },
    async (request) => {
      const asker = personOf(request)
      const { accountId } = asker.actor
      const contactId = idOf(request.params.contactId)
      await database.transaction(async (tx) => {
        if (!(await findContact(tx, accountId, contactId, visibleInboxIds(asker)))) throw new Problem('notFound')
        await setContactOwner(tx, auditSourceOf(request), accountId, contactId, request.body.ownerId)
      })
      return getContactRecord(database.db, asker, contactId)
    },
  )
  app.post(
    '/api/contacts/:contactId/emails',
    { config: signedIn, schema: { params, body: EmailContact, response: { 201: SentEmail } } },
    async (request, response) => {
      const asker = personOf(request)
      const contactId = idOf(request.params.contactId)
      const { leasedBy, take } = parts.handOverDeliveries()
      const writing = { asker, undoSeconds: request.session?.profile.undoSeconds ?? 0, leasedBy }
      let deliveries: DueDelivery[] = []
      const sent = await database.transaction((tx) =>
        once(tx, idempotencyOf(request, { contactId, ...request.body }), async () => {
          const written = await emailContact(tx, parts.signedIds, writing, contactId, request.body)
          deliveries = written.deliveries
          return { threadId: written.threadId, messageId: written.messageId }
        }),
      )
      take(deliveries)
      return response.code(201).send(sent)
    },
  )
}
