import { expect, test } from 'vitest'
import { startSamtale, startSharedSamtale } from '../harness/samtale.ts'

const samtale = await startSharedSamtale()
const { email: kari } = samtale.account

test('S60 a person changes his own name, and colleagues see it', async () => {
  const jonas = await samtale.addUser({ name: 'Jonas Berg' })
  const client = await samtale.signIn(jonas.email)
  const answer = await client.patch('/api/profile', { name: '  Jonas   B. Berg ' }, { expects: 200 })
  expect(answer.body.user.name).toBe('Jonas B. Berg')
  const overview = await samtale.admin.get('/api/inbox', { expects: 200 })
  expect(overview.body.colleagues).toContainEqual(expect.objectContaining({ id: jonas.userId, name: 'Jonas B. Berg' }))
  const { rows } = await samtale.database.pool.query(
    `select action, before, after from audit where subject_id = $1 order by id`,
    [jonas.userId],
  )
  expect(rows).toEqual([{ action: 'user.changed', before: { name: 'Jonas Berg' }, after: { name: 'Jonas B. Berg' } }])
})

test.each([
  { because: 'nothing but space', body: { name: '  \u00a0 ' }, field: 'name' },
  {
    because: 'a line break that would reach a header',
    body: { name: 'Kari\r\nBcc: x@x.example' },
    ok: 'Kari Bcc: x@x.example',
  },
  { because: 'a sign that turns the text round', body: { name: 'Kari \u202egnp.exe' }, field: 'name' },
  { because: '101 characters', body: { name: 'x'.repeat(101) }, field: 'name' },
  { because: 'a longer undo time than there is', body: { undoSeconds: 31 }, field: 'undoSeconds' },
  { because: 'half a second', body: { undoSeconds: 0.5 }, field: 'undoSeconds' },
  { because: 'a right that is not his to give', body: { role: 'super-admin' }, field: 'role' },
  { because: 'an address, which is the login’s', body: { email: 'other@solvik.example' }, field: 'email' },
])('abuse-36 a profile takes no $because', async ({ body, field, ok }) => {
  const client = await samtale.signIn(kari)
  const answer = await client.patch('/api/profile', body)
  if (ok) expect(answer.body.user.name).toBe(ok)
  else {
    expect(answer.status).toBe(400)
    expect(answer.body.errors[0].in).toBe(field)
  }
})

test('abuse-01 a signature is kept as mail programs show it: no script, no handler, nothing fetched', async () => {
  const client = await samtale.signIn(kari)
  const signatureHtml =
    '<p onclick="x()">Kari <b>Solheim</b><script>x()</script></p><img src="https://t.example/p.gif"><a href="javascript:x()">x</a>'
  await client.patch('/api/profile', { signatureHtml }, { expects: 200 })
  const { body } = await client.get('/api/profile', { expects: 200 })
  expect(body.signatureHtml).toContain('<b>Solheim</b>')
  expect(body.signatureHtml).not.toMatch(/script|onclick| src=/)
})

test('a new person has ten seconds to undo, and chooses others', async () => {
  const empty = await startSamtale({ isEmpty: true })
  const signUp = {
    companyName: 'Nordmark',
    name: 'Elif Demir',
    email: 'elif@nordmark.example',
    password: 'long enough 1',
  }
  const { body } = await empty.admin.post('/api/accounts', signUp, { expects: 201 })
  expect(body.user.undoSeconds).toBe(10)
  await empty.admin.patch('/api/profile', { undoSeconds: 0 }, { expects: 200 })
  expect((await empty.admin.get('/api/session', { expects: 200 })).body.user.undoSeconds).toBe(0)
})
