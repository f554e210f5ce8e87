import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { insertInbox } from '../../server/inbox/inbox-store.ts'
import { appendEvents } from '../../server/platform/events.ts'
import { aMail } from '../harness/mails.ts'
import { type Samtale, startSamtale } from '../harness/samtale.ts'
import { expectCount, inboxOf, openConversation, startBrowser } from './browser.ts'

const open = await startBrowser()

/** An installation with a second inbox, Sales. */
async function withSales(): Promise<{ samtale: Samtale; sales: string }> {
  const samtale = await startSamtale()
  const { accountId } = samtale.account
  const sales = await samtale.database.transaction((tx) =>
    insertInbox(tx, { accountId, name: 'Sales', isDefault: false }),
  )
  return { samtale, sales }
}

async function mailFrom(samtale: Samtale, name: string, inboxId?: string): Promise<string> {
  const from = `${name.split(' ')[0]?.toLowerCase()}@nordmark.example`
  await samtale.deliver(aMail({ from: `${name} <${from}>`, subject: `About ${name}`, text: `This is ${name}.` }), {
    from,
  })
  await samtale.settled()
  const { body } = await samtale.admin.get('/api/threads', { expects: 200 })
  const { id } = body.results.find((row: { contact: { name: string } }) => row.contact.name === name)
  if (inboxId) await samtale.admin.post(`/api/threads/${id}/inbox`, { inboxId }, { expects: 200 })
  return id
}

const choose = (samtale: Samtale, inboxId: string, userIds: string[]) =>
  samtale.admin.put(
    `/api/inboxes/${inboxId}/access`,
    { access: 'specific', userIds: [samtale.account.userId, ...userIds], teamIds: [] },
    { expects: 200 },
  )

const meaning = (page: Page) => page.getByRole('region', { name: 'What this means', exact: true })
const standing = (page: Page, title: string) =>
  meaning(page).getByRole('list', { name: title, exact: true }).getByRole('listitem')

test('S5 S10 who has access is chosen, what it means is told before it is saved, and it holds after', async () => {
  const { samtale } = await withSales()
  await samtale.addUser({ name: 'Jonas Berg' })
  await samtale.addUser({ name: 'Oskar Fossum', seat: 'none' })
  await samtale.addUser({ name: 'Henrik Moe', role: 'super-admin' })
  const amina = await samtale.addUser({ name: 'Amina Yusuf' })
  await sql`
    with made as (insert into team (account_id, name) values (${samtale.account.accountId}, 'Support team') returning id)
    insert into team_member (account_id, team_id, user_id, kind)
    select ${samtale.account.accountId}, id, ${amina.userId}, 'main' from made`.execute(samtale.database.db)
  const { page } = await open(samtale, { as: samtale.account.email, path: '/settings/inboxes' })
  await page.getByRole('tab', { name: 'Access', exact: true }).click()
  const who = page.getByRole('combobox', { name: 'Who has access to the inbox', exact: true })
  await who.waitFor()
  await expect.poll(() => standing(page, 'Work in Support').count()).toBe(5)

  await who.click()
  await page.getByRole('option', { name: 'Specific users and teams', exact: true }).click()
  await meaning(page).getByText('Nobody can answer here until somebody is chosen.').waitFor()
  const picker = page.getByRole('combobox', { name: 'Users and teams', exact: true })
  for (const [typed, name] of [
    ['team', 'Support team'],
    ['oskar', 'Oskar Fossum'],
    ['kari', 'Kari Solheim'],
  ] as const) {
    await picker.fill(typed)
    await page.getByRole('option', { name, exact: true }).click()
  }
  await expect
    .poll(() => standing(page, 'Work in Support').allTextContents())
    .toEqual(['KSKari Solheim', 'OFOskar Fossum', 'AYAmina Yusuf'])
  expect(await standing(page, 'View only').allTextContents()).toEqual(['HMHenrik Moe'])
  expect(await standing(page, 'Do not see it').allTextContents()).toEqual(['JBJonas Berg'])
  await page.getByText('Oskar Fossum has no paid seat.').waitFor()
  // Nothing of it holds yet.
  const access = () => samtale.admin.get(`/api/inboxes/${samtale.account.inboxId}/access`, { expects: 200 })
  expect((await access()).body.access).toBe('everyone')

  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('status').getByText('Access saved').waitFor()
  await expect.poll(() => page.getByRole('button', { name: 'Save', exact: true }).count()).toBe(0)
  expect((await access()).body).toMatchObject({
    access: 'specific',
    userIds: [samtale.account.userId, expect.any(String)],
  })
  await page.reload()
  await expect.poll(() => standing(page, 'Work in Support').count()).toBe(3)
})

test('S11 a user without a paid seat assigns and answers what is unassigned', async () => {
  const { samtale } = await withSales()
  const { email } = await samtale.addUser({ name: 'Oskar Fossum', seat: 'none' })
  await mailFrom(samtale, 'Ingrid Haugen')
  const { page } = await open(samtale, { as: email })
  const inbox = inboxOf(page)
  await openConversation(page, 'Ingrid Haugen')
  await inbox.assignee.click()
  await page.getByRole('option', { name: 'Kari Solheim', exact: true }).click()
  await inbox.conversation.getByText('Oskar Fossum assigned this to Kari Solheim', { exact: false }).waitFor()
  await inbox.assignee.click()
  await page.getByRole('option', { name: 'Nobody', exact: true }).click()
  await inbox.tab('Reply').click()
  await inbox.textbox('Reply').fill('It is the sensor.')
  await inbox.send.click()
  await inbox.messages.filter({ hasText: 'It is the sensor.' }).waitFor()
  await expect.poll(() => inbox.assignee.textContent()).toContain('Oskar Fossum')
})

test('S12 a super admin who was not chosen sees everything and can do nothing, and the screen says why', async () => {
  const { samtale, sales } = await withSales()
  const { email } = await samtale.addUser({ name: 'Henrik Moe', role: 'super-admin' })
  await choose(samtale, sales, [])
  const thread = await mailFrom(samtale, 'Elif Demir', sales)
  const { page } = await open(samtale, { as: email, path: `/inbox/threads/${thread}` })
  const { conversation, assignee, tab } = inboxOf(page)
  await conversation.getByText('This is Elif Demir.').waitFor()
  await conversation.getByText('View only', { exact: true }).waitFor()
  const explanation = conversation.getByRole('region', { name: 'You can view Sales, but not act in it', exact: true })
  await explanation.getByText('You see it as a super admin.', { exact: false }).waitFor()
  expect(await assignee.count()).toBe(0)
  expect(await tab('Reply').count()).toBe(0)
  for (const name of ['Close', 'More actions'])
    expect(await conversation.getByRole('button', { name, exact: true }).count()).toBe(0)

  for (const key of ['e', 'a', 'i', 'r', 'm']) {
    await page.evaluate('document.activeElement?.blur()')
    await page.keyboard.press(key)
    await expect
      .poll(() => page.evaluate("document.activeElement?.getAttribute('aria-label')"), { message: key })
      .toBe('You can view Sales, but not act in it')
  }
  const { body } = await samtale.admin.get(`/api/threads/${thread}`, { expects: 200 })
  expect(body.thread).toMatchObject({ status: 'open', assigneeId: null })
  // Looking marked nothing as read for those who work there.
  expect(body.thread.readSeq).toBe(0)

  await explanation.getByRole('link', { name: 'Open Access', exact: true }).click()
  await page.getByRole('combobox', { name: 'Who has access to the inbox', exact: true }).waitFor()
  await expect.poll(() => standing(page, 'View only').allTextContents()).toEqual(['HMHenrik Moe'])
})

test('S12 any other user who was not chosen does not see that it exists', async () => {
  const { samtale, sales } = await withSales()
  const { email } = await samtale.addUser({ name: 'Jonas Berg' })
  await choose(samtale, sales, [])
  const thread = await mailFrom(samtale, 'Elif Demir', sales)
  await mailFrom(samtale, 'Ingrid Haugen')
  const { page } = await open(samtale, { as: email })
  const { rows, row, view, conversation } = inboxOf(page)
  await row('Ingrid Haugen').waitFor()
  expect(await rows.count()).toBe(1)
  await expectCount(view('All open'), 1)
  expect(await page.getByText('Sales').count()).toBe(0)
  await page.goto(`/inbox/threads/${thread}`)
  await conversation.getByText('This conversation is not here any more').waitFor()
  await page.goto(`/inbox?inbox=${sales}`)
  await page.getByText('This inbox is not here').waitFor()
  await page.getByRole('button', { name: 'Show all inboxes', exact: true }).click()
  await row('Ingrid Haugen').waitFor()
})

/** Everything that the page's origin keeps in this browser: the offline store and the local drafts. */
const keptIn = (page: Page) =>
  page.evaluate(`(async () => {
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open('samtale', 1)
      request.onsuccess = () => resolve(request.result)
      request.onerror = reject
    })
    const all = await new Promise((resolve) => {
      const request = database.transaction('answers').objectStore('answers').getAll()
      request.onsuccess = () => resolve(request.result)
    })
    database.close()
    return JSON.stringify(all) + JSON.stringify({ ...localStorage })
  })()`) as Promise<string>

test('abuse-34 S12 access that is taken away closes the conversation and leaves nothing on the device', async () => {
  const { samtale, sales } = await withSales()
  const { email, userId } = await samtale.addUser({ name: 'Jonas Berg' })
  await choose(samtale, sales, [userId])
  await mailFrom(samtale, 'Elif Demir', sales)
  await mailFrom(samtale, 'Ingrid Haugen')
  const { page, context } = await open(samtale, { as: email })
  const inbox = inboxOf(page)
  await openConversation(page, 'Elif Demir')
  await inbox.tab('Comment').click()
  await inbox.textbox('Comment').fill('Ask the installer about the price')
  await expect.poll(() => keptIn(page), { timeout: 15_000 }).toContain('This is Elif Demir.')
  await page.evaluate('window.isThisPage = true')

  const takenAt = performance.now()
  await choose(samtale, sales, [])
  await inbox.conversation.getByText('You no longer have access to Sales').waitFor()
  await expect.poll(() => inbox.row('Elif Demir').count()).toBe(0)
  await expect.poll(() => keptIn(page)).not.toMatch(/Elif|Ask the installer|Sales/)
  expect(performance.now() - takenAt).toBeLessThan(2000)
  await inbox.row('Ingrid Haugen').waitFor()
  await expectCount(inbox.view('All open'), 1)
  expect(await page.evaluate('window.isThisPage')).toBe(true)

  // Given back, it is there again; what was written had reached the server.
  await choose(samtale, sales, [userId])
  await openConversation(page, 'Elif Demir')
  await inbox.textbox('Comment').waitFor()
  await expect.poll(() => inbox.textbox('Comment').textContent()).toContain('Ask the installer')
  await expect.poll(() => keptIn(page), { timeout: 15_000 }).toContain('This is Elif Demir.')

  // Taken away while nobody listens: before the first paint nothing of it is read, and then it is gone.
  await context.setOffline(true)
  await page.getByRole('status').getByText('No connection.').waitFor()
  await inbox.textbox('Comment').fill('Ask the installer about the fan')
  await expect.poll(() => keptIn(page)).toContain('the fan')
  await choose(samtale, sales, [])
  await context.setOffline(false)
  await inbox.conversation.getByText('You no longer have access to Sales').waitFor()
  await expect.poll(() => keptIn(page)).not.toMatch(/Elif|Ask the installer|Sales/)
  await choose(samtale, sales, [userId])
  await openConversation(page, 'Elif Demir')
  await expect.poll(() => keptIn(page), { timeout: 15_000 }).toContain('This is Elif Demir.')
  await page.goto('about:blank')
  await choose(samtale, sales, [])
  await page.goto('/inbox')
  await inbox.row('Ingrid Haugen').waitFor()
  expect(await inbox.rows.count()).toBe(1)
  expect(await keptIn(page)).not.toMatch(/Elif|Ask the installer|Sales/)
})

test('abuse-34 a role that is taken away takes the inbox and its settings along', async () => {
  const { samtale, sales } = await withSales()
  const { email, userId } = await samtale.addUser({ name: 'Henrik Moe', role: 'account-access' })
  await choose(samtale, sales, [])
  await mailFrom(samtale, 'Elif Demir', sales)
  await mailFrom(samtale, 'Ingrid Haugen')
  const { page } = await open(samtale, { as: email, path: `/inbox?inbox=${sales}` })
  const { row } = inboxOf(page)
  await row('Elif Demir').waitFor()
  await samtale.database.transaction(async (tx) => {
    await sql`update "user" set role = 'user' where id = ${userId}`.execute(tx)
    await appendEvents(tx, [{ accountId: samtale.account.accountId, type: 'user.changed', userId }])
  })
  await page.getByRole('alert').getByText('You no longer have access to Sales').waitFor()
  await page.getByRole('button', { name: 'Show all inboxes', exact: true }).click()
  await row('Ingrid Haugen').waitFor()
  expect(await row('Elif Demir').count()).toBe(0)
})

test('W6 a conversation is moved to another inbox, says so, and comes back with Z', async () => {
  const { samtale, sales } = await withSales()
  const { email, userId } = await samtale.addUser({ name: 'Jonas Berg' })
  await choose(samtale, sales, [])
  const thread = await mailFrom(samtale, 'Elif Demir')
  await samtale.admin.put(
    `/conversations/v3/conversations/threads/${thread}/assignee`,
    { actorId: `A-${userId}` },
    { expects: 200 },
  )
  const support = samtale.account.inboxId
  const [one, other] = await Promise.all([
    open(samtale, { as: samtale.account.email, path: `/inbox?inbox=${support}` }),
    open(samtale, { as: email }),
  ])
  const mine = inboxOf(one.page)
  const theirs = inboxOf(other.page)
  await Promise.all([openConversation(one.page, 'Elif Demir'), openConversation(other.page, 'Elif Demir')])

  const move = async () => {
    await mine.conversation.getByRole('button', { name: 'More actions', exact: true }).click()
    await one.page.getByRole('menuitem', { name: 'Move to inbox…', exact: true }).click()
    const dialog = one.page.getByRole('dialog', { name: 'Move to inbox', exact: true })
    await dialog.getByText('Jonas Berg does not work in Sales', { exact: false }).waitFor()
    await dialog.getByRole('button', { name: 'Move', exact: true }).click()
  }
  await move()
  await one.page.getByRole('status').getByText('Moved to Sales').waitFor()
  await expect.poll(() => mine.row('Elif Demir').count()).toBe(0)
  // Who does not see Sales has lost it, without a word of where it went.
  await theirs.conversation.getByText('This conversation is not here any more').waitFor()
  expect(await other.page.getByText('Sales').count()).toBe(0)

  await one.page.keyboard.press('z')
  await mine.row('Elif Demir').waitFor()
  await mine.conversation.getByText('Kari Solheim moved this from Support to Sales', { exact: false }).waitFor()
  await mine.conversation.getByText('Kari Solheim moved this from Sales to Support', { exact: false }).waitFor()
  await expect.poll(() => mine.assignee.textContent()).toContain('Jonas Berg')
  await openConversation(other.page, 'Elif Demir')
  await theirs.conversation
    .getByText('Kari Solheim moved this to Support', { exact: false })
    .or(theirs.conversation.getByText('Kari Solheim moved this here', { exact: false }))
    .first()
    .waitFor()
  expect(await other.page.getByText('Sales').count()).toBe(0)
})
