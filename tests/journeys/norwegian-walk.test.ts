import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { aMail } from '../harness/mails.ts'
import { startSamtale } from '../harness/samtale.ts'
import { startBrowser } from './browser.ts'

type Catalogue = Readonly<Record<string, string | { one: string; other: string }>>

const open = await startBrowser()
const [en, nb] = await Promise.all([textsOf('en'), textsOf('nb')])

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const dialogOf = (page: Page, name: string | RegExp) => page.getByRole('dialog', { name, exact: true })
const rowOf = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) })
const choose = async (page: Page, label: string, option: string) => {
  await page.getByRole('combobox', { name: label, exact: true }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}
const act = async (page: Page, menu: string, action: string) => {
  await button(page, menu).click()
  await page.getByRole('menuitem', { name: action, exact: true }).click()
}
const toSettings = async (page: Page, entry: string) => {
  await page
    .getByRole('navigation', { name: 'Innstillingsmeny', exact: true })
    .getByRole('link', { name: entry, exact: true })
    .click()
  await page.getByRole('heading', { name: entry, level: 1, exact: true }).waitFor()
}

test('S6 S7 S8 S10 S40 S41 S50 S60 W6 the whole walk of a super admin in Norwegian, without a word of English', async () => {
  const samtale = await startSamtale()
  await samtale.addUser({ name: 'Jonas Berg' })
  await samtale.addUser({ name: 'Oskar Fossum', seat: 'none' })
  await samtale.deliver(aMail({ from: 'Elif Demir <elif@nordmark.example>', subject: 'E7', text: 'Den piper.' }))
  await samtale.settled()
  const { page } = await open(samtale, { as: samtale.account.email, locale: 'nb-NO' })
  await page.getByRole('list', { name: 'Samtaler', exact: true }).getByRole('listitem').first().waitFor()
  await speaksNorwegian(page)

  // Innstillinger → Innboks → Innbokser: en ny innboks for noen.
  await page.getByRole('banner').getByRole('link', { name: 'Innstillinger', exact: true }).click()
  await page.getByRole('heading', { name: 'Profil', level: 1, exact: true }).waitFor()
  await speaksNorwegian(page)
  const menu = page.getByRole('navigation', { name: 'Innstillingsmeny', exact: true })
  const inboxes = menu.getByRole('link', { name: 'Innbokser', exact: true })
  if (!(await inboxes.isVisible())) await menu.getByText('Innboks', { exact: true }).first().click()
  await toSettings(page, 'Innbokser')
  const view = page.getByRole('combobox', { name: 'Nåværende visning', exact: true })
  await view.waitFor()
  await act(page, 'Handlinger', 'Opprett ny innboks')
  const creation = dialogOf(page, 'Opprett ny innboks')
  await field(page, 'Navn på teamets innboks').fill('Salg')
  await choose(page, 'Hvem har tilgang til innboksen', 'Spesifikke brukere og team')
  await speaksNorwegian(page)
  await creation.getByRole('button', { name: 'Opprett innboks', exact: true }).click()
  await creation.waitFor({ state: 'detached' })
  await expect.poll(() => view.textContent()).toContain('Salg')
  await act(page, 'Handlinger', 'Gi nytt navn til innboksen')
  const renaming = dialogOf(page, 'Gi nytt navn til innboksen')
  await renaming.getByRole('textbox', { name: 'Navn', exact: true }).fill('Tilbud')
  await renaming.getByRole('button', { name: 'Gi nytt navn', exact: true }).click()
  await renaming.waitFor({ state: 'detached' })
  await expect.poll(() => view.textContent()).toContain('Tilbud')

  // En kanal kobles til, slås av og på.
  const address = `tilbud${samtale.account.fallbackAddress.replace(/^[^@]+/, '')}`
  await button(page, 'Koble til en kanal').click()
  const connecting = page.getByRole('dialog')
  await connecting.getByRole('button', { name: /^Reserve-e-post/ }).click()
  await connecting.getByRole('textbox', { name: 'Adresse', exact: true }).fill('tilbud')
  await connecting.getByText('Ledig', { exact: true }).waitFor()
  await speaksNorwegian(page)
  await connecting.getByRole('button', { name: 'Koble til', exact: true }).click()
  await connecting.waitFor({ state: 'detached' })
  const status = page.getByRole('switch', { name: `Status for ${address}`, exact: true })
  await status.click()
  await speaksNorwegian(page)
  await dialogOf(page, `Slå av ${address}`).getByRole('button', { name: 'Slå av', exact: true }).click()
  await rowOf(page, address)
    .getByText(/^Reserve-e-post, av siden .* \(Kari Solheim\)$/)
    .waitFor()
  await status.click()
  await rowOf(page, address).getByText('Reserve-e-post', { exact: true }).waitFor()
  await rowOf(page, address).getByRole('link', { name: 'Rediger', exact: true }).click()
  await field(page, 'Videresendingsadresse').waitFor()
  await page.getByText('Bruk Samtale-e-postadressen for sending av meldinger', { exact: true }).waitFor()
  await speaksNorwegian(page)
  await page.goBack()

  // Tilgang, og hva det betyr.
  await page.getByRole('tab', { name: 'Tilgang', exact: true }).click()
  const meaning = page.getByRole('region', { name: 'Dette betyr det', exact: true })
  const standing = (title: string) => meaning.getByRole('list', { name: title, exact: true }).getByRole('listitem')
  await expect.poll(() => standing('Arbeider i Tilbud').allTextContents()).toEqual(['KSKari Solheim'])
  for (const name of ['Jonas Berg', 'Oskar Fossum']) {
    await page.getByRole('combobox', { name: 'Brukere og team', exact: true }).fill(name)
    await page.getByRole('option', { name, exact: true }).click()
  }
  await expect
    .poll(() => standing('Arbeider i Tilbud').allTextContents())
    .toEqual(['KSKari Solheim', 'JBJonas Berg', 'OFOskar Fossum'])
  await page.getByText('Oskar Fossum har ingen betalt plass.').waitFor()
  await speaksNorwegian(page)
  await button(page, 'Lagre').click()
  await page.getByRole('status').getByText('Tilgangen er lagret').waitFor()
  await page.getByRole('main').getByRole('link', { name: 'Gi en plass', exact: true }).click()

  // Brukere: en invitasjon, plass og rolle.
  await page.getByRole('heading', { name: 'Brukere og team', level: 1 }).waitFor()
  await button(page, 'Inviter brukere').click()
  await dialogOf(page, 'Inviter brukere')
    .getByRole('textbox', { name: 'E-post', exact: true })
    .fill('amina@solvik.example')
  await dialogOf(page, 'Inviter brukere').getByRole('textbox', { name: 'Navn', exact: true }).fill('Amina Yusuf')
  await speaksNorwegian(page)
  await button(page, 'Lag en lenke').click()
  await field(page, 'Lenken til Amina Yusuf').waitFor()
  await speaksNorwegian(page)
  await button(page, 'Ferdig').click()
  await rowOf(page, 'Amina Yusuf').getByText('Invitert', { exact: true }).waitFor()
  await rowOf(page, 'Oskar Fossum').getByRole('button', { name: 'Gi en plass', exact: true }).click()
  await choose(page, 'Plass', 'Salg')
  await button(page, 'Lagre').click()
  await rowOf(page, 'Oskar Fossum').getByText('Salg', { exact: true }).waitFor()
  await act(page, 'Handlinger for Oskar Fossum', 'Endre rolle')
  await choose(page, 'Rolle', 'Kontotilgang')
  await button(page, 'Lagre').click()
  await rowOf(page, 'Oskar Fossum').getByText('Kontotilgang', { exact: true }).waitFor()
  await speaksNorwegian(page)
  await page.getByRole('tab', { name: 'Roller', exact: true }).click()
  await page.getByRole('columnheader', { name: 'Superadministrator', exact: true }).waitFor()
  await speaksNorwegian(page)

  // Borte, og abonnementet.
  await page.getByRole('banner').getByRole('button', { name: 'Tilgjengelig', exact: true }).click()
  await page.getByRole('menu').getByRole('menuitemradio', { name: 'Borte', exact: true }).click()
  await page.getByRole('banner').getByRole('button', { name: 'Borte', exact: true }).waitFor()
  for (const screen of ['Abonnement og plasser', 'Innlogging og sikkerhet', 'Tilgjengelighet', 'Private apper']) {
    await toSettings(page, screen)
    await page.waitForLoadState('networkidle')
    await speaksNorwegian(page)
  }

  // Revisjonsloggen forteller alt dette.
  await toSettings(page, 'Revisjonslogg')
  const changes = page.getByRole('list', { name: 'Endringer', exact: true }).locator(':scope > li')
  for (const sentence of [
    'Kari Solheim endret tilgjengeligheten til Kari Solheim',
    'Kari Solheim ga Oskar Fossum en annen rolle',
    'Kari Solheim endret plassen til Oskar Fossum',
    'Kari Solheim inviterte Amina Yusuf',
    'Kari Solheim endret hvem som har tilgang til Tilbud',
    `Kari Solheim slo på ${address}`,
    `Kari Solheim slo av ${address}`,
    `Kari Solheim koblet til ${address}`,
    'Kari Solheim ga innboksen Tilbud nytt navn',
    'Kari Solheim opprettet innboksen Tilbud',
  ]) {
    await changes.filter({ hasText: sentence }).first().waitFor()
  }
  await changes.filter({ hasText: 'ga Oskar Fossum en annen rolle' }).locator('summary').click()
  await page.getByRole('row', { name: 'Rolle Bruker Kontotilgang', exact: true }).waitFor()
  await speaksNorwegian(page)

  // En samtale flyttes.
  await page.goto('/inbox')
  await page
    .getByRole('listitem', { name: /^Elif Demir/ })
    .getByRole('link')
    .click()
  const conversation = page.getByRole('region', { name: 'Samtale', exact: true })
  await conversation.getByText('Den piper.').waitFor()
  await act(page, 'Flere handlinger', 'Flytt til innboks …')
  const moving = dialogOf(page, 'Flytt til innboks')
  await moving.getByText('Samtalen forlater Support', { exact: false }).waitFor()
  await speaksNorwegian(page)
  await moving.getByRole('button', { name: 'Flytt', exact: true }).click()
  await page.getByRole('status').getByText('Flyttet til Tilbud').waitFor()
  await conversation.getByText('Kari Solheim flyttet denne fra Support til Tilbud', { exact: false }).waitFor()
  await speaksNorwegian(page)
  await page.getByRole('link', { name: 'Teamadministrasjon', exact: true }).click()
  await rowOf(page, 'Kari Solheim').getByRole('button', { name: 'Sett til tilgjengelig', exact: true }).waitFor()
  await speaksNorwegian(page)

  // Who looks for English finds it where it is.
  const other = await open(samtale, { as: samtale.account.email, path: '/settings/users' })
  await rowOf(other.page, 'Jonas Berg').waitFor()
  expect(await englishOn(other.page)).toEqual(
    expect.arrayContaining(['Users and teams', 'Invite users', 'Super admin']),
  )
})

/** What English says and Norwegian nowhere does: the parts of its texts between what is filled in, long enough to tell. */
const english = en.flatMap((text) =>
  text
    .split(/\{\w+\}/)
    .map((part) => part.trim())
    .filter((part) => part.length >= 8 && !nb.some((said) => said.includes(part))),
)

/** Nothing that the page shows, or says to who does not see it, is of the English catalogue. */
async function speaksNorwegian(page: Page): Promise<void> {
  expect(await page.getAttribute('html', 'lang')).toBe('nb')
  expect(await englishOn(page), `English at ${page.url()}`).toEqual([])
}

async function englishOn(page: Page): Promise<string[]> {
  const said = (await page.evaluate(`[
    document.title,
    document.body.innerText,
    ...[...document.querySelectorAll('[aria-label], [aria-description], [title], [placeholder]')].flatMap((one) =>
      ['aria-label', 'aria-description', 'title', 'placeholder'].map((name) => one.getAttribute(name) ?? '')),
  ].join('\\n')`)) as string
  // What programs call things (scopes, addresses) is the same in every language.
  const words = said.replaceAll(/\b[\w-]+([.@][\w-]+)+/g, '')
  return english.filter((part) => words.includes(part))
}

/** All that a language says. Loaded by name: the words are the browser's, of which tests know no types. */
async function textsOf(language: 'en' | 'nb'): Promise<string[]> {
  const { [language]: everywhere } = await import(`../../web/labels/${language}/${language}.ts`)
  const { inSettings } = await import(`../../web/labels/${language}/in-settings.ts`)
  const catalogue = { ...everywhere, ...inSettings }
  return Object.values(catalogue as Catalogue).flatMap((label) =>
    typeof label === 'string' ? label : [label.one, label.other],
  )
}
