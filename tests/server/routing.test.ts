import { sql } from 'kysely'
import { simpleParser } from 'mailparser'
import { expect, onTestFinished, test } from 'vitest'
import { startDnsServer } from '../harness/dns-server.ts'
import { aMail } from '../harness/mails.ts'
import { type Samtale, startSamtale } from '../harness/samtale.ts'
import { startScriptedSmtp } from '../harness/scripted-smtp.ts'

const off = { isOn: true, assignTo: 'specific', userIds: [], teamIds: [], onlyAvailable: true, reroutesReopened: true }

async function start(options = {}) {
  const samtale = await startSamtale(options)
  const { body } = await samtale.admin.get(`/api/inboxes/${samtale.account.inboxId}/channels`, { expects: 200 })
  const channel = `/api/channels/${body.results[0].id}`
  const set = (fields: object) => samtale.admin.patch(channel, { assignment: { ...off, ...fields } })
  return { samtale, channel, set }
}

async function arrive(samtale: Samtale, count: number, headers: string[] = []) {
  await Promise.all(Array.from({ length: count }, () => samtale.deliver(aMail({ headers }))))
  await samtale.settled()
}

async function assigned(samtale: Samtale) {
  const { rows } = await sql<{ userId: string | null; lines: number }>`
    select assignee_user_id as "userId", (select count(*)::int from message m
      where m.thread_id = t.id and m.kind in ('assignment', 'routed')) as lines
    from thread t order by id`.execute(samtale.database.db)
  return rows
}

async function routingOf(samtale: Samtale) {
  const { rows } = await sql<{ id: string }>`select id from thread order by id desc limit 1`.execute(
    samtale.database.db,
  )
  const { body } = await samtale.admin.get(`/api/threads/${rows[0]?.id}`, { expects: 200 })
  return body.routing
}

test('S24 S25 16 that arrive at the same time at two servers are spread evenly among 5 people, each once', async () => {
  const { samtale, set } = await start()
  const people = await Promise.all(Array.from({ length: 5 }, () => samtale.addUser()))
  await set({ userIds: people.map(({ userId }) => userId) }).then(({ status }) => expect(status).toBe(200))
  const { settings, databaseUrl } = samtale.server
  const other = await startSamtale({ databaseUrl, isEmpty: true, env: { SAMTALE_DATA: settings.dataFolder } })
  const to = samtale.account.fallbackAddress
  const servers = Array.from({ length: 16 }, (_, at) => (at % 2 === 0 ? samtale : other))
  await Promise.all(servers.map((server) => server.deliver(aMail(), { to })))
  await samtale.settled()
  const rows = await assigned(samtale)
  expect(rows).toHaveLength(16)
  expect(rows.every(({ userId, lines }) => userId !== null && lines === 1)).toBe(true)
  const counts = people.map((one) => rows.filter(({ userId }) => userId === one.userId).length)
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
  expect(await routingOf(samtale)).toMatchObject({ why: { outcome: 'assigned', assignTo: 'specific' } })
})

test('S26 nobody is available: unassigned with the reason, and with the box off assigned all the same', async () => {
  const { samtale, set } = await start()
  const { userId, email } = await samtale.addUser()
  const his = await samtale.signIn(email)
  await his.put('/api/availability', { availability: 'away' }, { expects: 200 })
  await set({ userIds: [userId] })
  await arrive(samtale, 1)
  expect(await assigned(samtale)).toEqual([{ userId: null, lines: 1 }])
  expect(await routingOf(samtale)).toMatchObject({
    to: null,
    why: { outcome: 'nobodyEligible', candidates: [{ userId, outcome: 'away' }] },
  })
  await his.put('/api/availability', { availability: 'available' }, { expects: 200 })
  await samtale.settled()
  expect(await assigned(samtale)).toEqual([{ userId: null, lines: 1 }])
  await his.put('/api/availability', { availability: 'away' }, { expects: 200 })
  await set({ userIds: [userId], onlyAvailable: false })
  await arrive(samtale, 1)
  expect((await assigned(samtale))[1]).toEqual({ userId, lines: 1 })
  await arrive(samtale, 1, ['Auto-Submitted: auto-replied'])
  expect(await routingOf(samtale)).toMatchObject({ to: null, why: { outcome: 'automaticMail' } })
})

test('S25 the contact owner is given it; away, he is mailed once; without an owner the reason is recorded', async () => {
  const { samtale, set } = await start()
  const owner = await samtale.addUser()
  await set({ assignTo: 'contactOwner' })
  await arrive(samtale, 1)
  expect(await routingOf(samtale)).toMatchObject({ to: null, why: { outcome: 'noOwner', isOwnerMailed: false } })
  const { db } = samtale.database
  await sql`update contact set owner_user_id = ${owner.userId}`.execute(db)
  await arrive(samtale, 1)
  expect(await routingOf(samtale)).toMatchObject({ to: owner.userId, why: { outcome: 'assigned' } })
  await sql`update "user" set availability = 'away' where id = ${owner.userId}`.execute(db)
  await arrive(samtale, 1)
  expect(await routingOf(samtale)).toMatchObject({ to: null, why: { outcome: 'ownerSkipped', isOwnerMailed: true } })
  const { rows } = await sql`select address, notice from recipient`.execute(db)
  expect(rows).toEqual([{ address: owner.email, notice: 'contactOwner' }])
})

test('S25 S28 abuse-21 a forged address asks no owner and makes no ticket; one that nobody can check is anybody’s', async () => {
  const dns = await startDnsServer({
    'nordmark.example': { TXT: ['v=spf1 -all'] },
    '_dmarc.nordmark.example': { TXT: ['v=DMARC1; p=reject'] },
    '_dmarc.silent.example': 'silent',
  })
  onTestFinished(() => dns.close())
  const { samtale, channel, set } = await start({ env: { DNS_SERVERS: dns.address } })
  const { db } = samtale.database
  const owner = await samtale.addUser()
  const tickets = { isOn: true, name: '{subject}', pipelineId: '0', stageId: '1', priority: null, category: null }
  await samtale.admin.patch(channel, { tickets: { ...tickets, owner: 'contact-owner' } }, { expects: 200 })
  await set({ assignTo: 'contactOwner' })
  const from = async (domain: string) => {
    await samtale.deliver(aMail({ from: `Ingrid Haugen <ingrid@${domain}>` }), { from: `ingrid@${domain}` })
    await samtale.settled()
    return routingOf(samtale)
  }
  const ticketCount = async () => (await samtale.admin.get('/api/tickets', { expects: 200 })).body.results.length
  await from('nordmark.example')
  await sql`update contact set owner_user_id = ${owner.userId}`.execute(db)
  await sql`update "user" set availability = 'away'`.execute(db)
  expect(await from('nordmark.example')).toMatchObject({
    to: null,
    why: { outcome: 'refutedSender', candidates: [], isOwnerMailed: false },
  })
  expect((await sql`select from recipient`.execute(db)).rows).toHaveLength(0)
  expect(await ticketCount()).toBe(0)
  expect(await from('silent.example')).toMatchObject({ why: { outcome: 'noOwner' } })
  expect(await ticketCount()).toBe(1)
  // Whom it comes from matters to its contact's owner alone: somebody has to look at it.
  await sql`update "user" set availability = 'available'`.execute(db)
  await set({ assignTo: 'specific', userIds: [owner.userId] })
  expect(await from('nordmark.example')).toMatchObject({ to: owner.userId })
})

test('S25 abuse-11 who only names a contact does not choose whose his mail becomes, nor whom it is mailed to', async () => {
  const { samtale, channel, set } = await start()
  const owner = await samtale.addUser()
  await set({ assignTo: 'contactOwner' })
  const tickets = { isOn: true, name: '{subject}', pipelineId: '0', stageId: '1', priority: null, category: null }
  await samtale.admin.patch(channel, { tickets: { ...tickets, owner: 'contact-owner' } }, { expects: 200 })
  await arrive(samtale, 1)
  const { db } = samtale.database
  await sql`update contact set owner_user_id = ${owner.userId}`.execute(db)
  const forward = aMail({
    from: 'Mallory <mallory@elsewhere.example>',
    subject: 'Fwd: E7',
    text: '---------- Forwarded message ---------\nFrom: Ingrid Haugen <ingrid@nordmark.example>\nDate: Tue, 3 Mar 2026 10:12\nSubject: E7\nTo: support@solvik.example\n\nRead me.',
  })
  const ticketOwner = async () => (await samtale.admin.get('/api/tickets', { expects: 200 })).body.results[0].ownerId
  for (const availability of ['available', 'away']) {
    await sql`update "user" set availability = ${availability} where id = ${owner.userId}`.execute(db)
    await samtale.deliver(forward.replace(/^Message-ID: <[^>]*>/m, `Message-ID: <${availability}@elsewhere.example>`))
    await samtale.settled()
    expect(await routingOf(samtale)).toMatchObject({
      to: null,
      why: { outcome: 'statedContact', candidates: [], isOwnerMailed: false },
    })
    expect(await ticketOwner()).toBeNull()
  }
  expect((await sql`select from recipient`.execute(db)).rows).toHaveLength(0)
  const rule = { ...off, assignTo: 'contactOwner' }
  const trial = await samtale.admin.post(`${channel}/try-assignment`, { assignment: rule }, { expects: 200 })
  expect(trial.body.unassigned).toContainEqual({ reason: 'statedContact', count: 2 })
  // His own mail, from his own address, goes to his owner.
  await sql`update "user" set availability = 'available' where id = ${owner.userId}`.execute(db)
  await arrive(samtale, 1)
  expect(await routingOf(samtale)).toMatchObject({ to: owner.userId, why: { outcome: 'assigned' } })
  expect(await ticketOwner()).toBe(owner.userId)
})

test('S24 S27 who has no paid seat sets no rule and is put into none; a rule says what is broken in it', async () => {
  const { samtale, channel, set } = await start()
  const free = await samtale.addUser({ name: 'Elif Demir', seat: 'none' })
  const jonas = await samtale.addUser({ name: 'Jonas Berg' })
  const refused = await set({ userIds: [free.userId] })
  expect(refused).toMatchObject({ status: 400, body: { errors: [{ in: 'assignment.userIds' }] } })
  expect(refused.body.message).toContain('Elif Demir')
  expect((await set({})).status).toBe(400)
  const manager = await samtale.addUser({ role: 'account-access', seat: 'none' })
  const theirs = await samtale.signIn(manager.email)
  expect(await theirs.patch(channel, { assignment: { ...off, userIds: [jonas.userId] } })).toMatchObject({
    status: 403,
    body: { subCategory: 'AssignmentRule.SEAT' },
  })
  const { body } = await samtale.admin.get(`${channel}/assignment-candidates`, { expects: 200 })
  expect(body.users.at(-1).reason).toBe('noSeat')
  expect((await set({ userIds: [jonas.userId] })).status).toBe(200)
  const { db } = samtale.database
  const { rows } = await sql<{ id: string }>`
    insert into team (account_id, name) values (${samtale.account.accountId}, 'Support') returning id`.execute(db)
  const teamIds = rows.map(({ id }) => id)
  expect((await set({ userIds: [jonas.userId], teamIds })).status).toBe(200)
  await sql`delete from team`.execute(db)
  await sql`update "user" set seat = 'none' where id = ${jonas.userId}`.execute(db)
  const after = await samtale.admin.get(channel, { expects: 200 })
  expect(after.body.assignment.broken).toEqual([
    { kind: 'team', id: null, name: 'Support', reason: 'teamGone' },
    { kind: 'user', id: jonas.userId, name: 'Jonas Berg', reason: 'noSeat' },
  ])
  await arrive(samtale, 1)
  expect(await routingOf(samtale)).toMatchObject({ to: null, why: { candidates: [{ outcome: 'noSeat' }] } })
})

test('abuse-35 abuse-36 people and teams of another account, and keys that no rule has', async () => {
  const { samtale, channel, set } = await start()
  const other = await samtale.openAccount('Nordmark Eiendom')
  expect((await set({ userIds: [other.userId] })).status).toBe(400)
  expect((await set({ userIds: [samtale.account.userId], account_id: other.accountId })).status).toBe(400)
  const body = { assignment: { ...off, teamIds: ['999999'] } }
  expect((await samtale.admin.post(`${channel}/try-assignment`, body)).status).toBe(400)
  expect((await samtale.admin.post(`${channel}/try-assignment`, { ...body, isOn: true })).status).toBe(400)
})

test('W12 a rule is tried on what came in, and changes nothing', async () => {
  const { samtale, channel } = await start()
  const people = await Promise.all([samtale.addUser(), samtale.addUser()])
  await arrive(samtale, 4)
  const assignment = { ...off, userIds: people.map(({ userId }) => userId) }
  const { body } = await samtale.admin.post(`${channel}/try-assignment`, { assignment }, { expects: 200 })
  expect(body).toMatchObject({ tried: 4, isComplete: true, people: [{ count: 2 }, { count: 2 }], unassigned: [] })
  expect((await assigned(samtale)).every(({ userId, lines }) => userId === null && lines === 0)).toBe(true)
})

test('S24 a reopened conversation stays with who is there, else it is assigned anew, if the rule says so', async () => {
  const { samtale, set } = await start()
  const [jonas, elif] = [await samtale.addUser({ name: 'Jonas Berg' }), await samtale.addUser({ name: 'Elif Demir' })]
  const { db } = samtale.database
  await set({ userIds: [jonas.userId, elif.userId] })
  await samtale.deliver(aMail({ messageId: 'first@nordmark.example' }))
  await samtale.settled()
  const given = async () => (await assigned(samtale)).map(({ userId }) => userId)
  const reopen = async () => {
    const { rows } = await sql<{ id: string }>`select id from thread`.execute(db)
    await samtale.admin.patch(
      `/conversations/v3/conversations/threads/${rows[0]?.id}`,
      { status: 'CLOSED' },
      { expects: 200 },
    )
    await samtale.deliver(aMail({ inReplyTo: 'first@nordmark.example' }))
    await samtale.settled()
  }
  expect(await given()).toEqual([jonas.userId])
  await reopen()
  expect(await given()).toEqual([jonas.userId])
  await sql`update "user" set availability = 'away' where id = ${jonas.userId}`.execute(db)
  await set({ userIds: [jonas.userId, elif.userId], reroutesReopened: false })
  await reopen()
  expect(await given()).toEqual([jonas.userId])
  await set({ userIds: [jonas.userId, elif.userId] })
  await reopen()
  expect(await given()).toEqual([elif.userId])
  expect(await routingOf(samtale)).toMatchObject({ why: { trigger: 'reopened', previousReason: 'away' } })
  await sql`update "user" set availability = 'away'`.execute(db)
  await reopen()
  expect(await given()).toEqual([elif.userId])
  expect(await routingOf(samtale)).toMatchObject({ to: elif.userId, why: { outcome: 'stays', previousReason: 'away' } })
})

test('S25 the owner’s mail has what was written and the way to it, and goes to him alone', async () => {
  const relay = await startScriptedSmtp()
  onTestFinished(() => relay.close())
  const { samtale, set } = await start({ env: { SMTP_URL: relay.url } })
  const owner = await samtale.addUser()
  const { db } = samtale.database
  await samtale.deliver(aMail())
  await samtale.settled()
  await sql`update contact set owner_user_id = ${owner.userId}`.execute(db)
  await sql`update "user" set availability = 'away' where id = ${owner.userId}`.execute(db)
  await set({ assignTo: 'contactOwner' })
  await samtale.deliver(aMail({ subject: 'E7 again', text: 'The house is cold again.' }))
  await samtale.settled()
  await expect.poll(() => relay.accepted.length).toBe(1)
  const mail = await simpleParser(Buffer.from(relay.accepted[0]?.raw ?? '', 'latin1'))
  expect(relay.accepted[0]?.to).toEqual([owner.email])
  expect(mail.subject).toBe('Ingrid Haugen wrote: E7 again')
  expect(mail.text).toContain('The house is cold again.')
  expect(mail.text).toContain(`${samtale.origin}/inbox/threads/`)
})
