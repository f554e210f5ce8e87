import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { codeOf, forgetAttempts, forgetCodes } from '../harness/factors.ts'
import { password, type Samtale, startSharedSamtale } from '../harness/samtale.ts'
import { startBrowser } from './browser.ts'

const open = await startBrowser()
const samtale = await startSharedSamtale()
const asking = await startSharedSamtale()

const path = '/settings/security'
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const box = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true })
const section = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

/** The inbox is open, and asks nothing more by itself. */
async function isThere(page: Page) {
  await page.getByRole('banner').waitFor()
  await page.waitForLoadState('networkidle')
}

/** Gives the password at the door of another window. */
async function comeIn(page: Page, email: string, secret = password) {
  await page.goto('/')
  await box(page, 'Email').fill(email)
  await box(page, 'Password').fill(secret)
  await button(page, 'Sign in').click()
}

/** Walks through the set-up of an app; answers the secret that the screen showed. */
async function setUpApp(page: Page, names = { password: 'Current password', next: 'Continue', on: 'Turn on' }) {
  const scope = page.getByRole('dialog').or(page.getByRole('main')).last()
  await scope.getByRole('textbox', { name: names.password, exact: true }).fill(password)
  await scope.getByRole('button', { name: names.next, exact: true }).click()
  await page.getByRole('img', { name: /^QR/ }).waitFor()
  const secret = ((await page.locator('code').textContent()) ?? '').replaceAll(' ', '')
  await page.getByRole('textbox', { name: /^(Code from the app|Kode fra appen)$/ }).fill(codeOf(secret))
  await button(page, names.on).click()
  return secret
}

test('S60 a new password, asked for the old one, signs out everywhere else', async () => {
  const { email } = await samtale.addUser()
  const other = await open(samtale, { as: email })
  await isThere(other.page)
  const { page } = await open(samtale, { as: email, path: '/settings' })
  await page.getByRole('heading', { name: 'Profile', exact: true }).waitFor()
  await page.getByRole('link', { name: 'Sign-in and security', exact: true }).click()
  await page.getByRole('heading', { name: 'Sign-in and security', exact: true }).waitFor()
  const form = section(page, 'Password')
  const current = form.getByRole('textbox', { name: 'Current password', exact: true })
  const fresh = form.getByRole('textbox', { name: 'New password', exact: true })
  expect(await current.getAttribute('autocomplete')).toBe('current-password')
  expect(await fresh.getAttribute('autocomplete')).toBe('new-password')
  await current.fill('not my password')
  await fresh.fill('another fine password')
  await fresh.press('Enter')
  await form.getByRole('alert').getByText('Your current password is not right').waitFor()
  await current.fill(password)
  await button(page, 'Change password').click()
  await form.getByRole('status').getByText('Your password is changed').waitFor()
  await button(other.page, 'Sign in').waitFor()
  await comeIn(other.page, email, 'another fine password')
  await other.page.waitForURL('**/inbox')
  // This one went on all the while, under its new id.
  await page.reload()
  await page.getByRole('heading', { name: 'Sign-in and security', exact: true }).waitFor()
})

test('S60 an authenticator app is set up, its codes and a recovery code sign in, and it is turned off', async () => {
  await forgetAttempts(samtale)
  const { email } = await samtale.addUser()
  const { page } = await open(samtale, { as: email, path })
  await button(page, 'Set up authenticator app').click()
  const secret = await setUpApp(page)
  const dialog = page.getByRole('dialog', { name: 'Save your recovery codes', exact: true })
  await dialog.getByRole('listitem').first().waitFor()
  const codes = await dialog.getByRole('listitem').allTextContents()
  expect(codes).toHaveLength(10)
  const downloading = page.waitForEvent('download')
  await button(page, 'Download').click()
  expect((await downloading).suggestedFilename()).toBe('samtale-recovery-codes.txt')
  await button(page, 'I have saved them').click()
  await section(page, 'Two-factor').getByText('10 codes left').waitFor()

  await forgetCodes(samtale)
  const other = await open(samtale)
  await comeIn(other.page, email)
  await other.page.getByRole('heading', { name: 'One more step', exact: true }).waitFor()
  const code = box(other.page, 'Code from your app')
  expect(await code.getAttribute('autocomplete')).toBe('one-time-code')
  await button(other.page, 'Sign in').click()
  await other.page.getByRole('alert').getByText('Write the six digits').waitFor()
  await code.fill('12345')
  await code.press('Enter')
  await other.page.getByRole('alert').getByText('This code is not right').waitFor()
  await code.fill(codeOf(secret))
  await code.press('Enter')
  await other.page.waitForURL('**/inbox')

  const third = await open(samtale)
  await comeIn(third.page, email)
  await button(third.page, 'Use a recovery code').click()
  await box(third.page, 'Recovery code').fill(codes[0] ?? '')
  await button(third.page, 'Sign in').click()
  await third.page.waitForURL('**/inbox')

  await page.reload()
  await section(page, 'Two-factor').getByText('9 codes left').waitFor()
  await button(page, 'Turn off').click()
  const off = page.getByRole('dialog', { name: 'Turn off the authenticator app', exact: true })
  await off.getByRole('textbox', { name: 'Current password', exact: true }).fill(password)
  await off.getByRole('button', { name: 'Turn off', exact: true }).click()
  await page.getByText('The authenticator app is off.').waitFor()
  await comeIn((await open(samtale)).page, email)
})

test('S60 a passkey is added, signs in from the door and as the second half, is renamed and removed', async () => {
  await forgetAttempts(samtale)
  const { email } = await samtale.addUser()
  const { page, context } = await open(samtale, { as: email, path })
  const authenticator = await context.newCDPSession(page)
  await authenticator.send('WebAuthn.enable', { enableUI: false })
  await authenticator.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })

  const passkeys = section(page, 'Passkeys')
  await passkeys.getByText('You have none yet.').waitFor()
  await button(page, 'Add passkey').click()
  const dialog = page.getByRole('dialog', { name: 'Add passkey', exact: true })
  expect(await dialog.getByRole('textbox', { name: 'Name', exact: true }).inputValue()).toMatch(/^Chrome on /)
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('Laptop')
  await dialog.getByRole('textbox', { name: 'Current password', exact: true }).fill(password)
  await dialog.getByRole('button', { name: 'Add passkey', exact: true }).click()
  await button(page, 'I have saved them').click()
  await passkeys.getByText('Laptop').waitFor()
  await button(page, 'Rename Laptop').click()
  await box(page, 'Name').fill('Work laptop')
  await button(page, 'Rename').last().click()
  await passkeys.getByText('Work laptop').waitFor()

  // The door asks without a click: who takes what the browser offers in the address field is in.
  await page.goto('/inbox')
  await isThere(page)
  await button(page, 'Your profile').click()
  const taken = page.waitForResponse('**/api/session/passkey')
  await page.getByRole('menuitem', { name: 'Sign out', exact: true }).click()
  expect((await taken).status()).toBe(201)
  await page.waitForURL('**/inbox')
  await isThere(page)

  // A browser that offers nothing there: the button does, and after the password too.
  await page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false')
  await context.clearCookies()
  await page.goto('/')
  expect(await box(page, 'Email').getAttribute('autocomplete')).toBe('username webauthn')
  await button(page, 'Sign in with a passkey').click()
  await page.waitForURL('**/inbox')
  await isThere(page)
  await context.clearCookies()
  await comeIn(page, email)
  await page.getByRole('heading', { name: 'One more step', exact: true }).waitFor()
  await button(page, 'Sign in with a passkey').click()
  await page.waitForURL('**/inbox')

  await page.goto(path)
  await button(page, 'Remove Work laptop').click()
  const removal = page.getByRole('dialog', { name: 'Remove Work laptop', exact: true })
  await removal.getByRole('textbox', { name: 'Current password', exact: true }).fill(password)
  await removal.getByRole('button', { name: 'Remove', exact: true }).click()
  await passkeys.getByText('You have none yet.').waitFor()
})

test('S60 at an address of digits the page says that there can be no passkey, and where there can', async () => {
  const { email } = await samtale.addUser()
  const numbered = { ...samtale, origin: samtale.origin.replace('localhost', '127.0.0.1') } as Samtale
  const { page } = await open(numbered, { as: email, path })
  const note = section(page, 'Passkeys')
  await note.getByText('Browsers tie passkeys to a name, and 127.0.0.1 is none.').waitFor()
  expect(await note.getByRole('link').getAttribute('href')).toBe(`${samtale.origin}${path}`)
  expect(await button(page, 'Add passkey').count()).toBe(0)
})

test('S60 a person sees where he is signed in, and signs one browser out, and all others', async () => {
  const { email } = await samtale.addUser()
  const [one, two] = [await open(samtale, { as: email }), await open(samtale, { as: email })]
  for (const other of [one, two]) await isThere(other.page)
  const { page } = await open(samtale, { as: email, path })
  const sessions = section(page, 'Where you are signed in')
  const rows = sessions.getByRole('listitem')
  await expect.poll(() => rows.count()).toBe(3)
  await rows.first().getByText('This browser').waitFor()
  await rows.nth(1).getByRole('button').click()
  await expect.poll(() => rows.count()).toBe(2)
  await button(page, 'Sign out everywhere else').click()
  await page.getByText('You are signed out everywhere else.').waitFor()
  await expect.poll(() => rows.count()).toBe(1)
  for (const other of [one, two]) await button(other.page, 'Sign in').waitFor()
})

test('S60 a super admin asks everyone for two factors: an open browser is led to set one up, and nothing else', async () => {
  const { email } = await asking.addUser()
  const jonas = await open(asking, { as: email })
  await isThere(jonas.page)
  const kari = await open(asking, { as: asking.account.email, path })
  const everyone = kari.page.getByRole('switch', { name: 'Everyone signs in with two factors', exact: true })
  await everyone.click()
  await kari.page.getByRole('alert').getByText('Set up two factors for yourself first').waitFor()
  expect(await everyone.getAttribute('aria-checked')).toBe('false')
  await button(kari.page, 'Set up authenticator app').click()
  await setUpApp(kari.page)
  await button(kari.page, 'I have saved them').click()
  await everyone.click()
  await expect.poll(() => everyone.getAttribute('aria-checked')).toBe('true')

  await jonas.page.getByRole('heading', { name: 'Set up two factors', exact: true }).waitFor()
  await jonas.page.goto('/inbox')
  await jonas.page.getByText('Solvik Varme asks everyone to sign in with two factors.').waitFor()
  await button(jonas.page, 'With an authenticator app').click()
  await setUpApp(jonas.page)
  await button(jonas.page, 'I have saved them').click()
  await jonas.page.waitForURL('**/inbox')
  await jonas.page.getByRole('banner').waitFor()
})

test('S60 the same in Norwegian, in the dark, on a phone', async () => {
  const { email, userId } = await samtale.addUser()
  await sql`update "user" set language = 'nb' where id = ${userId}`.execute(samtale.database.db)
  const { page } = await open(samtale, { as: email, path, locale: 'nb-NO', theme: 'dark', width: 390 })
  await page.getByRole('heading', { name: 'Innlogging og sikkerhet', exact: true }).waitFor()
  await button(page, 'Sett opp autentiseringsapp').click()
  const secret = await setUpApp(page, { password: 'Nåværende passord', next: 'Fortsett', on: 'Slå på' })
  await button(page, 'Jeg har tatt vare på dem').click()
  await section(page, 'To faktorer').getByText('10 koder igjen').waitFor()
  expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)

  await forgetCodes(samtale)
  const other = await open(samtale, { locale: 'nb-NO', theme: 'dark', width: 390 })
  await box(other.page, 'E-post').fill(email)
  await box(other.page, 'Passord').fill(password)
  await button(other.page, 'Logg inn').click()
  await other.page.getByRole('heading', { name: 'Ett steg til', exact: true }).waitFor()
  await box(other.page, 'Kode fra appen').fill(codeOf(secret))
  await button(other.page, 'Logg inn').click()
  await other.page.waitForURL('**/inbox')
})
