import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import type { Client } from '../harness/api-client.ts'
import { aMail, type MailFields } from '../harness/mails.ts'
import { password, startSharedSamtale } from '../harness/samtale.ts'
import { startBrowser } from './browser.ts'
import { english, norwegian, type Words } from './founding-words.ts'
import { answerTo, replyAddressOf, startRelay, takenMail } from './relay.ts'

const open = await startBrowser()
const kari = 'kari@solvik.example'
const own = 'post@solvik.example'
const [logo, ...installations] = await Promise.all([
  sharp({ create: { width: 60, height: 24, channels: 3, background: '#1b6ca8' } })
    .png()
    .toBuffer(),
  anInstallation(english),
  anInstallation(norwegian),
])

/** Nobody has an account there yet. */
async function anInstallation(words: Words) {
  const relay = await startRelay({ isShared: true })
  const samtale = await startSharedSamtale({
    isEmpty: true,
    env: { SMTP_URL: relay.url, SAMTALE_DEFAULT_PLAN: 'professional' },
  })
  return { language: words.language, words, relay, samtale }
}

// The sections follow each other as in the document, and each goes on from what the one before it left.
describe.each(installations)('the founding document, line by line, in $language', ({ words: w, relay, samtale }) => {
  let fallback = ''
  let billing = ''
  let admin: Client
  let inboxName = w.defaultInbox
  const people: Record<'oskar' | 'jonas' | 'henrik' | 'elif', { userId: string; email: string }> = {
    oskar: { userId: '', email: '' },
    jonas: { userId: '', email: '' },
    henrik: { userId: '', email: '' },
    elif: { userId: '', email: '' },
  }

  const sitDown = async (as = kari, path = '/inbox') => (await open(samtale, { as, path, locale: w.locale })).page

  /** The settings icon → Inbox → Inboxes. */
  async function toInboxes(page: Page): Promise<void> {
    await page.getByRole('banner').getByRole('link', { name: w.settings, exact: true }).click()
    const menu = page.getByRole('navigation', { name: w.settingsMenu, exact: true })
    const inboxes = menu.getByRole('link', { name: w.inboxes, exact: true })
    await menu.getByText(w.inbox, { exact: true }).first().waitFor()
    if (!(await inboxes.isVisible())) await menu.getByText(w.inbox, { exact: true }).first().click()
    await inboxes.click()
    await partsOf(page, w).box(w.currentView).waitFor()
  }

  /** … → *Edit* beside the fallback address. */
  async function toFallbackAddress(page: Page, address = fallback) {
    await toInboxes(page)
    const at = partsOf(page, w)
    await at.row(address).getByRole('link', { name: w.edit, exact: true }).click()
    await at.tab(w.configuration).waitFor()
    return at
  }

  /** Somebody outside writes; answers with the address. */
  async function write(name: string, fields: MailFields & { envelopeFrom?: string } = {}): Promise<string> {
    const { envelopeFrom, to = fallback, ...mail } = fields
    const from = `${name.split(' ')[0]?.toLowerCase()}@nordmark.example`
    const answer = await samtale.deliver(
      aMail({ from: `${name} <${from}>`, to, subject: `E7, ${name}`, text: `This is ${name}.`, ...mail }),
      { from: envelopeFrom ?? from, to },
    )
    expect(answer.code).toBe(250)
    await samtale.settled()
    return from
  }

  test('S1 S3 S6 S7 S8 the default inbox receives at once, is renamed, and a channel is connected', async () => {
    const { page } = await open(samtale, { locale: w.locale })
    const at = partsOf(page, w)
    await at.field(w.companyName).fill('Solvik Varme')
    await at.field(w.yourName).fill('Kari Solheim')
    await at.field(w.email).fill(kari)
    await at.field(w.password).fill(password)
    await expect.poll(() => at.field(w.inboxAddress).inputValue()).toBe('solvik-varme')
    await at.button(w.createAccount).click()
    await page.waitForURL('**/inbox')
    fallback = String(await page.getByLabel(w.addressOfInbox, { exact: true }).textContent())
    expect(fallback).toBe('support@solvik-varme.inbox.localhost')
    await write('Ingrid Haugen')
    await at.entry('Ingrid Haugen').waitFor()

    admin = await samtale.signIn(kari)
    await admin.patch('/api/profile', { undoSeconds: 0 }, { expects: 200 })
    const { rows } = await samtale.database.pool.query<{ id: string }>('select id from account')
    const accountId = rows[0]?.id ?? ''
    people.oskar = await samtale.addUser({ accountId, name: 'Oskar Fossum', seat: 'none' })
    people.jonas = await samtale.addUser({ accountId, name: 'Jonas Berg' })
    people.henrik = await samtale.addUser({ accountId, name: 'Henrik Moe', role: 'super-admin' })
    people.elif = await samtale.addUser({ accountId, name: 'Elif Demir', seat: 'none' })
    const team = { name: 'Montører', mainUserIds: [people.jonas.userId], extraUserIds: [] }
    await admin.post('/api/teams', team, { expects: 201 })

    const colleague = await sitDown(people.jonas.email)
    await seen(colleague, inboxName).waitFor()
    await toInboxes(page)
    expect(await at.box(w.currentView).textContent()).toContain(inboxName)
    await at.act(w.actions, w.renameInbox)
    const renaming = page.getByRole('dialog', { name: w.renameInbox, exact: true })
    await renaming.getByRole('textbox', { name: w.name, exact: true }).fill('Solvik 24/7')
    await renaming.getByRole('button', { name: w.rename, exact: true }).click()
    await renaming.waitFor({ state: 'detached' })
    inboxName = 'Solvik 24/7'
    await expect.poll(() => at.box(w.currentView).textContent()).toContain(inboxName)
    // Everywhere, also where it stood open.
    await seen(colleague, inboxName).waitFor()
    expect(await seen(colleague, w.defaultInbox).count()).toBe(0)

    await at.connect('faktura')
    billing = fallback.replace('support@', 'faktura@')
    await at.row(billing).waitFor()
    await write('Magnus Haugen', { to: billing })
    await partsOf(colleague, w).entry('Magnus Haugen').waitFor()
  })

  test('S5 S10 S11 S12 S17 only who was chosen answers; a super admin looks, and nobody else knows of it', async () => {
    const page = await sitDown()
    const at = partsOf(page, w)
    await toInboxes(page)
    await at.tab(w.access).click()
    await at.choose(w.whoHasAccess, w.specific)
    await at.pick(w.usersAndTeams, 'Kari Solheim', 'Oskar Fossum', 'Montører')
    await page.getByText(w.noSeat('Oskar Fossum')).waitFor()
    await at.save()

    // Chosen, without a paid seat: answers what is unassigned, and has it from then on.
    const oskar = partsOf(await sitDown(people.oskar.email), w)
    await oskar.read('Ingrid Haugen')
    const thread = new URL(oskar.page.url()).pathname
    await oskar.answer('It is the sensor.')
    await expect
      .poll(() => oskar.conversation.getByRole('combobox', { name: w.assignee, exact: true }).textContent())
      .toContain('Oskar Fossum')
    const mail = await takenMail(relay, 'ingrid@nordmark.example', 'It is the sensor.')
    expect(mail.from?.value[0]).toEqual({ name: 'Oskar Fossum, Solvik Varme', address: fallback })

    // Of the chosen team.
    const jonas = partsOf(await sitDown(people.jonas.email, thread), w)
    await jonas.textbox(w.reply).waitFor()

    // A super admin who was not chosen.
    const henrik = partsOf(await sitDown(people.henrik.email, thread), w)
    await henrik.conversation.getByText('It is the sensor.').first().waitFor()
    await henrik.conversation.getByText(w.viewOnly, { exact: true }).waitFor()
    const explanation = henrik.conversation.getByRole('region', { name: w.viewOnlyTitle(inboxName), exact: true })
    await explanation.getByText(w.viewOnlyReason).waitFor()
    for (const tab of [w.reply, w.comment]) {
      expect(await henrik.conversation.getByRole('tab', { name: tab, exact: true }).count()).toBe(0)
    }

    // Anybody else who was not chosen.
    const elif = partsOf(await sitDown(people.elif.email, thread), w)
    await elif.page.getByText(w.gone).first().waitFor()
    await elif.page.goto('/inbox')
    await elif.page.getByText(w.noInbox, { exact: true }).waitFor()
    expect(await elif.page.getByText(inboxName, { exact: true }).count()).toBe(0)
  })

  test('S14 S15 S16 S17 S21 whether it sends, and under which name', async () => {
    const page = await sitDown()
    const at = await toFallbackAddress(page)
    await at.tab(w.automation).waitFor()
    const sends = page.getByRole('checkbox', { name: w.useForSending, exact: true })
    expect(await sends.isChecked()).toBe(true)
    await sends.uncheck()
    await at.save()
    const agent = partsOf(await sitDown(), w)
    await agent.read('Ingrid Haugen')
    await agent.conversation.getByText(w.cannotSend(fallback), { exact: true }).waitFor()
    await sends.check()
    await at.save()
    await agent.textbox(w.reply).waitFor()

    const preview = page.getByRole('region', { name: w.preview, exact: true })
    expect(await at.box(w.fromName).textContent()).toContain(w.agentAndCompany)
    await preview.getByText('Kari Solheim, Solvik Varme', { exact: true }).first().waitFor()
    await at.choose(w.fromName, w.companyName)
    await preview.getByText('Solvik Varme', { exact: true }).first().waitFor()
    // A further address has the company's and the inbox's name, and that is taken in any writing.
    const other = `Solvik Varme ${inboxName}`
    await at.field(w.companyName).fill(other.toUpperCase())
    await page.getByRole('alert').getByText(w.nameTaken(billing, other)).waitFor()
    await at.button(w.save).click()
    await page.getByRole('status').getByText(w.nameTaken(billing, other)).waitFor()
    await at.field(w.companyName).fill('Solvik Service')
    await preview.getByText('Solvik Service', { exact: true }).first().waitFor()
    await at.save()
  })

  test('S18 S21 the default address follows the plan, and one of our own is sent from once it is proven', async () => {
    const page = await sitDown()
    const at = await toFallbackAddress(page)
    const radio = (name: string) => page.getByRole('radio', { name, exact: true })
    const preview = page.getByRole('region', { name: w.preview, exact: true })
    expect(await radio(w.useDefault).isChecked()).toBe(true)
    await preview.getByText(fallback, { exact: true }).waitFor()
    await admin.patch('/api/plan', { plan: 'free' }, { expects: 200 })
    await page.reload()
    await preview.getByText(fallback.replace('.inbox.', '.free.inbox.'), { exact: true }).waitFor()
    await admin.patch('/api/plan', { plan: 'professional' }, { expects: 200 })
    await page.reload()

    await radio(w.customise).check()
    await at.field(w.fromAddress).fill(own)
    await preview.getByText(own, { exact: true }).waitFor()
    await at.button(w.verify).click()
    await page.getByText(w.proofSent(own)).waitFor()
    await at.save()
    const proof = await takenMail(relay, own, '/from-address#')
    const link = new URL(/http\S+#[\w-]+/.exec(proof.text ?? '')?.[0] ?? '')
    const reader = await open(samtale, { path: link.pathname + link.hash, locale: w.locale })
    await reader.page.getByRole('button', { name: w.confirm, exact: true }).click()
    await page.getByText(w.proven(own), { exact: true }).waitFor()
  })

  test('S19 S22 what is forwarded to it arrives, from whoever wrote it', async () => {
    const { page, context } = await open(samtale, { as: kari, locale: w.locale })
    await context.grantPermissions(['clipboard-read', 'clipboard-write'])
    const at = await toFallbackAddress(page)
    expect(await at.field(w.forwarding).inputValue()).toBe(fallback)
    await at.button(w.copy).click()
    await at.button(w.copied).waitFor()
    const copied = String(await page.evaluate('navigator.clipboard.readText()'))
    expect(copied).toBe(fallback)

    // By the mail system, as somebody set it up there.
    const headers = [`X-Forwarded-To: ${copied}`, `X-Forwarded-For: ${own} ${copied}`, `Delivered-To: ${own}`]
    await samtale.deliver(aMail({ from: 'Hanne Bakke <hanne@fjell.example>', to: own, subject: 'Offer', headers }), {
      from: `post+caf_=support=x@solvik.example`,
      to: copied,
    })
    // By hand, with the switch as it stands, and off.
    const byHand = (author: string) =>
      write('Jonas Lie', {
        subject: `Fwd: ${author}`,
        text: `Can you help?\n\n---------- Forwarded message ---------\nFrom: ${author} <${author.split(' ')[0]?.toLowerCase()}@fjell.example>\nDate: Tue, 3 Mar 2026 at 10:12\nSubject: ${author}\nTo: Jonas Lie <jonas@nordmark.example>\n\n\nThe house is cold.`,
      })
    await byHand('Sigrid Vik')
    const original = page.getByRole('switch', { name: w.originalSender, exact: true })
    await expect.poll(() => original.getAttribute('aria-checked')).toBe('true')
    await original.click()
    await at.save()
    await byHand('Tone Dahl')

    await page.goto('/inbox')
    await at.read('Hanne Bakke')
    await at.read('Sigrid Vik')
    await at.conversation.getByRole('note').getByText(w.writtenBy('Sigrid Vik')).waitFor()
    await at.read('Jonas Lie')
    await at.conversation.getByRole('note').getByText(w.writtenBy('Tone Dahl')).waitFor()
    expect(await at.entry('Tone Dahl').count()).toBe(0)
  })

  test('S20 S21 S30 the team signature is written, previewed and saved, and the next mail has all that was set', async () => {
    const page = await sitDown()
    const at = await toFallbackAddress(page)
    await page.getByRole('checkbox', { name: w.addSignature, exact: true }).check()
    await at.tab(w.simple).waitFor()
    const editor = at.field(w.teamSignature)
    await editor.click()
    await at.act(w.insertToken, w.fullName)
    // The menu gives the focus back one frame later.
    await editor.and(page.locator(':focus')).waitFor()
    await page.keyboard.type(' – ')
    await at.button(w.bold).click()
    await page.keyboard.type('Solvik Varme')
    await at.button(w.bold).click()
    await page.keyboard.type(' – ')
    await at.button(w.link).click()
    await at.field(w.linkTo).fill('solvik.example/book')
    await at.button(w.setLink).click()
    await page.locator('input[type=file]').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: logo })
    await editor.getByRole('img', { name: 'logo', exact: true }).waitFor()
    await at.tab(w.html).click()
    await expect.poll(() => at.field(w.teamSignature).inputValue()).toContain('{{full_name}} – <strong>Solvik Varme')
    await at.field(w.teamSignature).press('Control+End')
    await at.field(w.teamSignature).press('Enter')
    await page.keyboard.type('<p>')
    await at.act(w.insertToken, w.firstName)
    await at.field(w.teamSignature).press('Control+End')
    await at.act(w.insertToken, w.lastName)
    await at.field(w.teamSignature).press('Control+End')
    await page.keyboard.type('</p>')
    const preview = page.getByRole('region', { name: w.preview, exact: true })
    await preview.getByText('Kari Solheim – Solvik Varme').waitFor()
    await preview.getByText('KariSolheim', { exact: true }).waitFor()
    await at.save()

    const before = await takenMail(relay, 'ingrid@nordmark.example', 'It is the sensor.')
    await samtale.deliver(answerTo(before, { text: 'When do you come?' }), {
      from: 'ingrid@nordmark.example',
      to: replyAddressOf(before),
    })
    await page.goto('/inbox')
    await at.read('Ingrid Haugen')
    await at.conversation.getByText('When do you come?').first().waitFor()
    await at.answer('Tomorrow at ten.')
    const mail = await takenMail(relay, 'ingrid@nordmark.example', 'Tomorrow at ten.')
    expect(mail.from?.value[0]).toEqual({ name: 'Solvik Service', address: own })
    expect(mail.text).toContain('Kari Solheim – Solvik Varme')
    expect(mail.html).toMatch(/<strong>Solvik Varme<\/strong>.*href="https:\/\/solvik\.example\/book"/)
    expect(mail.html).toContain('KariSolheim')
    expect(mail.attachments).toMatchObject([{ contentType: 'image/png', related: true }])

    // Written from the contact's record it carries the writer's own signature instead.
    await admin.patch('/api/profile', { signatureHtml: '<p>Kari, direct line 62</p>' }, { expects: 200 })
    await at.openRecord('Ingrid Haugen')
    await at.button(w.email).click()
    const writing = page.getByRole('dialog', { name: w.email, exact: true })
    await writing.getByRole('textbox', { name: w.subject, exact: true }).fill('Your service agreement')
    await writing.getByRole('textbox', { name: w.message, exact: true }).fill('It ends in May.')
    await writing.getByRole('button', { name: w.send, exact: true }).click()
    const fromRecord = await takenMail(relay, 'ingrid@nordmark.example', 'It ends in May.')
    expect(fromRecord.from?.value[0]).toEqual({ name: 'Solvik Service', address: own })
    expect(fromRecord.text).toContain('Kari, direct line 62')
    expect(fromRecord.text).not.toContain('Solvik Varme')
  })

  test('S23 S24 S25 S26 S27 incoming mail is given to whom the rule says', async () => {
    const page = await sitDown()
    const at = await toFallbackAddress(page)
    const agent = partsOf(await sitDown(), w)
    const routed = async (customer: string, subject: string, sentence: string) => {
      await write(customer, { subject })
      await agent.read(customer, subject)
      await agent.conversation.getByText(sentence).first().waitFor()
    }
    await at.tab(w.automation).click()
    await page.getByRole('switch', { name: w.assignAutomatically, exact: true }).click()
    await at.choose(w.assignTo, w.specific)
    expect(await at.reasonAgainst(w.specific, 'Oskar Fossum')).toBe(w.cannotBeChosen)
    await at.pick(w.specific, 'Jonas Berg')
    const onlyAvailable = page.getByRole('checkbox', { name: w.onlyAvailable, exact: true })
    expect(await onlyAvailable.isChecked()).toBe(true)
    await at.save()
    await routed('Amina Yusuf', 'One', w.assignedTo('Jonas Berg'))

    // He goes away, and nobody is left.
    const jonas = partsOf(await sitDown(people.jonas.email), w)
    await jonas.button(w.available).click()
    await jonas.page.getByRole('menuitemradio', { name: w.away, exact: true }).click()
    await jonas.page.getByRole('banner').getByRole('button', { name: w.away, exact: true }).waitFor()
    await samtale.settled()
    await routed('Bente Lie', 'Two', w.notAssigned)
    await onlyAvailable.uncheck()
    await at.save()
    await routed('Cecilie Moen', 'Three', w.assignedTo('Jonas Berg'))

    // The owner of the contact; one who is away is mailed instead.
    await agent.read('Amina Yusuf')
    await agent.own('Amina Yusuf', 'Kari Solheim')
    await agent.read('Bente Lie')
    await agent.own('Bente Lie', 'Jonas Berg')
    await at.choose(w.assignTo, w.contactOwner)
    await onlyAvailable.check()
    await at.save()
    await routed('Amina Yusuf', 'Four', w.assignedTo('Kari Solheim'))
    await routed('Bente Lie', 'Five', w.notAssigned)
    await takenMail(relay, people.jonas.email, `${samtale.origin.replace('127.0.0.1', 'localhost')}/inbox/threads/`)
    await onlyAvailable.uncheck()
    await at.save()
    await routed('Bente Lie', 'Six', w.assignedTo('Jonas Berg'))
  })

  test('S28 S29 S63 incoming mail becomes tickets as they were set up', async () => {
    const page = await sitDown()
    const at = await toFallbackAddress(page)
    await at.tab(w.automation).click()
    await page.getByRole('switch', { name: w.makesTickets, exact: true }).click()
    await at.save()
    const panel = page.getByRole('dialog', { name: w.editTicket, exact: true })
    const inPanel = (label: string) => panel.getByRole('combobox', { name: label, exact: true })
    const savePanel = async () => {
      await panel.getByRole('button', { name: w.save, exact: true }).click()
      await panel.waitFor({ state: 'detached' })
    }
    await at.button(w.editTicket).click()
    await panel.getByRole('textbox', { name: w.ticketName, exact: true }).waitFor()
    expect(await inPanel(w.pipeline).textContent()).toContain(w.defaultInbox)
    await at.choose(w.stage, w.waitingOnUs)
    await at.choose(w.priority, w.high)
    expect(await inPanel(w.ticketOwner).textContent()).toContain(w.ofConversation)
    await savePanel()
    await write('Amina Yusuf', { subject: 'First ticket' })
    await at.button(w.editTicket).click()
    await at.choose(w.ticketOwner, 'Oskar Fossum')
    await savePanel()
    await write('Amina Yusuf', { subject: 'Second ticket' })

    const main = page.getByRole('navigation', { name: w.main, exact: true })
    await main.getByRole('link', { name: w.tickets, exact: true }).click()
    const ticket = (name: string) => page.getByRole('row', { name: new RegExp(name) })
    await expect
      .poll(() => ticket('#1 First ticket').textContent())
      .toMatch(new RegExp(`${w.waitingOnUs}.*${w.high}.*Kari Solheim`))
    await expect.poll(() => ticket('#2 Second ticket').textContent()).toContain('Oskar Fossum')
    await ticket('#1 First ticket').getByRole('link').first().click()
    await page.getByRole('link', { name: w.openConversation, exact: true }).click()
    const details = page.getByRole('region', { name: w.details, exact: true })
    await details.getByRole('link', { name: '#1 First ticket', exact: true }).waitFor()
  })

  test('S2 S40 S41 S42 S43 a new inbox with people and channels of its own, where mail is answered', async () => {
    await admin.patch('/api/plan', { plan: 'starter' }, { expects: 200 })
    const page = await sitDown()
    const at = partsOf(page, w)
    await toInboxes(page)
    await at.act(w.actions, w.createInbox)
    const creation = page.getByRole('dialog', { name: w.createInbox, exact: true })
    await creation.getByText(w.oneInbox).waitFor()
    expect(await creation.getByRole('textbox').count()).toBe(0)
    await creation.getByRole('button', { name: w.close, exact: true }).click()
    await admin.patch('/api/plan', { plan: 'professional' }, { expects: 200 })
    await page.reload()

    await at.act(w.actions, w.createInbox)
    await creation.getByRole('textbox', { name: w.teamInboxName, exact: true }).fill('Tilbud')
    await at.box(w.whoHasAccess).click()
    await page.getByRole('option', { name: w.everyone, exact: true }).waitFor()
    await page.getByRole('option', { name: w.specific, exact: true }).click()
    await at.pick(w.usersAndTeams, 'Elif Demir')
    await creation.getByRole('button', { name: w.create, exact: true }).click()
    await creation.waitFor({ state: 'detached' })
    await expect.poll(() => at.box(w.currentView).textContent()).toContain('Tilbud')
    const offers = fallback.replace('support@', 'tilbud@')
    await at.connect('tilbud')
    await at.row(offers).getByRole('link', { name: w.edit, exact: true }).waitFor()
    await at.tab(w.access).click()
    await at.pick(w.usersAndTeams, 'Oskar Fossum')
    await at.save()

    // Added afterwards: he sees and answers what arrives there, and is taken out again.
    await write('Frida Aas', { to: offers })
    const oskar = partsOf(await sitDown(people.oskar.email), w)
    await oskar.read('Frida Aas')
    await oskar.conversation.getByRole('tab', { name: w.comment, exact: true }).click()
    await oskar.textbox(w.comment).fill('I ask the installer.')
    await oskar.conversation.getByRole('button', { name: w.addComment, exact: true }).click()
    const comment = { name: `Oskar Fossum, ${w.internalComment}`, exact: true }
    await oskar.conversation.getByRole('article', comment).getByText('I ask the installer.').waitFor()
    await oskar.conversation.getByRole('tab', { name: w.reply, exact: true }).click()
    await oskar.answer('It costs 100.')
    const mail = await takenMail(relay, 'frida@nordmark.example', 'It costs 100.')
    expect(mail.from?.value[0]).toEqual({ name: 'Oskar Fossum, Solvik Varme Tilbud', address: offers })
    expect(mail.text).not.toContain('installer')
    await at.button(w.remove('Oskar Fossum')).click()
    await at.save()
    await oskar.entry('Frida Aas').waitFor({ state: 'detached' })
  })

  test('S50 S51 a channel that is off neither sends nor receives, says so, and does both when it is on again', async () => {
    const page = await sitDown()
    await toInboxes(page)
    const agent = partsOf(await sitDown(), w)
    await agent.read('Ingrid Haugen', 'E7, Ingrid Haugen')
    await agent.textbox(w.reply).waitFor()
    const status = page.getByRole('switch', { name: w.statusOf(fallback), exact: true })
    await status.click()
    await page.getByRole('dialog').getByRole('button', { name: w.turnOff, exact: true }).click()
    await expect.poll(() => status.getAttribute('aria-checked')).toBe('false')

    await agent.conversation.getByText(w.isOff(fallback), { exact: true }).waitFor()
    await agent.conversation.getByText(w.offEffects).waitFor()
    expect(await agent.textbox(w.reply).count()).toBe(0)
    const from = 'gro@nordmark.example'
    const before = await samtale.counts()
    const mail = aMail({ from: `Gro Vik <${from}>`, to: fallback })
    expect((await samtale.deliver(mail, { from, to: fallback })).recipients[0]).toMatch(/^550/)
    await samtale.settled()
    expect(await samtale.counts()).toEqual(before)
    const logged = await samtale.database.pool.query('select 1 from contact where name = $1', ['Gro Vik'])
    expect(logged.rows).toEqual([])

    await status.click()
    await agent.textbox(w.reply).waitFor()
    await write('Gro Vik')
    await agent.entry('Gro Vik').waitFor()
    expect((await samtale.counts()).threads).toBe(before.threads + 1)
    await agent.answer('All is well again.')
    await takenMail(relay, 'ingrid@nordmark.example', 'All is well again.')
  })
})

/** The first of these words that is on screen: what a phone shows instead is there too, unseen. */
const seen = (page: Page, text: string) => page.getByText(text, { exact: true }).filter({ visible: true }).first()

/** What a screen is made of, by role and exact accessible name. */
function partsOf(page: Page, w: Words) {
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  const box = (name: string) => page.getByRole('combobox', { name, exact: true })
  const option = (name: string) => page.getByRole('option', { name, exact: true })
  const conversation = page.getByRole('region', { name: w.conversation, exact: true })
  const entry = (person: string, subject = '') =>
    page
      .getByRole('list', { name: w.conversations, exact: true })
      .getByRole('listitem', { name: new RegExp(`^${person}, .*${subject}$`) })
  const textbox = (name: string) => conversation.getByRole('textbox', { name, exact: true })
  // Beside the dropdown *Assign to* a list of people has the name of the option that brought it.
  const picker = (name: string) => box(name).last()
  return {
    page,
    button,
    box,
    conversation,
    entry,
    textbox,
    tab: (name: string) => page.getByRole('tab', { name, exact: true }),
    field: (name: string) => page.getByRole('textbox', { name, exact: true }),
    row: (address: string) => page.getByRole('row', { name: new RegExp(`^${address.replaceAll('.', '\\.')}\\b`) }),
    async choose(label: string, wanted: string) {
      await box(label).click()
      await option(wanted).click()
    },
    async act(menu: string, item: string) {
      await button(menu).click()
      await page.getByRole('menuitem', { name: item, exact: true }).click()
    },
    async pick(label: string, ...names: string[]) {
      for (const name of names) {
        await picker(label).click()
        await option(name).click()
      }
      await page.keyboard.press('Escape')
    },
    /** Why this one cannot be picked. */
    async reasonAgainst(label: string, name: string) {
      await picker(label).click()
      expect(await option(name).getAttribute('aria-disabled')).toBe('true')
      const reason = await option(name).getAttribute('aria-description')
      await page.keyboard.press('Escape')
      return reason
    },
    /** *Connect a channel*: chooses the type and gives it an address. */
    async connect(localPart: string) {
      await button(w.connectChannel).click()
      const dialog = page.getByRole('dialog', { name: w.connectChannel, exact: true })
      await dialog.getByRole('button', { name: new RegExp(`^${w.fallbackEmail}`) }).click()
      await dialog.getByRole('textbox', { name: w.address, exact: true }).fill(localPart)
      await dialog.getByText(w.free, { exact: true }).waitFor()
      await dialog.getByRole('button', { name: w.connect, exact: true }).click()
      await dialog.waitFor({ state: 'detached' })
    },
    async save() {
      await button(w.save).click()
      await button(w.save).waitFor({ state: 'detached' })
    },
    async read(person: string, subject = '') {
      await entry(person, subject).getByRole('link').click()
      await conversation
        .getByRole('heading', { name: subject || person })
        .or(conversation.getByText(subject || person))
        .first()
        .waitFor()
    },
    /** From the conversation's details to the contact's record. */
    async openRecord(person: string) {
      const details = page.getByRole('region', { name: w.details, exact: true })
      await details.getByRole('link', { name: person, exact: true }).click()
      await page.waitForURL('**/contacts/**')
    },
    /** Says on the contact's record who owns it, and comes back. */
    async own(person: string, owner: string) {
      await this.openRecord(person)
      await this.choose(w.contactOwner, owner)
      await expect.poll(() => box(w.contactOwner).textContent()).toContain(owner)
      await page.goBack()
      await conversation.waitFor()
    },
    async answer(text: string) {
      await textbox(w.reply).fill(text)
      await conversation.getByRole('button', { name: w.send, exact: true }).click()
      await conversation.getByRole('article').filter({ hasText: text }).first().waitFor()
    },
  }
}
