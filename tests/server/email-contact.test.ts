import { type ParsedMail, simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { answering, mailsTo } from '../durability/answering.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { startScriptedSmtp } from '../harness/scripted-smtp.ts'
import { answerTo, replyAddressOf } from '../journeys/relay.ts'

const relay = await startScriptedSmtp()
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url } })
const { aConversation, answer, close } = answering(samtale)
const { admin } = samtale
const jonas = await samtale.addUser({ name: 'Jonas Berg' })
const agent = await samtale.signIn(jonas.email)

async function aContact(customer: string) {
  const thread = await aConversation(customer)
  const { body } = await admin.get(`/api/threads/${thread.id}`, { expects: 200 })
  return { contactId: body.contact.id as string, thread, customer }
}
const emailTo = ({ thread, customer }: Awaited<ReturnType<typeof aContact>>, fields: object = {}) => ({
  channelAccountId: thread.channelAccountId,
  to: customer,
  subject: 'Your yearly service',
  text: 'It is time.',
  html: '<p>It is time.</p>',
  fileIds: [],
  ...fields,
})

test('S20 S62 a mail from a contact’s record opens a conversation of the writer, under his own signature', async () => {
  const contact = await aContact('ingrid.record@nordmark.example')
  const signature = { isOn: true, mode: 'simple', html: '<p>The whole team</p>' }
  await admin.patch(`/api/channels/${contact.thread.channelAccountId}`, { signature }, { expects: 200 })
  await agent.patch('/api/profile', { signatureHtml: '<p>Jonas, the fitter</p>' }, { expects: 200 })
  const record = await agent.get(`/api/contacts/${contact.contactId}`, { expects: 200 })
  expect(record.body).toMatchObject({
    addresses: [contact.customer],
    signature: '<p>Jonas, the fitter</p>',
    senders: [{ channelAccountId: contact.thread.channelAccountId, refusal: null }],
  })
  const path = `/api/contacts/${contact.contactId}/emails`
  const more = { headers: { 'idempotency-key': '3f1f2a52-7d0e-4c1b-9a3e-2f0a9d4b8c55' } }
  const sent = await agent.request('POST', path, emailTo(contact), more)
  expect(sent.status).toBe(201)
  const again = await agent.request('POST', path, emailTo(contact), more)
  expect(again.body).toEqual(sent.body)
  const details = await agent.get(`/api/threads/${sent.body.threadId}`, { expects: 200 })
  expect(details.body.thread).toMatchObject({
    subject: 'Your yearly service',
    status: 'open',
    assigneeId: jonas.userId,
    messageCount: 1,
  })
  await expect.poll(() => mailsTo(relay.accepted, contact.customer).length, { timeout: 10_000 }).toBe(1)
  const mail = await simpleParser(Buffer.from(mailsTo(relay.accepted, contact.customer)[0]?.raw ?? '', 'latin1'))
  expect(mail.subject).toBe('Your yearly service')
  expect(mail.inReplyTo).toBeUndefined()
  expect(mail.text).toBe('It is time.\n\n-- \nJonas, the fitter\n')
  const list = await agent.get('/api/threads?view=mine', { expects: 200 })
  expect(list.body.results.map((one: { id: string }) => one.id)).toContain(sent.body.threadId)
})

test('S20 the answer to the customer, from the inbox, closes with the team’s signature, each in its mail once', async () => {
  const contact = await aContact('liv.record@nordmark.example')
  const signature = { isOn: true, mode: 'simple', html: '<p>The whole team</p>' }
  await admin.patch(`/api/channels/${contact.thread.channelAccountId}`, { signature }, { expects: 200 })
  await agent.patch('/api/profile', { signatureHtml: '<p>Jonas, the fitter</p>' }, { expects: 200 })
  const sent = await agent.post(
    `/api/contacts/${contact.contactId}/emails`,
    emailTo(contact, {
      cc: [{ name: 'Elif Demir', address: 'Elif@Nordmark.example' }],
      bcc: [{ name: '', address: 'hidden@nordmark.example' }],
    }),
    { expects: 201 },
  )
  const mailsOf = async () =>
    Promise.all(mailsTo(relay.accepted, contact.customer).map(({ raw }) => simpleParser(Buffer.from(raw, 'latin1'))))
  await expect.poll(async () => (await mailsOf()).length, { timeout: 10_000 }).toBe(1)
  const [first] = await mailsOf()
  expect(signaturesIn(first)).toEqual({ own: [1, 1], team: [0, 0] })
  expect(first?.cc).toMatchObject({ value: [{ name: 'Elif Demir', address: 'Elif@nordmark.example' }] })
  expect(first?.headerLines.map(({ line }) => line).join()).not.toContain('hidden@')
  await expect.poll(() => mailsTo(relay.accepted, 'hidden@nordmark.example').length, { timeout: 10_000 }).toBe(1)

  await samtale.deliver(answerTo(first as ParsedMail, { from: `Liv <${contact.customer}>`, text: 'Yes, please.' }), {
    from: contact.customer,
    to: replyAddressOf(first as ParsedMail),
  })
  await samtale.settled()
  const { body } = await agent.get(`/api/threads/${sent.body.threadId}`, { expects: 200 })
  expect(body.thread).toMatchObject({ messageCount: 2, assigneeId: jonas.userId })
  await answer({ ...contact.thread, id: sent.body.threadId }, { as: agent, userId: jonas.userId, text: 'On Monday.' })
  await expect.poll(async () => (await mailsOf()).length, { timeout: 10_000 }).toBe(2)
  expect(signaturesIn((await mailsOf()).find(({ text }) => text?.includes('On Monday.')))).toEqual({
    own: [0, 0],
    team: [1, 1],
  })
})

/** How often each signature stands in the text and in the HTML of a mail. */
function signaturesIn(mail: ParsedMail | undefined) {
  const count = (words: string) => [mail?.text, mail?.html || ''].map((part) => (part?.split(words).length ?? 0) - 1)
  return { own: count('Jonas, the fitter'), team: count('The whole team') }
}

test('S20 S25 S28 what the writer opens stays his, whatever the rule says, and makes no ticket', async () => {
  const contact = await aContact('nils.record@nordmark.example')
  const channel = `/api/channels/${contact.thread.channelAccountId}`
  const elif = await samtale.addUser({ name: 'Elif Demir' })
  const rule = { assignTo: 'contactOwner', userIds: [], teamIds: [], onlyAvailable: true, reroutesReopened: true }
  const tickets = { name: '{subject}', pipelineId: '0', stageId: '1', priority: null, category: null, owner: 'none' }
  const turn = (isOn: boolean) =>
    admin.patch(channel, { assignment: { ...rule, isOn }, tickets: { ...tickets, isOn } }, { expects: 200 })
  await turn(true)
  await agent.patch(`/api/contacts/${contact.contactId}`, { ownerId: elif.userId }, { expects: 200 })
  const sent = await agent.post(`/api/contacts/${contact.contactId}/emails`, emailTo(contact), { expects: 201 })
  await expect.poll(() => mailsTo(relay.accepted, contact.customer).length, { timeout: 10_000 }).toBe(1)
  const first = await simpleParser(Buffer.from(mailsTo(relay.accepted, contact.customer)[0]?.raw ?? '', 'latin1'))
  const reply = answerTo(first, { from: `Nils <${contact.customer}>`, text: 'Yes, please.' })
  const opened = { ...contact.thread, id: sent.body.threadId as string }
  for (const isClosed of [false, true]) {
    if (isClosed) await close(opened)
    const mail = isClosed ? answerTo(first, { from: `Nils <${contact.customer}>`, text: 'One more thing.' }) : reply
    await samtale.deliver(mail, { from: contact.customer, to: replyAddressOf(first) })
    await samtale.settled()
    const { body } = await agent.get(`/api/threads/${opened.id}`, { expects: 200 })
    expect(body).toMatchObject({ thread: { assigneeId: jonas.userId, status: 'open' }, tickets: [], routing: null })
  }
  // The rule is on: a conversation that the customer opens is the owner's, and has its ticket.
  const his = await aConversation(contact.customer, { subject: 'Something else', from: `Nils <${contact.customer}>` })
  const { body } = await agent.get(`/api/threads/${his.id}`, { expects: 200 })
  expect(body).toMatchObject({ thread: { assigneeId: elif.userId }, tickets: [{ subject: 'Something else' }] })
  const path = `/api/tickets?state=all&contactId=${contact.contactId}`
  expect((await agent.get(path, { expects: 200 })).body.results).toMatchObject([{ threadId: his.id }])
  await turn(false)
})

test('S12 S62 the record shows the conversations of the inboxes that its reader sees, newest first, page by page', async () => {
  const contact = await aContact('ada.record@nordmark.example')
  const second = await aConversation(contact.customer, { subject: 'The second' })
  const hidden = await aConversation(contact.customer, { subject: 'Not for everybody' })
  const inbox = await admin.post(
    '/api/inboxes',
    { name: 'Management', access: 'specific', userIds: [samtale.account.userId], teamIds: [] },
    { expects: 201 },
  )
  await admin.post(`/api/threads/${hidden.id}/inbox`, { inboxId: inbox.body.id }, { expects: 200 })
  const path = `/api/contacts/${contact.contactId}/threads`
  const idsOf = ({ body }: { body: { results: { id: string }[] } }) => body.results.map(({ id }) => id)
  expect(idsOf(await admin.get(path, { expects: 200 }))).toEqual([hidden.id, second.id, contact.thread.id])
  const page = await agent.get(`${path}?limit=1`, { expects: 200 })
  expect(page.body.results).toMatchObject([{ id: second.id, subject: 'The second', isStated: false, status: 'open' }])
  const next = await agent.get(`${path}?limit=1&after=${page.body.paging.next.after}`, { expects: 200 })
  expect([idsOf(next), next.body.paging]).toEqual([[contact.thread.id], undefined])
  expect((await agent.get(`${path}?after=12`)).status).toBe(400)
  // Met in the hidden inbox alone, he is not there at all.
  for (const id of [second.id, contact.thread.id])
    await admin.post(`/api/threads/${id}/inbox`, { inboxId: inbox.body.id }, { expects: 200 })
  await samtale.database.pool.query('update contact set born_in_inbox_id = $1 where id = $2', [
    inbox.body.id,
    contact.contactId,
  ])
  for (const one of [path, `/api/contacts/${contact.contactId}`]) expect((await agent.get(one)).status).toBe(404)
  expect((await agent.post(`/api/contacts/${contact.contactId}/emails`, emailTo(contact))).status).toBe(404)
})

test('S64 taken back, the first mail is a draft of its conversation, and goes again as it was', async () => {
  const contact = await aContact('per.record@nordmark.example')
  await agent.patch('/api/profile', { undoSeconds: 30 }, { expects: 200 })
  const sent = await agent.post(`/api/contacts/${contact.contactId}/emails`, emailTo(contact), { expects: 201 })
  const undone = await agent.post(`/api/messages/${sent.body.messageId}/undo`, undefined, { expects: 200 })
  expect(undone.body.content).toMatchObject({ text: 'It is time.', to: [{ address: contact.customer }] })
  const kept = await agent.get(`/api/threads/${sent.body.threadId}`, { expects: 200 })
  expect(kept.body.thread).toMatchObject({ assigneeId: jonas.userId, messageCount: 0 })
  await agent.patch('/api/profile', { undoSeconds: 0 }, { expects: 200 })
  const message = {
    type: 'MESSAGE',
    text: 'It is time.',
    senderActorId: `A-${jonas.userId}`,
    channelId: '1002',
    channelAccountId: contact.thread.channelAccountId,
    recipients: [{ deliveryIdentifier: { type: 'HS_EMAIL_ADDRESS', value: contact.customer } }],
  }
  const path = `/conversations/v3/conversations/threads/${sent.body.threadId}/messages`
  await agent.post(path, message, { expects: 201 })
  await expect.poll(() => mailsTo(relay.accepted, contact.customer).length, { timeout: 10_000 }).toBe(1)
  const mail = await simpleParser(Buffer.from(mailsTo(relay.accepted, contact.customer)[0]?.raw ?? '', 'latin1'))
  expect([mail.subject, mail.text]).toEqual(['Your yearly service', 'It is time.\n\n-- \nJonas, the fitter\n'])
})

test('S62 the owner of a contact is one of the account’s people, or nobody', async () => {
  const contact = await aContact('elif.record@nordmark.example')
  const path = `/api/contacts/${contact.contactId}`
  expect((await agent.patch(path, { ownerId: jonas.userId })).body.ownerId).toBe(jonas.userId)
  const other = await samtale.openAccount('Nordmark Eiendom')
  expect((await agent.patch(path, { ownerId: other.userId })).body.errors[0].in).toBe('ownerId')
  expect((await agent.patch(path, { ownerId: null })).body.ownerId).toBeNull()
})

test.each([
  { because: 'somebody whom the contact is not', fields: { to: 'stranger@elsewhere.example' }, field: 'to' },
  { because: 'a second recipient', fields: { to: 'ingrid.open@nordmark.example, x@x.example' }, field: 'to' },
  { because: 'a Cc that is no address', fields: { cc: [{ name: '', address: 'elif' }] }, field: 'cc' },
  { because: 'no subject', fields: { subject: ' \r\n ' }, field: 'subject' },
  { because: 'no words', fields: { text: ' ', html: '' }, field: 'text' },
  { because: 'an address of nobody here', fields: { channelAccountId: '999999' }, field: 'channelAccountId' },
])('abuse-24 a mail from a record takes no $because', async ({ fields, field }) => {
  const contact = await aContact('ingrid.open@nordmark.example')
  const answer = await agent.post(`/api/contacts/${contact.contactId}/emails`, emailTo(contact, fields))
  expect(answer.status).toBe(400)
  expect(answer.body.errors[0].in).toBe(field)
})
