import { simpleParser } from 'mailparser'
import type { Locator } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSamtale } from '../harness/samtale.ts'
import { startScriptedSmtp } from '../harness/scripted-smtp.ts'
import { inboxOf, openConversation, startBrowser } from './browser.ts'

const open = await startBrowser()

const labelsOf = async (found: Locator) => Promise.all((await found.all()).map((one) => one.getAttribute('aria-label')))

test('S23 S24 S26 S27 a rule is set, tried and saved; the next mail is assigned by it and says why', async () => {
  const samtale = await startSamtale()
  const { account, admin } = samtale
  const jonas = await samtale.addUser({ name: 'Jonas Berg' })
  await samtale.addUser({ name: 'Elif Demir', seat: 'none' })
  const oskar = await samtale.addUser({ name: 'Oskar Fossum' })
  await samtale.database.pool.query('update "user" set is_active = false where id = $1', [oskar.userId])
  const team = { name: 'Support team', mainUserIds: [jonas.userId], extraUserIds: [] }
  const { body: made } = await admin.post('/api/teams', team, { expects: 201 })
  await samtale.deliver(aMail({ from: 'Amina Yusuf <amina@nordmark.example>' }), { from: 'amina@nordmark.example' })
  await samtale.settled()
  const { body } = await admin.get(`/api/inboxes/${account.inboxId}/channels`, { expects: 200 })
  const path = `/settings/inboxes/${account.inboxId}/channels/${body.results[0].id}`
  const { page } = await open(samtale, { as: account.email, path })
  await page.getByRole('tab', { name: 'Automation', exact: true }).click()
  await page.getByRole('switch', { name: 'Automatically assign conversations', exact: true }).click()
  const picker = page.getByRole('combobox', { name: 'Specific users and teams', exact: true }).last()
  const options = page.getByRole('listbox').getByRole('option')
  // All of it by keyboard: the field finds, the arrows name, Enter chooses or says why not.
  await picker.focus()
  expect(await labelsOf(page.locator('[role=listbox] > [role=group]'))).toEqual(['Teams', 'People', 'Cannot be added'])
  expect(await labelsOf(options)).toEqual(['Support team', 'Jonas Berg', 'Kari Solheim', 'Elif Demir', 'Oskar Fossum'])
  await page.keyboard.type('elif')
  const elif = page.getByRole('option', { name: 'Elif Demir', exact: true })
  expect(await picker.getAttribute('aria-activedescendant')).toBe(await elif.getAttribute('id'))
  expect(await elif.getAttribute('aria-disabled')).toBe('true')
  expect(await elif.getAttribute('aria-description')).toBe('Has no paid seat')
  await page.keyboard.press('Enter')
  await page.getByRole('status').getByText('Elif Demir cannot be added: has no paid seat.').waitFor()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.type('jonas')
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Escape')
  const chips = page.getByRole('list', { name: 'Specific users and teams', exact: true }).getByRole('listitem')
  expect(await chips.allTextContents()).toEqual(['SSupport team', 'JBJonas Berg'])
  await page.getByRole('button', { name: 'Remove Support team', exact: true }).click()
  await page.keyboard.press('Escape')
  expect(await page.getByRole('checkbox', { name: 'Only assign to available users' }).isChecked()).toBe(true)
  await page.getByRole('button', { name: 'Try this rule on the last 1,000 conversations', exact: true }).click()
  await page.getByText('1 conversation was tried. Nothing was changed.').waitFor()
  expect(await page.getByRole('row', { name: /Jonas Berg/ }).textContent()).toBe('JBJonas Berg1')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect
    .poll(async () => (await admin.get(`/api/channels/${body.results[0].id}`)).body.assignment.isOn)
    .toBe(true)

  await samtale.deliver(aMail({ from: 'Ingrid Haugen <ingrid@nordmark.example>' }))
  await samtale.settled()
  const inbox = await open(samtale, { as: account.email })
  await openConversation(inbox.page, 'Ingrid Haugen')
  const { conversation, details } = inboxOf(inbox.page)
  await conversation.getByText('Assigned automatically to Jonas Berg').click()
  await conversation.getByText('It was this person’s turn.').waitFor()
  expect(await details.getByRole('definition').allTextContents()).toContain('Jonas Berg')
  await details.getByRole('heading', { name: 'Why', exact: true }).waitFor()

  // What has broken since is marked in the rule with its reason, and a team that is no more can be taken out.
  const rule = (await admin.get(`/api/channels/${body.results[0].id}`)).body.assignment
  const { broken: _, ...wish } = rule
  await admin.patch(`/api/channels/${body.results[0].id}`, { assignment: { ...wish, teamIds: [made.id] } })
  await samtale.database.pool.query('delete from team where id = $1', [made.id])
  await samtale.database.pool.query(`update "user" set seat = 'none' where id = $1`, [jonas.userId])
  await page.reload()
  await page.getByRole('tab', { name: 'Automation', exact: true }).click()
  await expect
    .poll(() => chips.allTextContents())
    .toEqual(['SSupport teamThe team was deleted', 'JBJonas BergHas no paid seat'])
  await page.getByRole('button', { name: 'Remove Support team', exact: true }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect
    .poll(async () => (await admin.get(`/api/channels/${body.results[0].id}`)).body.assignment.broken)
    .toMatchObject([{ name: 'Jonas Berg', reason: 'noSeat' }])
  await page.getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'detached' })
  await expect.poll(() => chips.allTextContents()).toEqual(['JBJonas BergHas no paid seat'])
})

test('S24 S25 S26 W12 the contact owner is given it, or mailed with a way to it; each time the conversation says why', async () => {
  const relay = await startScriptedSmtp()
  onTestFinished(() => relay.close())
  const samtale = await startSamtale({ env: { SMTP_URL: relay.url } })
  const { account, admin, database } = samtale
  const jonas = await samtale.addUser({ name: 'Jonas Berg' })
  const manager = await samtale.addUser({ name: 'Elif Demir', role: 'account-access', seat: 'none' })
  const { body } = await admin.get(`/api/inboxes/${account.inboxId}/channels`, { expects: 200 })
  const path = `/settings/inboxes/${account.inboxId}/channels/${body.results[0].id}`
  const { page } = await open(samtale, { as: account.email, path })
  const save = async () => {
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'detached' })
  }
  await page.getByRole('tab', { name: 'Automation', exact: true }).click()
  await page.getByRole('switch', { name: 'Automatically assign conversations', exact: true }).click()
  await page.getByRole('combobox', { name: 'Assign to', exact: true }).click()
  await page.getByRole('option', { name: 'Contact owner', exact: true }).click()
  await save()

  // One conversation after the other, and what its details say of it.
  const inbox = await open(samtale, { as: account.email })
  const { details } = inboxOf(inbox.page)
  const arrives = async (subject: string) => {
    await samtale.deliver(aMail({ subject }))
    await samtale.settled()
    const { rows } = await database.pool.query('select id from thread where subject = $1', [subject])
    await inbox.page.goto(`/inbox/threads/${rows[0].id}`)
    await details.getByRole('heading', { name: 'Why', exact: true }).waitFor()
    return rows[0].id as string
  }
  const jonasIs = (what: string) => database.pool.query(`update "user" set ${what} where id = $1`, [jonas.userId])
  const says = (text: string) => details.getByText(text).waitFor()
  await arrives('Without an owner')
  await says('The contact has no owner.')
  await database.pool.query('update contact set owner_user_id = $1', [jonas.userId])
  await arrives('He is there')
  await says('Assigned automatically to Jonas Berg')
  await jonasIs(`availability = 'away'`)
  const threadId = await arrives('He is away')
  await says('Not assigned automatically')
  await says('The contact owner could not be given it.')
  await says('The owner was mailed the message.')
  expect(await details.getByRole('definition').allTextContents()).toContain('Jonas Berg')
  await samtale.deliver(aMail({ subject: 'Re: He is away' }))
  await expect.poll(() => relay.accepted.length).toBe(1)
  await page.getByRole('checkbox', { name: 'Only assign to available users' }).click()
  await save()
  await arrives('With the box off')
  await says('Assigned automatically to Jonas Berg')
  await jonasIs(`seat = 'none'`)
  await arrives('He has no seat')
  await says('No paid seat')
  await page.getByRole('button', { name: 'Try this rule on the last 1,000 conversations', exact: true }).click()
  await page.getByRole('row', { name: /Unassigned: The contact owner could not be given it/ }).waitFor()

  // The mail's link opens the conversation, for the owner.
  const mail = await simpleParser(Buffer.from(relay.accepted[0]?.raw ?? '', 'latin1'))
  const link = /https?:\/\/\S+\/inbox\/threads\/\d+/.exec(mail.text ?? '')?.[0] ?? ''
  expect(link.endsWith(`/inbox/threads/${threadId}`)).toBe(true)
  const his = await open(samtale, { as: jonas.email, path: new URL(link).pathname })
  await inboxOf(his.page).messages.first().waitFor()

  // Somebody without a paid seat sees the rule, and why it is not his to set.
  const hers = await open(samtale, { as: manager.email, path, locale: 'nb-NO' })
  await hers.page.getByRole('tab', { name: 'Automatisering', exact: true }).click()
  const theSwitch = hers.page.getByRole('switch', { name: 'Tilordne samtaler automatisk', exact: true })
  expect(await theSwitch.getAttribute('aria-disabled')).toBe('true')
  await hers.page
    .getByText(
      'Bare den som har en betalt plass, bestemmer hvem som får samtaler tilordnet automatisk. En superadministrator gir plasser under Brukere og team.',
    )
    .waitFor()
  await theSwitch.click({ force: true })
  expect(await theSwitch.getAttribute('aria-checked')).toBe('true')
})
