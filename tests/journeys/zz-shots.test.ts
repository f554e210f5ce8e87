// @ts-nocheck
import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSharedSamtale } from '../harness/samtale.ts'
import { startBrowser } from './browser.ts'
import { norwegian as w } from './founding-words.ts'
import { startRelay } from './relay.ts'

const open = await startBrowser()
const relay = await startRelay({ isShared: true })
const samtale = await startSharedSamtale({ env: { SMTP_URL: relay.url } })
const { account, admin } = samtale
const inboxId = account.inboxId

test('shots', { timeout: 300_000 }, async () => {
  const jonas = await samtale.addUser({ name: 'Jonas Berg' })
  const oskar = await samtale.addUser({ name: 'Oskar Fossum', seat: 'none' })
  const henrik = await samtale.addUser({ name: 'Henrik Moe', role: 'super-admin' })
  const elif = await samtale.addUser({ name: 'Elif Demir', seat: 'none' })
  await admin.patch(`/api/inboxes/${inboxId}`, { name: 'Kundestøtte' }, { expects: 200 })
  const team = (await admin.post('/api/teams', { name: 'Montører', mainUserIds: [jonas.userId], extraUserIds: [] }, { expects: 201 })).body
  await admin.put(`/api/inboxes/${inboxId}/access`, { access: 'specific', userIds: [account.userId, oskar.userId], teamIds: [team.id] }, { expects: 200 })
  const second = (await admin.post(`/api/inboxes/${inboxId}/channels`, { type: 'fallback-email', localPart: 'faktura' }, { expects: 201 })).body
  const channel = (await admin.get(`/api/inboxes/${inboxId}/channels`)).body.results.find((c) => c.address === account.fallbackAddress)
  const signature = { isOn: true, mode: 'simple', html: '<p>{{full_name}} – <strong>Solvik Varme</strong></p><p>{{first_name}} {{last_name}}, telefon 62 00 00 00</p>' }
  await admin.patch(`/api/channels/${channel.id}`, { signature }, { expects: 200 })
  await admin.patch(`/api/channels/${channel.id}`, { assignment: { isOn: true, assignTo: 'specific', userIds: [jonas.userId, account.userId], teamIds: [team.id], onlyAvailable: true, reroutesReopened: true } }, { expects: 200 })
  const tickets = (await admin.get(`/api/channels/${channel.id}`)).body.tickets
  await admin.patch(`/api/channels/${channel.id}`, { tickets: { ...tickets, isOn: true } }, { expects: 200 })
  for (const name of ['Ingrid Haugen', 'Amina Yusuf', 'Magnus Haugen']) {
    const from = `${name.split(' ')[0].toLowerCase()}@nordmark.example`
    await samtale.deliver(aMail({ from: `${name} <${from}>`, subject: `Varmepumpen viser E7, ${name}`, text: 'Skjermen viser E7, og huset er kaldt.\n\nHilsen\n' + name }), { from })
  }
  await samtale.deliver(aMail({ from: 'Jonas Lie <jonas@nordmark.example>', subject: 'VS: Tilbud', text: 'Kan dere hjelpe?\n\n---------- Forwarded message ---------\nFra: Sigrid Vik <sigrid@fjell.example>\nDate: tir. 3. mars 2026 kl. 10:12\nSubject: Tilbud\nTo: Jonas Lie <jonas@nordmark.example>\n\n\nHva koster den?' }), { from: 'jonas@nordmark.example' })
  await samtale.settled()
  const threads = (await admin.get('/api/threads')).body.results
  const idOf = (name) => threads.find((t) => t.contact.name === name).id
  const base = `/settings/inboxes/${inboxId}/channels/${channel.id}`
  const own = 'post@solvik.example'
  for (const width of [1440, 390]) {
    let n = 0
    const person = await open(samtale, { as: account.email, path: '/inbox', width, locale: 'nb-NO' })
    const { page } = person
    const shot = async (name, p = page, fullPage = false) => {
      await p.waitForTimeout(350)
      const wide = await p.evaluate('document.documentElement.scrollWidth > innerWidth')
      if (wide) console.log('WIDE', width, name)
      await p.screenshot({ path: `/tmp/scratch-walk7/shots/${width}-${String(++n).padStart(2, '0')}-${name}.png`, fullPage })
    }
    const button = (name) => page.getByRole('button', { name, exact: true })
    const tab = (name) => page.getByRole('tab', { name, exact: true })
    const go = async (path) => { await page.goto(path); await page.waitForLoadState('networkidle') }
    await go('/settings/inboxes'); await shot('kanaler')
    await button(w.actions).click(); await shot('handlinger')
    await page.getByRole('menuitem', { name: w.renameInbox, exact: true }).click(); await shot('nytt-navn')
    await page.keyboard.press('Escape')
    await button(w.connectChannel).click(); await shot('koble-til')
    await page.getByRole('dialog').getByRole('button', { name: /^Reserve/ }).click(); await shot('koble-til-2')
    await page.keyboard.press('Escape')
    await button(w.actions).click()
    await page.getByRole('menuitem', { name: w.createInbox, exact: true }).click()
    await page.getByRole('combobox', { name: w.whoHasAccess, exact: true }).click()
    await page.getByRole('option', { name: w.specific, exact: true }).click(); await shot('ny-innboks')
    await page.keyboard.press('Escape')
    await admin.patch('/api/plan', { plan: 'starter' })
    await go('/settings/inboxes')
    await button(w.actions).click()
    await page.getByRole('menuitem', { name: w.createInbox, exact: true }).click(); await shot('ny-innboks-avslag')
    await admin.patch('/api/plan', { plan: 'enterprise' })
    await go('/settings/inboxes?tab=access'); await shot('tilgang')
    await page.getByRole('combobox', { name: w.usersAndTeams, exact: true }).click(); await shot('tilgang-velger')
    await go(base); await shot('konfigurasjon')
    await page.getByRole('radio', { name: w.customise, exact: true }).check()
    await page.getByRole('textbox', { name: w.fromAddress, exact: true }).fill(own)
    if (width === 1440) { await button(w.verify).click(); await page.getByText(w.proofSent(own)).waitFor() } 
    await shot('fra-adresse')
    await page.getByRole('textbox', { name: w.companyName, exact: true }).fill('solvik varme KUNDESTØTTE'); await page.waitForTimeout(800); await shot('navn-opptatt')
    await page.getByRole('textbox', { name: w.teamSignature, exact: true }).scrollIntoViewIfNeeded(); 
    await button(w.insertToken).click(); await shot('signatur')
    await page.keyboard.press('Escape')
    await tab(w.html).click(); await shot('signatur-html')
    await page.getByRole('switch', { name: w.originalSender, exact: true }).scrollIntoViewIfNeeded(); await shot('bunn')
    if (width === 390) { await button('Vis forhåndsvisning').click(); await shot('forhandsvisning'); await page.keyboard.press('Escape') }
    await button('Avbryt').last().click()
    await tab(w.automation).click(); await shot('automatisering')
    await page.getByRole('switch', { name: w.makesTickets, exact: true }).scrollIntoViewIfNeeded(); await shot('automatisering-2')
    await button('Prøv denne regelen på de siste 1000 samtalene').click(); await page.waitForTimeout(400); await shot('prov-regelen')
    await button(w.editTicket).click(); await shot('rediger-sak')
    await page.keyboard.press('Escape')
    await go(`/inbox/threads/${idOf('Ingrid Haugen')}`); await shot('samtale')
    await page.locator('summary').first().click(); await shot('hvorfor')
    if (width === 390) { await button('Vis detaljer').click(); await shot('detaljer') }
    await go(`/inbox/threads/${idOf('Sigrid Vik')}`); await shot('videresendt')
    await go('/tickets'); await shot('saker')
    await page.getByRole('row').getByRole('link').last().click(); await page.waitForLoadState('networkidle'); await shot('sak')
    if (width === 1440) {
    await go(`/inbox/threads/${idOf('Ingrid Haugen')}`)
    const href = await page.getByRole('region', { name: w.details, exact: true }).getByRole('link', { name: 'Ingrid Haugen', exact: true }).getAttribute('href')
    globalThis.record = href }
    await go(globalThis.record); await shot('kontakt')
    await button(w.email).click(); await shot('kontakt-epost'); await page.keyboard.press('Escape')
    await go('/settings/inboxes')
    await page.getByRole('switch', { name: w.statusOf(account.fallbackAddress), exact: true }).click(); await shot('sla-av')
    await page.getByRole('dialog').getByRole('button', { name: w.turnOff, exact: true }).click()
    await page.waitForTimeout(500)
    await samtale.deliver(aMail({ from: 'gro@nordmark.example' }), { from: 'gro@nordmark.example' })
    await go('/settings/inboxes'); await shot('av')
    await go(`/inbox/threads/${idOf('Ingrid Haugen')}`); await shot('av-samtale')
    await admin.patch(`/api/channels/${channel.id}`, { isOn: true }).catch(() => {})
    const h = (await open(samtale, { as: henrik.email, path: `/inbox/threads/${idOf('Ingrid Haugen')}`, width, locale: 'nb-NO' })).page
    await h.waitForLoadState('networkidle'); await shot('bare-visning', h)
    const e = (await open(samtale, { as: elif.email, path: '/inbox', width, locale: 'nb-NO' })).page
    await e.waitForLoadState('networkidle'); await shot('ingen-innboks', e)
    await e.goto(`/inbox/threads/${idOf('Ingrid Haugen')}`); await e.waitForLoadState('networkidle'); await shot('borte', e)
    if (width === 1440) {
      const raw = relay.accepted.find((m) => m.to.includes(own)).raw.replace(/=\r?\n/g, '')
      const link = new URL(/http\S+#[\w-]+/.exec(raw)[0])
      const g = (await open(samtale, { path: link.pathname + link.hash, width: 1440, locale: 'nb-NO' })).page
      await g.waitForLoadState('networkidle'); await shot('bekreft', g)
      await g.setViewportSize({ width: 390, height: 844 }); await shot('bekreft-390', g)
      console.log(raw.slice(-1500))
    }
    await admin.request('PUT', `/api/channels/${channel.id}/status`, { isOn: true }).catch(() => {})
    await go('/settings/inboxes')
    const status = page.getByRole('switch', { name: w.statusOf(account.fallbackAddress), exact: true })
    if ((await status.getAttribute('aria-checked')) === 'false') await status.click()
    await page.waitForTimeout(400)
  }
})
